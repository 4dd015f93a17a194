"""Files that pass between the page's scripts and the server.

Of uploads only what lies in the upload folder is ever opened.
"""

from __future__ import annotations

import base64
from pathlib import Path

from gradio.utils import get_upload_folder

from rag.errors import InputError, NotFoundError
from rag.web.edge import Payload, Reply


def received(payload: Payload, key: str = "path") -> Path:
    """The uploaded file a script names.

    Raises InputError when none is named, NotFoundError when it is not in the upload folder (any
    more): a script's word for a path is no leave to read the machine's files.
    """
    named = str(payload.get(key) or "")
    if not named:
        raise InputError("还没有选择文件。", "请先选择一份 Word 文件。")
    path = Path(named).resolve()
    folder = Path(get_upload_folder()).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise NotFoundError("上传的文件已经不在了。", "请重新选择一次文件。")
    return path


def received_style(payload: Payload) -> Path | None:
    """The uploaded layout file, None for the national standard. Raises like :func:`received`."""
    return received(payload, "style") if payload.get("style") else None


def file_json(path: Path) -> Reply:
    """A small file for the script to hand to the browser."""
    return {"name": path.name, "data": base64.b64encode(path.read_bytes()).decode("ascii")}
