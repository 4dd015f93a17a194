"""A figure sheet in the page: looked at, entered, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rag.desk.desk import Desk
from rag.desk.views import ImportOutcome
from rag.settings import Settings
from rag.web.parts.grid import empty_form, form_grid
from rag.web.parts.sheetimport import look_functions
from rag.web.scratch import new_folder

SHEET = """指标,单位,2024年
集中学习,次,15
学习用书,册,350
红色驿站,个,5
理论宣讲,场,
谈心谈话,次,若干
"""


def uploaded(text: str) -> str:
    file = new_folder() / "数据.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def this_year(desk: Desk, report_id: int) -> dict[str, str]:
    rows = form_grid(desk, report_id)["rows"]
    return {row["indicator"]: row["cells"]["current"] for row in rows if row["cells"]["current"]}


def test_a_sheet_is_shown_line_by_line_before_anything_is_entered(
    desk: Desk, report_id: int
) -> None:
    preview, _take, _undo = look_functions(desk)
    seen = preview({"path": uploaded(SHEET), "year": "2024"})
    by_name = {line["given"]: line for line in seen["lines"]}
    assert by_name["集中学习"]["indicator"] == "集中学习"
    assert by_name["学习用书"]["indicator"] == "发放学习用书"
    assert by_name["红色驿站"]["indicator"] == ""
    assert any("理论宣讲" in one and "没有填数" in one for one in seen["left"])
    assert any("谈心谈话" in one for one in seen["left"])
    assert this_year(desk, report_id) == {}


def test_an_import_can_be_taken_back_as_a_whole(desk: Desk, report_id: int) -> None:
    desk.set_figure("集中学习", "14次", year=2024)
    before = {(row.indicator, row.unit): row.values.keys() for row in desk.ledger()}
    _preview, take, undo = look_functions(desk)
    done = take({"path": uploaded(SHEET), "year": "2024", "choices": {}, "who": "王五"})
    assert "已从数据表填入 3 项" in done["summary"]
    assert this_year(desk, report_id)["集中学习"] == "15"
    assert undo({"undo": done["undo"], "who": "王五"}) == {"values": 3}
    assert this_year(desk, report_id) == {"集中学习": "14"}
    assert {(row.indicator, row.unit): row.values.keys() for row in desk.ledger()} == before
    assert "不能整批撤销" in undo({"undo": done["undo"]})["error"]


def test_what_was_changed_since_an_import_stays_when_it_is_taken_back(
    desk: Desk, report_id: int
) -> None:
    _preview, take, undo = look_functions(desk)
    done = take({"path": uploaded(SHEET), "year": "2024", "choices": {}})
    desk.set_figure("红色驿站", "6个", year=2024)
    undo({"undo": done["undo"]})
    assert this_year(desk, report_id) == {"红色驿站": "6"}


class BusyOffice(Desk):
    """A colleague saves a cell while a sheet is being entered, and one right after."""

    def import_ledger(self, *given: Any, **named: Any) -> ImportOutcome:
        self.set_figure("走访慰问", "30次", year=2024, made_by="赵六")
        outcome = super().import_ledger(*given, **named)
        self.set_figure("红色驿站", "6个", year=2024, made_by="赵六")
        return outcome


def test_what_a_colleague_saved_during_an_import_stays_when_it_is_taken_back(
    settings: Settings,
) -> None:
    desk = BusyOffice(settings)
    _preview, take, undo = look_functions(desk)
    done = take({"path": uploaded(SHEET), "year": "2024", "choices": {}, "who": "王五"})
    assert undo({"undo": done["undo"], "who": "王五"}) == {"values": 2}
    left = {row.indicator: row.values[2024].text for row in desk.ledger() if row.values}
    desk.close()
    assert left == {"走访慰问": "30次", "红色驿站": "6个"}


def test_a_sheet_without_indicators_is_refused(desk: Desk) -> None:
    preview, _take, _undo = look_functions(desk)
    refused = preview({"path": uploaded("甲,乙\n1,2\n"), "year": "2024"})
    assert refused["error"]
    assert refused["hint"]
    assert "四位数字" in preview({"path": uploaded(SHEET), "year": "二四"})["error"]


def test_the_sheet_for_colleagues_comes_back_filled(desk: Desk, report_id: int) -> None:
    desk.set_figure("发展党员", "25", year=2024, unit="名")
    path: Path = empty_form(desk, report_id)
    assert path.name == "2024年数据表.xlsx"
    preview, _take, _undo = look_functions(desk)
    seen = preview({"path": str(path), "year": 2024})
    assert [line["text"] for line in seen["lines"]] == ["25"]
