"""The clerk's guide and its pictures belong together."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_every_picture_in_the_guide_is_there_and_every_picture_is_used() -> None:
    guide = (DOCS / "使用手册.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"!\[.+?\]\(images/(\S+?)\)", guide))
    assert shown == {path.name for path in (DOCS / "images").iterdir()}


def test_the_guide_names_every_format_that_is_read() -> None:
    from rag.errors import UnsupportedFileError

    guide = (DOCS / "使用手册.md").read_text(encoding="utf-8")
    formats = re.findall(r"\.[a-z]+", UnsupportedFileError.default_hint)
    assert formats
    assert [name for name in formats if name not in guide] == []
