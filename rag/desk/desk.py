"""The desk: all that a person can do, in one object."""

from __future__ import annotations

from rag.desk.about import AboutDesk
from rag.desk.library import LibraryDesk
from rag.desk.naming import NamesDesk
from rag.desk.outline import OutlineDesk
from rag.desk.output import OutputDesk
from rag.desk.places import PlacesDesk
from rag.desk.promises import PromisesDesk
from rag.desk.queue import QueueDesk
from rag.desk.revising import RevisingDesk
from rag.desk.sameness import SamenessDesk
from rag.desk.sheetundo import SheetUndoDesk
from rag.desk.versions import VersionsDesk
from rag.desk.wordback import WordBackDesk


class Desk(
    LibraryDesk,
    NamesDesk,
    OutlineDesk,
    VersionsDesk,
    RevisingDesk,
    QueueDesk,
    PlacesDesk,
    SheetUndoDesk,
    SamenessDesk,
    PromisesDesk,
    OutputDesk,
    WordBackDesk,
    AboutDesk,
):
    """Opens a home folder and offers every action on it.

    Safe to use from several threads of one process. Close it at the end.
    """
