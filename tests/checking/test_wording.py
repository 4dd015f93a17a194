"""Punctuation, headings, requests and empty places."""

from __future__ import annotations

import pytest

from rag.checking.context import CheckContext
from rag.checking.wording import check
from rag.records import Finding


def findings(text: str) -> tuple[Finding, ...]:
    return check(CheckContext(text, 2024))


def corrected(text: str) -> str:
    for finding in sorted(findings(text), key=lambda f: -f.start):
        if finding.replacement is not None:
            text = text[: finding.start] + finding.replacement + text[finding.end :]
    return text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("组织学习,提高认识;推动工作。", "组织学习，提高认识；推动工作。"),
        ("推动工作.", "推动工作。"),
        ("(一)强化政治建设", "（一）强化政治建设"),
        ("党群服务中心(含村级)建成。", "党群服务中心（含村级）建成。"),
        ("推动工作。。", "推动工作。"),
        ("一.主要做法", "一、主要做法"),
        ("（一）、强化政治建设", "（一）强化政治建设"),
        ("1、抓学习", "1.抓学习"),
        ("增长10%-20%。", "增长10%～20%。"),
        ("增长10-20%。", "增长10%～20%。"),
        ("2021-2023年开展。", "2021—2023年开展。"),
        ("24年度工作情况", "2024年度工作情况"),
        ("持续抓好 各项落实。", "持续抓好各项落实。"),
        ('落实"三会一课"制度', "落实“三会一课”制度"),
        ("一、主要做法和成效。", "一、主要做法和成效"),
        ("2024年03月05日", "2024年3月5日"),
        ("附件：1.考核明细表。", "附件：1.考核明细表"),
    ],
)
def test_a_slip_comes_with_its_right_form(wrong: str, right: str) -> None:
    assert corrected(wrong) == right
    assert findings(right) == ()


@pytest.mark.parametrize(
    "text",
    [
        "恳请县委在经费上予以支持。",
        "请上级协调解决经费问题。",
        "妥否，请批示。",
        "经费缺口较大，请予以解决。",
    ],
)
def test_a_request_does_not_belong_in_a_report(text: str) -> None:
    (finding,) = findings(text)
    assert "请示" in finding.message
    assert "第十五条" in finding.evidence


@pytest.mark.parametrize(
    "text",
    [
        "严格执行重大事项请示报告制度。",
        "请予审议。",
        "邀请专家授课12次。",
        "积极争取上级支持3次。",
        "邀请上级党校教师授课。",
    ],
)
def test_words_that_merely_look_like_a_request_pass(text: str) -> None:
    assert findings(text) == ()


@pytest.mark.parametrize("text", ["落实“三会一课制度。", "学习《条例。", "抓好学习（含村级。"])
def test_a_mark_without_its_partner_is_found(text: str) -> None:
    (finding,) = findings(text)
    assert "不成对" in finding.message


def test_empty_places_are_found() -> None:
    found = findings("开展主题党日【待填：主题党日（场），上年240】。参加【待核：七一表彰大会】。")
    assert [f.text for f in found] == [
        "【待填：主题党日（场），上年240】",
        "【待核：七一表彰大会】",
    ]


def test_masked_names_are_found() -> None:
    assert [f.text for f in findings("ooo乡党委20**年工作")] == ["ooo", "20**"]


@pytest.mark.parametrize(
    "text",
    [
        "一、主要做法和成效\n（一）聚焦政治建设，筑牢思想根基。全年学习12次。\n1.抓学习。",
        "增长5.5%，达1.2万元（含村级）；比分为3:1，时间为9:30。",
        "第2.0版、3.5级；网址http://a.cn，邮箱a@b.cn。",
        "“十四五”期间，1）学习 2）落实；前20年来，约24年。",
        "云水镇党委书记 李某某在会上作报告；“春风送岗 就业到家”活动增长8%至10%。",
        "二十届三中全会；12月、10-12月；电话0577-12345678。",
    ],
)
def test_good_text_raises_nothing(text: str) -> None:
    assert findings(text) == ()
