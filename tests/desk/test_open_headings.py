"""A heading that still asks the writer something is found by the check."""

from __future__ import annotations

from pathlib import Path

from rag.desk.desk import Desk
from rag.settings import Settings

PAST = """云水镇2023年党建工作报告
一、主要做法和成效
（一）聚焦产业，建成示范基地3个
建成示范基地3个，发展党员15名。
二、下一步打算
力争2024年举办主题党日280场。
"""


def test_an_open_mark_in_a_heading_is_a_finding(settings: Settings, tmp_path: Path) -> None:
    past = tmp_path / "云水镇2023年党建工作报告.txt"
    past.write_text(PAST, encoding="utf-8")
    desk = Desk(settings)
    try:
        desk.index([past])
        report = desk.new_report(year=2024)
        marked = [part for part in desk.report(report.id).sections if "【待" in part.heading]
        assert marked
        by_section = {part.section_id: part for part in desk.check(report.id).sections}
        found = [f.message for f in by_section[marked[0].id].findings]
        assert any("标题里还有" in message for message in found)
        alone = desk.check_section(report.id, marked[0].id)
        assert any("标题里还有" in finding.message for finding in alone.findings)
    finally:
        desk.close()
