"""Questions as a clerk words them, over three invented reports and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag.library.library import Library, open_library
from rag.records import Answer
from rag.settings import Settings
from rag.store.engine import open_engine
from rag.writing.ask import answer
from rag.writing.questions import indicator_of

REPORTS = {
    2021: "地区生产总值达到41.2亿元，服务业增加值比重由40.5%提高到42.3%。发展党员18名。"
    "新增就业1100人。村级集体经济总收入352万元。",
    2022: "GDP达到43.5亿元，服务业增加值比重提高到43.9%。新发展党员19名。新增就业1180人。"
    "村级集体经济总收入405万元。",
    2023: "地区生产总值达到46.1亿元，服务业在地区生产总值中的比重上升到45.2%。发展党员21名。"
    "五年累计新增就业5600人。村级集体经济总收入468万元。",
}
PLANS = "二、存在问题\n（一）学用结合不够紧密\n部分党员学习停留在表面，联系实际不多。\n"
PLANS += "三、下一步打算\n（一）抓好队伍\n{}年计划发展党员22名，持续推进党群服务中心建设。\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home = tmp_path_factory.mktemp("clerk")
    settings = Settings(home=home / "home", embedding="none", sample=False)
    (home / "files").mkdir()
    for year, text in REPORTS.items():
        body = f"青禾镇{year}年工作报告\n一、主要工作\n{text}\n{PLANS.format(year + 1)}"
        (home / "files" / f"青禾镇{year}年工作报告.txt").write_text(body, encoding="utf-8")
    engine = open_engine(settings.home)
    opened = open_library(settings, engine)
    opened.indexer.index_files([home / "files"])
    yield opened
    engine.dispose()


def ask(library: Library, question: str, after: str = "") -> Answer:
    *_, last = answer(
        question,
        search=library.retriever,
        catalog=library.catalog,
        after=after,
        today=date(2024, 3, 1),
    )
    assert isinstance(last, Answer)
    return last


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("2023年发展党员比上年多多少？", "比上年增加2名"),
        ("近三年一共发展了多少名党员？", "合计58名"),
        ("2023年发展党员和2021年相比谁更多？", "增加3名"),
        ("2023年集体经济收入是多少？", "468万元"),
        ("2021年服务业增加值占地区生产总值的比重是多少？", "42.3%"),
        ("2023年服务业增加值占比", "45.2%"),
        ("2022年地区生产总值是多少？", "43.5亿元"),
        ("2023年GDP是多少？", "46.1亿元"),
        ("2024年发展党员的目标是多少？", "2024年发展党员的目标是22名"),
        ("镇里发展党员多少名？", "2023年发展党员21名"),
    ],
)
def test_a_clerks_question_gets_its_figure(library: Library, question: str, words: str) -> None:
    given = ask(library, question)
    assert not given.refused
    assert words in given.text


def test_a_result_is_no_target_and_a_target_no_result(library: Library) -> None:
    assert ask(library, "2021年计划发展党员多少名？").refused
    assert ask(library, "2024年发展党员多少名？").refused


def test_a_sum_over_years_is_not_the_highest_year(library: Library) -> None:
    given = ask(library, "哪一年新增就业最多？")
    assert "2022年新增就业1180人，最高" in given.text
    assert "5600" not in given.text


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Reports of two places and of the nation in one library."""
    home = tmp_path_factory.mktemp("county")
    settings = Settings(home=home / "home", embedding="none", sample=False)
    (home / "files").mkdir()
    texts = {
        "青禾镇2022年工作报告": "粮食产量2.1万吨。",
        "青禾镇2023年工作报告": "粮食产量2.2万吨，实现连续13年增产。",
        "柳溪县2023年工作报告": "粮食产量31万吨，位居全国第四位。",
        "浙江省2023年工作报告": "粮食产量620万吨，新建公路1200公里。",
    }
    for title, text in texts.items():
        body = f"{title}\n一、主要工作\n{text}\n"
        (home / "files" / f"{title}.txt").write_text(body, encoding="utf-8")
    engine = open_engine(settings.home)
    opened = open_library(settings, engine)
    opened.indexer.index_files([home / "files"])
    yield opened
    engine.dispose()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("2023年柳溪县粮食产量是多少？", "31万吨"),
        ("2023年浙江粮食产量是多少？", "620万吨"),
        ("2023年青禾镇粮食产量是多少？", "2.2万吨"),
    ],
)
def test_the_place_asked_of_answers(county: Library, question: str, words: str) -> None:
    assert words in ask(county, question).text


