"""The ledger page's functions: names, one indicator, its chart; and how far a report has come."""

from __future__ import annotations

import re

from rag.desk.desk import Desk
from rag.web.pages import start
from rag.web.parts.indicator import changing_functions, indicator_view, reading_functions, series_of
from rag.web.parts.ledgerbook import ledger_view
from rag.web.parts.samenames import proposal_functions, same_name_functions
from rag.web.parts.trend import span


def test_a_ledger_line_is_settled_renamed_and_brought_back_by_the_pages_functions(
    desk: Desk,
) -> None:
    desk.set_figure("主题党日", "240场", year=2023)
    desk.set_figure("固定学习日", "264场", year=2024)
    pair = {"name": "固定学习日", "indicator": "主题党日", "who": "王五"}
    waiting, confirm, _reject, reopen = same_name_functions(desk)
    assert confirm(pair) == {"indicator": "主题党日"}
    assert waiting({}) == {"matches": []}
    reopen(pair)
    assert [one["name"] for one in waiting({})["matches"]] == ["固定学习日"]
    opened = indicator_view(desk, "主题党日", "场")
    assert [point["year"] for point in opened["points"]] == [2023]
    _open, others = reading_functions(desk)
    _restore, rename, remove, bring_back = changing_functions(desk)
    asked = {"indicator": "主题党日", "unit": "场"}
    assert others(asked)["rows"] == ["固定学习日"]
    assert rename({**asked, "name": "党日活动"})["indicator"] == "党日活动"
    gone = remove({"indicator": "党日活动", "unit": "场"})
    assert bring_back(gone) == {"indicator": "党日活动", "unit": "场"}


def test_names_are_proposed_only_where_a_model_is(desk: Desk) -> None:
    propose, accept = proposal_functions(desk)
    assert not ledger_view(desk)["model"]
    assert "没有配置模型" in propose({})["error"]
    row = desk.set_figure("开展", "12次", year=2023)
    proposal = {
        "row_id": row.id,
        "indicator": "开展",
        "proposed": "集中学习",
        "unit": "次",
        "sentence": "开展集中学习12次。",
        "heading": "",
    }
    assert accept({"proposal": proposal}) == {"indicator": "集中学习"}


def test_a_series_that_never_changes_has_an_axis(desk: Desk) -> None:
    assert span([1.0, 1.0]) == [0.0, 2.0]
    assert span([0.0, 0.0]) == [0.0, 1.0]
    assert span([1.0, 2.0]) == [None, None]
    desk.set_figure("镇党委", "1个", year=2023)
    assert series_of(desk, "镇党委", "个") is None


def test_a_report_says_how_far_it_has_come(desk: Desk, report_id: int) -> None:
    name, _ = start.choices(desk.reports())[0]
    assert re.search(r"已写 0/\d 节", name)
    part = desk.report(report_id).sections[-1]
    desk.save(part.id, "写了一句。", base_version=part.version, made_by="王五")
    assert "已写 1/" in start.choices(desk.reports())[0][0]
