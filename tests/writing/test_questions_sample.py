"""Questions to the sample office, with answers read from its files by hand.

The questions were written before the rules for them. What cannot be answered for sure is
refused; ``None`` marks what must be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from rag.library.library import open_library
from rag.records import Answer
from rag.settings import Settings
from rag.store.engine import open_engine
from rag.writing.ask import REFUSAL, answer

Ask = Callable[..., Answer]

QUESTIONS: tuple[tuple[str, tuple[str, ...] | None], ...] = (
    ("2022年新发展党员多少名？", ("19名",)),
    ("2023年为民办实事多少件？", ("34件",)),
    ("2021年硬化通组道路多少公里？", ("6.8公里",)),
    ("2022年直播销售额是多少？", ("246万元",)),
    ("2021年直播带货多少钱？", ("118万元",)),
    ("2023年撤销党支部几个？", ("3个",)),
    ("2023年茶叶产值是多少？", ("1.2亿元",)),
    ("2022年民宿旅游产值增速是多少？", ("23.8%",)),
    ("2023年党建经费比上年增长多少？", ("13.7%",)),
    ("近三年党建经费的变化趋势", ("68.5万元", "76万元", "86.4万元")),
    ("近三年五星级党支部数量有什么变化？", ("7个", "10个", "14个")),
    ("2021年和2023年党支部领办合作社相差多少？", ("7个", "11个", "4个")),
    ("哪一年慰问困难党员最多？", ("2023年", "92名")),
    ("哪一年发放慰问金最少？", ("2021年", "6.2万元")),
    ("2020年开展主题党日多少次？", None),
    ("2024年发展党员多少名？", None),
    ("2023年植树造林多少亩？", None),
    ("2023年储备村级后备干部多少名？", ("42名",)),
    ("2022年送水多少车次？", ("860车次",)),
    ("上一份报告中五星级党支部有多少个？", ("14个",)),
    ("去年流动党员联系率是多少？", ("98.5%",)),
    ("今年发展党员多少名？", None),
    ("2022年流动党员有多少名？", ("146名",)),
    ("党课每季度至少安排几次？", ("1次",)),
    ("党支部书记每年培训不少于多少学时？", ("56学时",)),
    ("培训经费按每名党员每年多少元列入预算？", ("100元",)),
    ("哪一年的报告提到“各村普遍设立‘说事长廊’”？", ("2023",)),
    ("2023年村级集体经济收入在全县排第几？", None),
    ("2021年软弱涣散村党组织有几个？", ("3个",)),
    ("2022年服务核酸检测多少人次？", ("12.6万人次",)),
    ("2023年食用菌产值比2021年增长多少？", ("0.46亿元", "0.6亿元", "30.4%")),
    ("流动党员教育管理有什么短板？", ("外出党员点多面广",)),
    ("2023年收集群众意见建议多少条？", ("328条",)),
    ("2022年问题清单销号多少项？", ("44项",)),
    ("2022年热线工单按期办结率是多少？", ("97.8%",)),
    ("2021年代办服务事项多少件？", None),
    ("2022年培养入党积极分子多少名？", None),
    ("2021年村级集体经济底子不厚的主要原因是什么？", ("市场规律",)),
    ("2023年党员总数是多少？", ("1286名",)),
    ("2022年农村党员多少名？", ("1038名",)),
    ("2022年全县党建考核排名第几？", ("第五",)),
    ("2023年开展警示教育几次？", ("4次",)),
    ("近三年中心组学习次数分别是多少？", ("2021年11次", "2022年12次", "2023年没有找到")),
    ("2023年社区党员多少名？", None),
    ("2022年垃圾分类覆盖率是多少？", None),
    ("2022年户均增收多少元？", ("2900元",)),
)
"""A question and what its answer must say."""

TOO_HARD = (
    ("2022年群众信访量比上年下降多少？", "16.4%"),
    ("2021年至2023年开展志愿服务合计多少次？", "336次"),
    ("2023年党建督查发现的问题整改了多少个？", "61个"),
    ("2023年大专以上学历的新党员多少名？", "16名"),
)
"""Answerable by a reader; the program may say so or refuse, but nothing else."""

FOLLOW_UPS = (
    ("2023年发展党员多少名？", "那2022年呢？", "2022年新发展党员19名"),
    ("2023年发展党员多少名？", "上一年呢？", "2022年新发展党员19名"),
    ("2023年发展党员多少名？", "储备村级后备干部呢？", "2023年储备村级后备干部42名"),
    ("2022年茶叶产值是多少？", "它的增速呢？", "增长14.9%"),
    ("2022年茶叶产值是多少？", "第二年呢？", "2023年茶叶产值1.2亿元"),
    ("近三年党建经费的变化趋势", "其中哪一年最高？", "2023年投入党建经费86.4万元，最高"),
    ("近三年党建经费的变化趋势", "五星级党支部呢？", "2021年7个"),
    ("2023年党支部领办合作社多少个？", "和2021年相比呢？", "增加4个"),
    ("2023年走访慰问老党员和困难党员多少名？", "党课每季度至少安排几次？", "1次"),
)


@pytest.fixture(scope="module")
def ask(knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks the sample office's library as of December 2024, without a model or a ledger."""
    settings = Settings(home=tmp_path_factory.mktemp("sample"), embedding="none", sample=False)
    engine = open_engine(settings.home)
    library = open_library(settings, engine)
    library.indexer.index_files([knowledge / "reports", knowledge / "policies"])

    def put(question: str, after: str = "") -> Answer:
        events = answer(
            question,
            search=library.retriever,
            catalog=library.catalog,
            after=after,
            today=date(2024, 12, 1),
        )
        *_, last = events
        assert isinstance(last, Answer)
        return last

    yield put
    engine.dispose()


