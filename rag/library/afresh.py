"""Where vectors are to be made anew: another model, a lost folder, a restored home."""

from __future__ import annotations

from sqlalchemy import Engine, update

from rag.library.rows import UNREAD
from rag.store.engine import writing
from rag.store.tables import documents, passages


def forget_all(engine: Engine, *, to_come: bool = True) -> None:
    """Note that no passage has a vector; the text is searchable all the same.

    ``to_come`` is False without an embedder: then documents are finished as they are.
    """
    with writing(engine) as connection:
        connection.execute(update(passages).values(embedded=False))
        connection.execute(
            update(documents)
            .where(documents.c.state != UNREAD)
            .values(state="text" if to_come else "done", error="")
        )
