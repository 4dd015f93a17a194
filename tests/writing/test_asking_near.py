"""What is only near is named so, sums and targets are seen, and nobody is named by mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from rag.figures.fixed import packaged_lines
from rag.figures.othernames import other_names
from rag.library.library import open_library
from rag.records import Answer
from rag.settings import Settings
from rag.store.engine import open_engine
from rag.writing.ask import answer
from rag.writing.askgrounds import ungrounded
from rag.writing.askmembers import members_asked
from rag.writing.followup import carry_on
from rag.writing.questions import read_question

Ask = Callable[[str], Answer]
PAPER = (
    "松原岭镇2023年政府工作报告\n一、2023年工作回顾\n"
    "2023年，全镇财政收入4120万元。低保人口320人。接种疫苗5600剂次。农业增加值2.6亿元。\n"
    "改造农村危房33户，其中西溪村9户、东岭村14户、石桥村10户。\n"
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    home: Path = tmp_path_factory.mktemp("near")
    (home / "files").mkdir()
    (home / "files" / "松原岭镇2023年政府工作报告.txt").write_text(PAPER, encoding="utf-8")
    settings = Settings(home=home / "home", embedding="none", sample=False)
    engine = open_engine(settings.home)
    library = open_library(settings, engine)
    library.indexer.index_files([home / "files"])

    def put(question: str) -> Answer:
        *_, last = answer(
            question,
            search=library.retriever,
            catalog=library.catalog,
            today=date(2024, 12, 1),
        )
        assert isinstance(last, Answer)
        return last

    yield put
    engine.dispose()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2023年低保户有多少？", "低保人口320人"),
        ("2023年新冠疫苗接种多少剂次？", "5600剂次"),
        ("2023年第一产业增加值多少？", "农业增加值2.6亿元"),
    ],
)
def test_what_counts_something_else_is_told_with_a_notice(
    ask: Ask, question: str, said: str
) -> None:
    given = ask(question)
    assert said in given.text
    assert any("口径不完全相同" in notice for notice in given.notices)


def test_names_of_one_line_do_not_count_both_households_and_people() -> None:
    for line in packaged_lines("other_names.txt"):
        names = line.partition("≈")[0].split()
        households = [name for name in names if name.endswith(("户", "户数", "家庭"))]
        people = [name for name in names if name.endswith(("人口", "人员", "人数"))]
        assert not (households and people)


def test_a_name_has_no_place_in_it() -> None:
    assert "全镇党员" not in other_names("党员").same
    assert "全国财政收入" not in other_names("财政收入").same


@pytest.mark.parametrize("each", ["", "各"])
def test_of_two_measures_the_known_one_is_shown(ask: Ask, each: str) -> None:
    text = ask(f"2023年财政收入和支出{each}是多少？").text
    assert "财政收入4120万元[1]" in text
    assert "“财政支出”没有找到" in text


@pytest.mark.parametrize(
    "question",
    [
        "2023年西溪村和东岭村改造危房各多少户，一共多少户？",
        "2023年西溪村改造危房多少户，东岭村改造危房多少户，两个村合计多少？",
    ],
)
def test_a_clause_that_only_asks_for_the_sum_sets_it(ask: Ask, question: str) -> None:
    text = ask(question).text
    assert "合计23户" in text
    assert "没有找到" not in text


@pytest.mark.parametrize(
    ("question", "indicator"),
    [
        ("2023年完成粮食产量目标了吗", "粮食产量"),
        ("2023年是否完成招商引资任务", "招商引资"),
        ("2023年粮食产量目标完成得怎么样", "粮食产量"),
        ("2023年有没有完成全年造林面积的任务？", "造林面积"),
    ],
)
def test_the_indicator_may_stand_before_its_target(question: str, indicator: str) -> None:
    asked = read_question(question, this_year=2024)
    assert (asked.wanted, asked.indicator) == ("met", indicator)


def test_a_question_for_tasks_is_not_whether_they_were_met() -> None:
    asked = read_question("2023年完成了哪些重点任务，情况怎么样", this_year=2024)
    assert asked.kind == "text"


def test_only_an_office_or_a_person_is_in_charge() -> None:
    assert ungrounded("归纳起来主要承担三项任务。", "有三项任务。") == ""
    assert ungrounded("今后将会承担更多任务。", "任务更多。") == ""
    assert ungrounded("镇水利站负责巡护。", "有人巡护。") == "镇水利站"
    assert ungrounded("由王建国负责巡护。", "有人巡护。") == "王建国"


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("2023年粮食产量多少？", "全市呢？", "2023年全市粮食产量多少？"),
        ("松原岭镇2023年粮食产量是多少？", "那全县呢？", "2023年全县粮食产量是多少？"),
    ],
)
def test_a_follow_up_may_ask_for_the_whole(before: str, question: str, whole: str) -> None:
    assert carry_on(question, before, this_year=2024) == whole


@pytest.mark.parametrize("indicator", ["新建乡村公路", "新建镇级养老院", "建设村级活动室"])
def test_a_verb_before_a_place_is_no_member(indicator: str) -> None:
    assert members_asked(indicator) is None
