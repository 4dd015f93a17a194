"""Sentences for new figures: grouped by topic, varied, behind what speaks of them."""

from __future__ import annotations

import pytest
from test_skeleton import draft, row, value

from rag.records import LedgerRow
from rag.writing.plans import promises

HEADING = "主要做法"


def added(past: str, *rows: tuple[str, str, str]) -> str:
    entered = [LedgerRow(n, u, HEADING, {2024: value(v)}) for n, u, v in rows]
    return draft(past, *entered).text


def test_new_figures_stand_in_sentences_of_one_topic_that_begin_differently() -> None:
    text = added(
        "认真学习。",
        ("排查矛盾纠纷", "件", "312"),
        ("发展党员", "名", "21"),
        ("化解矛盾纠纷", "件", "305"),
        ("志愿服务", "次", "126"),
        ("党员教育培训", "期", "6"),
        ("发放慰问金", "万元", "7.4"),
        ("茶叶产值", "万元", "1200"),
        ("群众满意率", "%", "98.6"),
        ("按时办结率", "%", "99"),
    )
    lines = text.split("\n")[1].split("。")[:-1]
    assert "排查矛盾纠纷312件，化解矛盾纠纷305件" in lines[0]
    assert [line[:3] for line in lines[1:3]] == ["同时，", "此外，"]
    assert all(1 <= line.count("，") + line.count("；") <= 5 for line in lines[1:])


def test_a_new_figure_stands_behind_the_sentence_that_speaks_of_it() -> None:
    past = "深入开展志愿服务，群众赞许。持续抓好集体经济，村村有产业。"
    text = added(past, ("志愿服务活动", "次", "126"))
    assert text == (
        "深入开展志愿服务，群众赞许。开展志愿服务活动126次。持续抓好集体经济，村村有产业。"
    )


def test_new_figures_stand_before_a_line_that_leads_over_to_the_parts() -> None:
    past = "全镇上下团结一心。\n一年来，主要做了以下工作："
    text = added(past, ("发展党员", "名", "21"))
    assert text == "全镇上下团结一心。\n发展党员21名。\n一年来，主要做了以下工作："


def test_a_name_that_leaves_open_what_it_is_said_of_is_asked_about() -> None:
    text = added("认真学习。", ("占比", "%", "45"))
    assert text.endswith("占比为45%【待核：请写明“占比”说的是什么】。")


@pytest.mark.parametrize(
    ("name", "unit", "text"),
    [
        ("镇村书记讲授专题党课", "场次", "镇村书记讲授专题党课64场次。"),
        ("户均增收", "元", "户均增收64元。"),
        ("集中学习", "次", "开展集中学习64次。"),
    ],
)
def test_no_verb_is_said_twice(name: str, unit: str, text: str) -> None:
    grown = value("64", direction="up" if "增收" in name else "")
    made = draft("认真做事。", LedgerRow(name, unit, HEADING, {2024: grown})).text
    assert made == f"认真做事。\n{text}"


def test_a_rise_summed_over_years_says_so_before_its_word() -> None:
    grown = value("18.2", direction="down")
    new = LedgerRow("单位能耗增速累计", "%", HEADING, {2024: grown})
    assert draft("认真做事。", new).text == "认真做事。\n单位能耗累计下降18.2%。"


def test_one_by_one_is_no_count() -> None:
    past = "坚持成熟一个、发展一个，窗口整合到一处。"
    assert draft(past, row("集中学习", "次", "", "")).text == past


def test_general_statements_are_no_promises() -> None:
    text = (
        "我们要坚定信心，团结奋斗。坚持以人民为中心。\n加强基层组织建设。推行支部评星定级办法。\n"
        "今年要把握好以下几点：\n年底前建成党群中心。惠民生，就是要办好实事。"
    )
    assert promises(text) == ("推行支部评星定级办法", "年底前建成党群中心")
