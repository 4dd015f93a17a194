"""Where uploads and downloads lie while they are on their way.

Gradio would keep them in the machine's shared temporary folder; they are an office's papers, so
the server puts them into its home.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from gradio.utils import get_upload_folder


def claim(home: Path) -> None:
    """Use ``home/tmp`` from now on, emptied of what an earlier run left."""
    folder = home / "tmp"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["GRADIO_TEMP_DIR"] = str(folder)


def new_folder() -> Path:
    """An empty folder for one file that is about to be fetched."""
    parent = Path(get_upload_folder())
    parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=parent))
