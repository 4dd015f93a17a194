"""Who, where, when, why and which, answered without a model by sentences that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from invented_town import write_papers

from rag.library.library import open_library
from rag.records import Answer
from rag.settings import Settings
from rag.store.engine import open_engine
from rag.writing.ask import REFUSAL, answer
from rag.writing.asktyped import typed_question

Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    home = tmp_path_factory.mktemp("typed")
    settings = Settings(home=home / "home", embedding="none", sample=False)
    engine = open_engine(settings.home)
    library = open_library(settings, engine)
    library.indexer.index_files([write_papers(home / "files")])

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


QUESTIONS = (
    ("农村人居环境整治由谁牵头？", "镇农业农村办牵头"),
    ("禁毒宣传哪个部门负责？", "平安法治办"),
    ("谁担任总河长？", "由镇长担任总河长"),
    ("水库巡查谁负责？", "水利站负责水库巡查"),
    ("老旧小区改造的牵头单位是哪个", "镇规划建设办"),
    ("冷链物流中心建在哪里？", "在石桥村开工建设"),
    ("镇卫生院新院区在哪个村？", "在南塘村正式启用"),
    ("冷链物流中心什么时候开工的？", "4月18日"),
    ("医保缴费截止到什么时候？", "12月31日前"),
    ("汛期是几月到几月？", "4月1日至9月30日"),
    ("为什么2023年财政收支压力大？", "受房地产市场下行影响"),
    ("农村劳动力为什么流失？", "本地工资水平偏低"),
    ("哪些村获评美丽乡村示范村？", "西溪村、南塘村"),
    ("冷链物流中心总投资多少？", "总投资2600万元"),
)


@pytest.mark.parametrize(("question", "said"), QUESTIONS)
def test_the_first_sentence_quoted_holds_what_was_asked(ask: Ask, question: str, said: str) -> None:
    given = ask(question)
    assert said in given.text.splitlines()[0]
    assert given.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "殡葬改革由哪个部门负责？",
        "谁负责森林防火工作？",
        "敬老院建在哪里？",
        "镇幼儿园什么时候开园？",
        "粮食产量为什么增加？",
        "冷链物流中心由谁负责？",
    ],
)
def test_a_sentence_without_the_kind_of_answer_is_none(ask: Ask, question: str) -> None:
    assert ask(question).text == REFUSAL


@pytest.mark.parametrize(
    ("question", "kind", "subject"),
    [
        ("农村人居环境整治由谁牵头？", "who", "农村人居环境整治"),
        ("2023年冷链物流中心什么时候开工？", "when", "冷链物流中心开工"),
        ("集镇停车难的原因是什么？", "why", "集镇停车难"),
        ("支部党员大会多久开一次？", "how_long", "支部党员大会"),
    ],
)
def test_the_kind_and_the_subject_of_a_question(question: str, kind: str, subject: str) -> None:
    typed = typed_question(question)
    assert typed is not None
    assert (typed.kind, typed.subject) == (kind, subject)


def test_a_question_of_another_kind_has_none() -> None:
    assert typed_question("2023年存在哪些问题？") is None
    assert typed_question("哪一年发展党员最多？") is None
