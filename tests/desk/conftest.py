"""A desk on an empty home, and a report in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from rag.desk.desk import Desk
from rag.records import Report
from rag.reports.store import NewReport, NewSection
from rag.settings import Settings

WriteReport = Callable[[Sequence[tuple[NewSection, str]]], Report]


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    opened = Desk(settings)
    yield opened
    opened.close()


@pytest.fixture
def write_report(desk: Desk) -> WriteReport:
    """Make a report of sections with their texts, and two years' figure for one of them."""

    def write(parts: Sequence[tuple[NewSection, str]]) -> Report:
        new = NewReport("某镇2024年工作报告", 2024, 2024, "某镇党委")
        made = desk.store.create(new, [part for part, _ in parts])
        for section, (_, text) in zip(made.sections, parts, strict=True):
            if text:
                desk.save(section.id, text, base_version=0, made_by="小李")
        desk.set_figure("集中学习", "18次", year=2024)
        desk.set_figure("集中学习", "12次", year=2023)
        return desk.report(made.id)

    return write