@pytest.mark.parametrize(
    ("question", "said"), QUESTIONS, ids=[question for question, _ in QUESTIONS]
)
def test_the_sample_office_answers(ask: Ask, question: str, said: tuple[str, ...] | None) -> None:
    given = ask(question)
    if said is None:
        assert given.text == REFUSAL
        return
    assert not given.refused
    assert [words for words in said if words not in given.text] == []
    assert all(citation.quote for citation in given.citations)


@pytest.mark.parametrize(("question", "right"), TOO_HARD)
def test_what_is_too_hard_is_refused_and_never_answered_wrongly(
    ask: Ask, question: str, right: str
) -> None:
    given = ask(question)
    assert given.refused or right in given.text


@pytest.mark.parametrize(("before", "question", "said"), FOLLOW_UPS)
def test_a_follow_up_keeps_year_and_topic(ask: Ask, before: str, question: str, said: str) -> None:
    given = ask(question, after=ask(before).understood)
    assert said in given.text


def test_a_question_that_stands_by_itself_is_not_changed_by_the_one_before(ask: Ask) -> None:
    given = ask("2021年硬化通组道路多少公里？", after="2023年发展党员多少名？")
    assert "6.8公里" in given.text
    assert given.understood == "2021年硬化通组道路多少公里？"


def test_a_follow_up_tells_how_it_was_understood(ask: Ask) -> None:
    given = ask("那2022年呢？", after="2023年发展党员多少名？")
    assert given.notices[0] == "接上一问，按“2022年发展党员多少名？”回答。"


def test_several_years_come_with_a_series_to_draw(ask: Ask) -> None:
    series = ask("近三年党建经费的变化趋势").series
    assert series is not None
    assert series.unit == "万元"
    assert series.points == ((2021, 68.5), (2022, 76.0), (2023, 86.4))
    assert ask("2023年发展党员多少名？").series is None


def test_years_that_are_not_there_yet_are_told(ask: Ask) -> None:
    notices = ask("近三年党建经费的变化趋势").notices
    assert "2024年还没有数字，按2021—2023年回答。" in notices
