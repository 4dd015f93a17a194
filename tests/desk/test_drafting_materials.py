"""What a model is given to write a section from."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

from rag.desk.desk import Desk
from rag.records import Draft
from rag.settings import Settings

OLDER = """云水镇2022年工作报告
一、主要做法和成效
全年开展集中学习10次。
二、乡村治理成效明显
划分治理网格31个，推行“说事长廊”，矛盾在村里化解。
"""
PAST = """云水镇2023年工作报告
一、主要做法和成效
全年开展集中学习12次。
"""


def test_a_section_last_year_lacked_is_written_like_the_likest_of_earlier_reports(
    settings: Settings, tmp_path: Path, wire: str
) -> None:
    model = {"model_url": f"{wire}/v1", "model": "ok", "model_key": "right-key"}
    desk = Desk(settings.model_copy(update=model))
    for year, text in ((2022, OLDER), (2023, PAST)):
        path = tmp_path / f"云水镇{year}年工作报告.txt"
        path.write_text(text, encoding="utf-8")
        desk.index([path])
    report = desk.new_report(year=2024)
    desk.set_figure("集中学习", "15次", year=2024)
    added = desk.add_section(report.id, "二、乡村治理").sections[-1]
    *_, draft = desk.draft(report.id, added.id)
    desk.close()
    assert isinstance(draft, Draft)
    with urllib.request.urlopen(f"{wire}/asked") as reply:
        prompt = json.load(reply)[-1]["content"]
    assert "2022年的这一节" in prompt
    assert "划分治理网格×个，推行“说事长廊”" in prompt
    assert "31" not in prompt
