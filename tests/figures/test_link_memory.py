"""Linking remembers what has not changed."""

from __future__ import annotations

from rag.figures.entry import enter
from rag.figures.link import link
from rag.figures.rowindex import index_of
from rag.records import LedgerRow


def row(name: str, unit: str, before: str, now: str) -> LedgerRow:
    values = {2023: enter(before, unit).value, 2024: enter(now, unit).value}
    return LedgerRow(name, unit, "", values)


def test_an_edit_links_one_paragraph_again() -> None:
    rows = [
        row(f"第{i}片区{name}活动", "次", str(i), str(i + 7)) for i in range(30) for name in NAMES
    ]
    lines = [f"第{i}片区{name}活动{i + 7}次，效果较好。" for i in range(30) for name in NAMES]
    text = "\n".join("".join(lines[i : i + 10]) for i in range(0, 300, 10))
    link(text, rows, 2024)
    index = index_of(rows)
    before = len(index.remembered)
    link(f"{text}另开展宣讲3次。", rows, 2024)
    assert len(index.remembered) == before + 1


NAMES = ("宣讲", "走访", "慰问", "植树", "清扫", "巡查", "义诊", "普法", "阅读", "比武")
