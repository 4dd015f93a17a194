"""Which past report a new one follows: the newest that is written out, not a picture of a page."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rag.desk.following import report_to_follow
from rag.records import Block, Document, DocumentEntry

REPORT = ("一、主要做法", "全镇举办主题党日264场，组织党员到村开展志愿服务。") * 2
CAPTIONS = ("一、登录系统", "点击“确定”", "二、填写表单", "见图三")


def document(lines: tuple[str, ...]) -> Document:
    blocks = tuple(
        Block("heading", line, 1, line[:2], len(line))
        if line[1:2] == "、"
        else Block("paragraph", line)
        for line in lines
    )
    return Document("云水镇工作报告", None, "", "report", blocks)


def followed(texts: Mapping[str, tuple[str, ...]], year: int | None) -> str | None:
    """The name of the one followed; a name begins with the year and may end with its kind."""
    entries = [
        DocumentEntry(
            name,
            f"{name}.docx",
            name,
            int(name[:4]),
            "sheet" if name.endswith("表") else "report",
            1,
            1,
            "已完成",
        )
        for name in texts
    ]
    found = report_to_follow(entries, lambda name: document(texts[name]), year)
    return None if found is None else found.entry.id


@pytest.mark.parametrize(
    ("texts", "year", "name"),
    [
        ({"2022": REPORT, "2023": REPORT}, 2024, "2023"),
        ({"2022": REPORT, "2023": REPORT}, 2023, "2022"),
        ({"2022": REPORT, "2023手册图片": CAPTIONS}, 2024, "2022"),
        ({"2022": REPORT, "2023片段": REPORT[:2]}, 2024, "2022"),
        ({"2023": REPORT, "2023长": REPORT * 2}, 2024, "2023长"),
        ({"2023片段": REPORT[:2]}, 2024, "2023片段"),
        ({"2025": REPORT}, 2024, "2025"),
        ({"2022": REPORT, "2023表": REPORT}, 2024, "2022"),
        ({"2022": REPORT, "2023": REPORT}, None, "2023"),
        ({"2023手册图片": CAPTIONS}, 2024, None),
        ({"2023": ("全镇举办主题党日264场，没有小标题。",)}, 2024, None),
        ({}, 2024, None),
    ],
)
def test_the_newest_report_written_out_in_sections_is_followed(
    texts: Mapping[str, tuple[str, ...]], year: int | None, name: str | None
) -> None:
    assert followed(texts, year) == name
