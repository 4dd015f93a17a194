"""The preview: pages of the real Word file, and an approximation until they are there."""

from __future__ import annotations

import base64
from pathlib import Path

from rag.desk.desk import Desk
from rag.errors import NotFoundError
from rag.web.edge import Reply

NO_OFFICE = "本机没有安装 LibreOffice，看不到与 Word 完全一致的页面。"
_KEPT = 16
"""States of reports whose pages can be asked for."""


class PagePreviews:
    """Pages that were made, by the state of the report they show."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: dict[str, tuple[Path, ...]] = {}

    def make(self, report_id: int) -> Reply:
        """Make all pages; takes seconds. Raises NotFoundError, ComponentError."""
        pages = self._desk.preview_pages(report_id)
        if not pages:
            return {"count": 0, "reason": NO_OFFICE}
        state = pages[0].parent.name
        self._made[state] = pages
        for old in list(self._made)[:-_KEPT]:
            self._made.pop(old, None)
        return {"count": len(pages), "state": state}

    def page(self, state: str, number: int) -> Reply:
        """One page, counted from 0, as an image a script can show. Raises NotFoundError."""
        pages = self._made.get(state, ())
        if not 0 <= number < len(pages) or not pages[number].is_file():
            raise NotFoundError("这一页的预览已经过时。", "请点“重新生成预览”。")
        data = base64.b64encode(pages[number].read_bytes()).decode("ascii")
        return {"image": f"data:image/png;base64,{data}"}
