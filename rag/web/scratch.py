"""Where uploads and downloads lie while they are on their way.

Gradio would keep them in the machine's shared temporary folder; they are an office's papers, so
the server puts them into its home.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from gradio.utils import get_upload_folder

_ABANDONED: Final = 2 * 86_400
"""Seconds; what is fetched or uploaded is deleted after one day anyhow."""


def claim(home: Path, replica: str = "") -> None:
    """Use ``home/tmp`` from now on, emptied of what an earlier run left.

    A ``replica`` shares the home with others: it has a folder of its own there, and of theirs it
    removes those that nothing was put into for two days.
    """
    folder = home / "tmp" / replica
    if replica:
        for other in (home / "tmp").glob("*"):
            with suppress(FileNotFoundError):
                if time.time() - other.stat().st_mtime > _ABANDONED:
                    shutil.rmtree(other, ignore_errors=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["GRADIO_TEMP_DIR"] = str(folder)


def new_folder() -> Path:
    """An empty folder for one file that is about to be fetched."""
    parent = Path(get_upload_folder())
    parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=parent))
