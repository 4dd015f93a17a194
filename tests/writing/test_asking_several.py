"""Questions in a clerk's words to an invented township: several figures at once, other names,
villages, other units, targets, shares, sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from invented_town import write_papers

from rag.figures.othernames import other_names
from rag.library.library import open_library
from rag.records import Answer
from rag.settings import Settings
from rag.store.engine import open_engine
from rag.writing.ask import answer
from rag.writing.askmembers import members_asked
from rag.writing.asknames import same_act
from rag.writing.askunits import converted, exact_scale
from rag.writing.owners import village_asked

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    home = tmp_path_factory.mktemp("town")
    settings = Settings(home=home / "home", embedding="none", sample=False)
    engine = open_engine(settings.home)
    library = open_library(settings, engine)
    library.indexer.index_files([write_papers(home / "files")])

    def put(question: str, after: str = "") -> Answer:
        *_, last = answer(
            question,
            search=library.retriever,
            catalog=library.catalog,
            after=after,
            today=date(2024, 12, 1),
        )
        assert isinstance(last, Answer)
        return last

    yield put
    engine.dispose()


SEVERAL = (
    ("2023年人均可支配收入和村集体收入各是多少？", ("23120元", "386万元")),
    ("枫林镇2023年地区生产总值和一般公共预算收入分别是多少", ("21.7亿元", "5890万元")),
    ("枫林镇2022年粮食产量、播种面积、生猪出栏分别是多少？", ("1.92万吨", "3.25万亩", "1.55万头")),
    ("枫林镇2021年、2022年和2023年粮食产量各是多少？", ("1.86万吨", "1.92万吨", "1.95万吨")),
    (
        "枫林镇和柳河乡2023年粮食产量分别是多少？",
        ("枫林镇粮食产量1.95万吨", "柳河乡粮食产量2.31万吨"),
    ),
    ("枫林镇和柳河乡2023年粮食产量一共多少？", ("合计4.26万吨",)),
    ("2023年枫林镇、柳河乡哪个居民收入高？", ("23120元", "18750元", "，枫林镇高")),
    ("2023年枫林镇低保对象多少户、多少人？", ("381户", "779人")),
    ("枫林镇2023年GDP是多少，比上年增减多少？", ("21.7亿元", "8%")),
)
OTHERWISE = (
    ("枫林镇2021年服务业增加值有多少？", "第三产业增加值6.3亿元"),
    ("枫林镇2022年一产增加值", "农业增加值4.4亿元"),
    ("枫林镇2023年老百姓收入多少？", "居民人均可支配收入23120元"),
    ("枫林镇2023年农民人均收入是多少？", "农村居民人均可支配收入20460元"),
    ("2022年枫林镇低保户有多少户？", "低保对象396户"),
    ("枫林镇2022年固投完成多少？", "固定资产投资3.7亿元"),
    ("枫林镇2021年出栏了多少头猪？", "生猪出栏1.42万头"),
    ("柳河乡2023年危房改造多少户？", "改造农村危房35户"),
    ("枫林镇2023年高标准农田建了多少亩？", "建成高标准农田2800亩"),
    ("枫林镇到2023年累计建成高标准农田多少亩", "累计建成高标准农田1.15万亩"),
    ("想知道枫林镇2023年粮食产量的数值", "1.95万吨"),
    ("枫林镇2023年一般公共预算收入增长了百分之几？", "增长7.9%"),
)
MEMBERS = (
    ("西溪村改造危房几户？", "2023年西溪村改造农村危房9户"),
    ("2022年西溪村改造危房几户", "19户"),
    ("2023年西溪村改造危房比上年少多少户？", "减少10户"),
    ("2023年哪个村改造危房最多？", "最多的是东岭村，20户[1]（石桥村12户、西溪村9户）"),
    ("2023年村集体收入最高的是哪个村？", "东岭村，112万元"),
    ("2022年危房改造哪个村最少？", "石桥村，12户"),
    ("2023年各村改造危房多少户？", "西溪村9户、东岭村20户、石桥村12户"),
    ("2023年哪个乡粮食产量最高？", None),
    ("2023年北坡村改造危房几户？", None),
    ("2023年北坡村集体收入多少？", None),
)
UNITS = (
    ("枫林镇2023年粮食产量多少斤？", "1.95万吨（合3900万斤）", "换算：1.95万吨×2000＝3900万斤"),
    ("枫林镇2022年新建高标准农田多少公顷？", "合约206.67公顷", "3100亩÷15≈206.67公顷"),
    ("枫林镇2023年固定资产投资多少万元？", "合41000万元", "4.1亿元×10000＝41000万元"),
)
JUDGED = (
    ("枫林镇2022年一般公共预算收入有没有完成目标？", ("5500万元", "5460万元", "没有完成目标")),
    ("枫林镇2023年改造危房完成目标了吗？", ("目标是40户", "实际41户", "完成了目标")),
    ("枫林镇2023年一般公共预算收入完成年初计划了吗？", ("5800万元", "5890万元", "完成了目标")),
    ("2023年西溪村集体收入占全镇的多少？", ("86万元", "386万元", "占22.3%")),
    ("枫林镇三年一共改造危房多少户？", ("合计158户",)),
    ("枫林镇2021—2023年共新增城镇就业多少人？", ("合计1033人",)),
    ("枫林镇2023年受理群众诉求比上年多多少件？", ("增加165件",)),
    ("枫林镇近三年低保对象户数变化", ("412户", "396户", "381户")),
)
REFUSED = (
    "枫林镇2024年改造了多少户危房？",
    "枫林镇2020年粮食产量是多少",
    "桃源镇2023年粮食产量是多少？",
    "柳河乡2023年改造危房多少人？",
    "枫林镇2023年生猪出栏多少吨？",
    "枫林镇2023年发放低保金多少万元？",
    "枫林镇2021年城镇登记失业率完成目标了吗？",
)
FOLLOWED = (
    ("枫林镇2023年粮食产量是多少？", "柳河乡呢？", "2.31万吨"),
    ("2023年西溪村改造危房几户？", "东岭村呢？", "20户"),
    ("2023年西溪村改造危房几户？", "其他村呢？", "东岭村20户、石桥村12户"),
    ("枫林镇2023年群众诉求办结率是多少？", "那满意率呢？", "97.4%"),
    ("枫林镇2023年一般公共预算收入是多少？", "增长多少？", "7.9%"),
)


@pytest.mark.parametrize(("question", "said"), SEVERAL)
def test_several_figures_are_answered_in_one(
    ask: Ask, question: str, said: tuple[str, ...]
) -> None:
    given = ask(question)
    assert not given.refused
    assert [words for words in said if words not in given.text] == []
    assert len({figure.value for figure in given.figures}) >= min(2, len(said))


def test_each_of_several_figures_has_its_own_citation(ask: Ask) -> None:
    given = ask("枫林镇2022年粮食产量和生猪出栏各多少")
    assert given.text == "2022年粮食产量1.92万吨[1]；2022年出栏生猪1.55万头[2]。"
    assert ["粮食产量" in given.citations[0].quote, "生猪" in given.citations[1].quote] == [
        True
    ] * 2


def test_what_is_missing_of_several_is_told(ask: Ask) -> None:
    given = ask("枫林镇2022年粮食产量和水稻产量分别是多少？")
    assert "1.92万吨[1]" in given.text
    assert "“枫林镇水稻产量”没有找到" in given.text


@pytest.mark.parametrize(("question", "said"), OTHERWISE)
def test_a_measure_is_known_by_its_other_names(ask: Ask, question: str, said: str) -> None:
    assert said in ask(question).text


def test_what_is_only_near_is_named_as_what_it_is(ask: Ask) -> None:
    given = ask("枫林镇2023年财政收入是多少？")
    assert "一般公共预算收入5890万元" in given.text
    assert "口径不完全相同" in given.notices[0]
    assert "3860万元" in ask("柳河乡2023年财政总收入是多少？").text


@pytest.mark.parametrize(("question", "said"), MEMBERS)
def test_a_village_is_read_from_the_sentence_of_the_whole(
    ask: Ask, question: str, said: str | None
) -> None:
    given = ask(question)
    assert given.refused if said is None else said in given.text


@pytest.mark.parametrize(("question", "said", "formula"), UNITS)
def test_a_unit_is_converted_and_the_formula_told(
    ask: Ask, question: str, said: str, formula: str
) -> None:
    given = ask(question)
    assert said in given.text
    assert formula in given.notices[0]


@pytest.mark.parametrize(("question", "said"), JUDGED)
def test_targets_shares_and_sums_are_computed(
    ask: Ask, question: str, said: tuple[str, ...]
) -> None:
    text = ask(question).text
    assert [words for words in said if words not in text] == []


@pytest.mark.parametrize("question", REFUSED)
def test_another_place_year_or_unit_is_refused(ask: Ask, question: str) -> None:
    given = ask(question)
    assert given.refused
    assert given.figures == ()


@pytest.mark.parametrize(("before", "question", "said"), FOLLOWED)
def test_a_follow_up_may_name_another_place_or_measure(
    ask: Ask, before: str, question: str, said: str
) -> None:
    assert said in ask(question, after=before).text


def test_units_are_converted_only_where_that_is_exact() -> None:
    assert exact_scale("万吨", "斤") == Decimal(20_000_000)
    assert exact_scale("户", "人") is None
    assert exact_scale("吨", "亩") is None
    assert converted(Decimal(386), "万元", "元") == ("", "")
    assert converted(Decimal("3.2"), "万亩", "公顷")[1] == "32000亩÷15≈2133.33公顷"
    assert converted(Decimal(12345), "元", "亿元")[0] == "约0.00012亿元"


def test_verb_and_object_may_change_places() -> None:
    assert same_act("危房改造", "改造农村危房")
    assert same_act("高标准农田建", "新建高标准农田")
    assert not same_act("危房改造", "改造棚户区")
    assert not same_act("危房改造", "拆除危房")


def test_other_names_are_the_same_or_near() -> None:
    assert "第三产业增加值" in other_names("服务业增加值").same
    assert "一般公共预算收入" in other_names("财政收入").near
    assert "一般公共预算收入" not in other_names("财政收入").same
    assert other_names("集中学习").same == ()


@pytest.mark.parametrize(
    ("name", "village"),
    [
        ("西溪村集体收入", "西溪村"),
        ("桂花社区低保对象", "桂花社区"),
        ("农村危房改造", ""),
        ("壮大村集体经济", ""),
        ("薄弱村数量", ""),
    ],
)
def test_a_village_is_told_from_words_with_its_character(name: str, village: str) -> None:
    assert village_asked(name) == village


def test_all_members_but_one_can_be_asked_for() -> None:
    members = members_asked("西溪村以外各村改造危房")
    assert members is not None
    assert (members.each, members.without, members.measure) == ("村", "西溪村", "改造危房")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("枫林镇2022、2023两年一共新增城镇就业多少人", "合计713人"),
        (
            "枫林镇2021年和2023年的GDP分别是多少",
            "地区生产总值：2021年18.6亿元[1]，2023年21.7亿元[2]。",
        ),
        ("石桥村三年一共改造了多少户危房？", "合计48户"),
        ("2022年东岭村改造危房比2021年多几户", "增加5户"),
        ("枫林镇2022年高标准农田建设任务完成了吗？", "完成了目标"),
    ],
)
def test_years_are_read_as_clerks_name_them(ask: Ask, question: str, said: str) -> None:
    assert said in ask(question).text


def test_one_number_of_three_in_a_row_is_not_guessed(ask: Ask) -> None:
    assert ask("枫林镇2023年三产增加值有多少？").refused


def test_a_figure_named_together_is_told_once(ask: Ask) -> None:
    given = ask("枫林镇2022年城镇新增就业和新增城镇就业分别多少人？")
    assert given.text == "2022年城镇新增就业345人[1]。"


@pytest.mark.parametrize(
    ("before", "question", "said"),
    [
        ("枫林镇2022年改造危房多少户？", "完成目标了吗？", "完成了目标"),
        ("农村人居环境整治什么时候完成？", "谁牵头？", "镇农业农村办牵头"),
        ("2023年西溪村改造危房几户？", "2021年呢？", "21户"),
    ],
)
def test_a_follow_up_of_another_kind_keeps_the_subject(
    ask: Ask, before: str, question: str, said: str
) -> None:
    given = ask(question, after=before)
    assert said in given.text
    assert "[2]" not in given.text or "目标" in given.text


def test_a_share_that_cannot_be_computed_is_no_value(ask: Ask) -> None:
    assert ask("枫林镇2023年低保对象占总人口的多少？").refused
    assert "45亩" in ask("冷链物流中心占地多少亩").text


def test_the_unit_says_what_is_measured(ask: Ask) -> None:
    assert "播种面积3.25万亩" in ask("枫林镇2022年播种多少亩？").text
    assert ask("枫林镇2022年播种多少吨？").refused


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("枫林镇三年发放低保金合计多少万元？", None),
        ("枫林镇低保金2022年比上年多发多少万元", "增加12万元"),
        ("枫林镇和柳河乡2023年谁改造的危房多？", "，枫林镇多"),
        ("枫林镇2022年改造危房多少户，完成目标了没有？", "完成了目标"),
        ("咱们镇2023年巡河几次？", "巡河1460次"),
        ("集镇公共停车位有多少个", "120个"),
        ("枫林镇2023年办结率比2021年提高几个百分点？", "提高1.4个百分点"),
    ],
)
def test_turns_of_everyday_speech(ask: Ask, question: str, said: str | None) -> None:
    given = ask(question)
    assert given.refused if said is None else said in given.text