@pytest.mark.parametrize(
    "question",
    [
        "2023年广东粮食产量是多少？",
        "2023年全国粮食产量是多少？",
        "2023年青禾镇新建公路多少公里？",
    ],
)
def test_another_places_figure_is_no_answer(county: Library, question: str) -> None:
    assert ask(county, question).refused


def test_years_are_compared_within_one_place(county: Library) -> None:
    assert "2023年粮食产量2.2万吨，最高" in ask(county, "哪一年粮食产量最高？").text


def test_of_several_places_the_answer_says_whose(county: Library) -> None:
    text = ask(county, "2023年粮食产量是多少？").text
    said = ("青禾镇粮食产量2.2万吨", "柳溪县粮食产量31万吨", "浙江省粮食产量620万吨")
    assert any(words in text for words in said)


def test_one_year_alone_is_not_called_the_highest(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", embedding="none", sample=False)
    file = tmp_path / "青禾镇2023年工作报告.txt"
    file.write_text("青禾镇2023年工作报告\n一、主要工作\n开展集中学习12次。\n", encoding="utf-8")
    engine = open_engine(settings.home)
    opened = open_library(settings, engine)
    opened.indexer.index_files([file])
    given = ask(opened, "哪一年集中学习最多？")
    engine.dispose()
    assert given.text == "只有2023年集中学习12次，没有别的年份可比。[1]"


def test_a_following_question_compares_with_the_year_it_names(library: Library) -> None:
    given = ask(library, "比2021年多多少？", after="2023年发展党员多少名？")
    assert "2023年比2021年增加3名" in given.text


def test_a_heading_that_names_the_topic_answers(library: Library) -> None:
    given = ask(library, "2023年存在哪些问题？")
    assert "学习停留在表面" in given.text.splitlines()[0]


def test_a_name_that_nobody_wrote_down_is_refused(library: Library) -> None:
    assert ask(library, "发展党员的负责人叫什么名字？").refused


def test_only_figures_of_the_name_asked_for_are_loaded(library: Library) -> None:
    named = library.catalog.find_figures(naming=("党员",))
    assert {placed.figure.indicator for placed in named} == {"发展党员", "新发展党员"}
    assert len(named) < len(library.catalog.find_figures())


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("2014年服务业增加值占国内生产总值的比重是多少？", "服务业增加值占国内生产总值的比重"),
        ("2023年服务业增加值占比", "服务业增加值占比"),
        ("去年发展了多少名党员", "发展党员"),
        ("2023年GDP是多少", "生产总值"),
        ("2024年计划生育率是多少", "计划生育率"),
    ],
)
def test_the_name_of_what_is_measured_is_left(question: str, name: str) -> None:
    assert indicator_of(question, 2024) == name


def test_the_nations_figure_is_not_that_of_a_province_that_is_mentioned_beside_it(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path / "home", embedding="none", sample=False)
    file = tmp_path / "云岭省2023年工作总结.txt"
    file.write_text(
        "云岭省2023年工作总结\n一、主要工作\n粮食产量446亿斤，7个品牌入围全国百强榜。\n"
        "居民人均可支配收入增速居全国第6位。\n",
        encoding="utf-8",
    )
    engine = open_engine(settings.home)
    opened = open_library(settings, engine)
    opened.indexer.index_files([file])
    assert ask(opened, "2023年全国粮食产量是多少？").refused
    assert "446亿斤" in ask(opened, "2023年云岭省粮食产量是多少？").text
    assert "第6位" in ask(opened, "2023年云岭省居民收入增速在全国排第几？").text
    engine.dispose()


def test_two_values_of_one_report_are_both_told(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", embedding="none", sample=False)
    file = tmp_path / "青禾镇2023年工作报告.txt"
    file.write_text(
        "青禾镇2023年工作报告\n一、主要工作\n新建公路12公里。\n二、交通建设\n新建公路58公里。\n",
        encoding="utf-8",
    )
    engine = open_engine(settings.home)
    opened = open_library(settings, engine)
    opened.indexer.index_files([file])
    given = ask(opened, "2023年新建公路多少公里？")
    assert "有不同的数字" in given.text
    assert {figure.value for figure in given.figures} == {"12", "58"}
    engine.dispose()


def test_a_share_goes_by_either_name_of_its_part(library: Library) -> None:
    assert "45.2%" in ask(library, "2023年第三产业比重是多少？").text
    assert "45.2%" in ask(library, "2023年服务业占GDP的比重").text
