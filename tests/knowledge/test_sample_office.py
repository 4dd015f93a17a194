"""The sample office is complete, readable and free of contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rag.figures.extract import extract_figures
from rag.reading.reader import read_document
from rag.records import Document
from rag.settings import Settings

REPORTS = {2021: "txt", 2022: "docx", 2023: "docx"}
CLEAN, MESSY = "2023年数据表.xlsx", "2024年数据表.xlsx"

# (name in the clean sheet, name in the messy sheet, value of 2023, words of the 2023 report)
FACTS = (
    ("基层党组织", "基层党组织总数", "47", "共有基层党组织47个"),
    ("讲授专题党课", "书记讲专题党课", "64", "讲授专题党课64场次"),
    ("宣讲覆盖党员群众", "理论宣讲覆盖党员群众", "5200余", "覆盖党员群众5200余人次"),
    ("问题清单销号", "问题清单销号数", "53", "问题清单57项（销号53项）"),
    ("全县抓基层党建工作评比排名", "全县党建工作评比排名", "3", "排名第三"),
    ("主题党日党员参与率", "党员参加主题党日参与率", "94.6", "达到94.6%，较上年提高1.8个百分点"),
    ("五星级党支部", "五星级党支部数量", "14", "由10个增至14个"),
    ("撤销党支部", "撤销党支部", "3", "云雀湾茶厂、枫溪坞木器厂和镇供销站3个党支部"),
    ("投入党建经费", "党建经费投入", "86.4", "党建经费86.4万元，同比增长13.7%"),
    ("新建党群服务中心", "新建党群服务中心", "2", "新建党群服务中心两个"),
    ("送学上门", "送学上门次数", "88", "为46名行动不便党员安排31名干部送学上门88次"),
    ("村级集体经济总收入", "村集体经济总收入", "468", "达到468万元，同比增长15.6%"),
    ("茶叶产值", "茶叶总产值", "1.2", "分别达到1.2亿元、0.6亿元、0.31亿元"),
    ("累计化解矛盾纠纷", "2019年以来累计化解矛盾纠纷", "1302", "累计化解矛盾纠纷1302件"),
    ("受理群众信访", "群众信访受理量", "38", "受理群众信访38件，同比下降17.4%"),
    ("热线工单群众满意率", "工单群众满意率", "98.6", "按时办结率、群众满意率均为98.6%"),
    ("助餐服务独居老人", "享受助餐服务独居老人", "近300", "为近300名独居老人"),
    ("党员捐款", "党员捐款金额", "约5", "党员捐款约5万元"),
    ("整改作风问题", "整改作风问题类别", "5", "五类作风问题"),
)


@pytest.fixture(params=sorted(REPORTS))
def year(request: pytest.FixtureRequest) -> int:
    assert isinstance(request.param, int)
    return request.param


def read_report(knowledge: Path, settings: Settings, year: int) -> Document:
    name = f"清溪岭镇{year}年抓基层党建工作情况报告.{REPORTS[year]}"
    return read_document(knowledge / "reports" / name, settings)


def open_sheet(path: Path) -> Worksheet:
    sheet = load_workbook(path, data_only=True).active
    assert isinstance(sheet, Worksheet)
    return sheet


def rows_of(path: Path, first_row: int) -> Iterator[tuple[object, ...]]:
    for row in open_sheet(path).iter_rows(min_row=first_row, values_only=True):
        if row[1] is not None or row[2] is not None:
            yield row


def clean_values(knowledge: Path) -> dict[str, str]:
    return {str(row[0]): str(row[2]) for row in rows_of(knowledge / "figures" / CLEAN, 2)}


def messy_values(knowledge: Path) -> dict[str, tuple[str, str, str | None]]:
    """Indicator → unit cell, 2023 and 2024 as they stand there."""
    return {
        str(row[2]): (str(row[3] or ""), str(row[4]), None if row[5] is None else str(row[5]))
        for row in rows_of(knowledge / "figures" / MESSY, 5)
    }


def number_in(words: str) -> Decimal:
    """The first number in the words."""
    match = re.search(r"\d+(\.\d+)?", words)
    assert match, words
    return Decimal(match.group())


def test_each_report_has_the_length_of_a_real_one(
    knowledge: Path, settings: Settings, year: int
) -> None:
    document = read_report(knowledge, settings, year)
    length = sum(not character.isspace() for character in document.text)
    assert 3000 <= length <= 4500


def test_each_report_is_known_for_what_it_is(
    knowledge: Path, settings: Settings, year: int
) -> None:
    document = read_report(knowledge, settings, year)
    assert (document.title, document.year, document.kind) == (
        f"清溪岭镇{year}年抓基层党建工作情况报告",
        year,
        "report",
    )


def test_each_report_is_dense_with_figures(knowledge: Path, settings: Settings, year: int) -> None:
    document = read_report(knowledge, settings, year)
    assert len(extract_figures(document.text, report_year=year)) >= 60


def test_each_report_has_three_parts_with_five_three_and_three_headings(
    knowledge: Path, settings: Settings, year: int
) -> None:
    document = read_report(knowledge, settings, year)
    labels = [block.label for block in document.blocks if block.level in {1, 2}]
    second = ["（一）", "（二）", "（三）", "（四）", "（五）"]
    assert labels == ["一、", *second, "二、", *second[:3], "三、", *second[:3]]


def test_every_problem_names_its_main_cause(knowledge: Path, settings: Settings, year: int) -> None:
    text = read_report(knowledge, settings, year).text
    assert text.count("主要原因：") == 3


def test_the_labels_word_generates_are_read(knowledge: Path, settings: Settings) -> None:
    headings = [b.text for b in read_report(knowledge, settings, 2023).blocks if b.level == 1]
    assert headings == ["一、主要做法和成效", "二、存在问题和原因分析", "三、下一步打算"]


def test_the_labels_of_2023_are_typed_nowhere(knowledge: Path) -> None:
    path = knowledge / "reports" / "清溪岭镇2023年抓基层党建工作情况报告.docx"
    headings = [
        p.text
        for p in docx.Document(str(path)).paragraphs
        if "Heading" in str(p.style and p.style.name)
    ]
    assert len(headings) == 14
    assert not any(text.startswith(("一、", "二、", "三、", "（")) for text in headings)


def test_the_sheets_have_the_columns_they_promise(knowledge: Path) -> None:
    clean = open_sheet(knowledge / "figures" / CLEAN)
    messy = open_sheet(knowledge / "figures" / MESSY)
    assert [cell.value for cell in clean[1]] == ["指标", "单位", "2023年", "责任部门", "备注"]
    assert [cell.value for cell in messy[3]] == [
        "序号", "类别", "指标名称", "计量单位", "完成情况", None, "备注",
    ]  # fmt: skip
    assert [cell.value for cell in messy[4]][4:6] == ["2023年", "2024年"]


@pytest.mark.parametrize(("name", "later_name", "value", "words"), FACTS)
def test_sheets_and_report_state_the_same_for_2023(
    knowledge: Path, settings: Settings, name: str, later_name: str, value: str, words: str
) -> None:
    assert clean_values(knowledge)[name] == value
    unit, earlier, _ = messy_values(knowledge)[later_name]
    assert earlier == value or (not unit and earlier.startswith(value))
    assert words in read_report(knowledge, settings, 2023).text


def test_only_one_value_of_2024_is_missing(knowledge: Path) -> None:
    values = messy_values(knowledge)
    assert [name for name, (_, _, value) in values.items() if value is None] == ["村级后备干部"]
    assert len(values) == 75


def test_two_indicators_are_dropped_and_one_is_new_in_2024(knowledge: Path) -> None:
    values = messy_values(knowledge)
    assert {"举办主题教育读书班", "发放学习用书"} <= set(clean_values(knowledge)) - set(values)
    assert values["党纪学习教育专题学习"][1:] == ("/", "46")


def test_the_formula_carries_its_result(knowledge: Path) -> None:
    assert messy_values(knowledge)["基层党组织总数"] == ("个", "47", "48")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("县委组织部2024年基层党建工作要点.docx", "云组发〔2024〕3号"),
        ("关于规范三会一课制度的通知.md", "每季度至少召开1次"),
        ("2024年党员教育培训工作通知.txt", "不少于32学时"),
        ("关于报送2024年度述职报告的通知.md", "2025年1月10日前"),
    ],
)
def test_each_policy_note_is_readable_and_short(
    knowledge: Path, settings: Settings, name: str, words: str
) -> None:
    text = read_document(knowledge / "policies" / name, settings).text
    assert words in text
    assert 400 <= sum(not character.isspace() for character in text) <= 900


def test_the_list_of_files_in_the_readme_is_complete(knowledge: Path) -> None:
    readme = (knowledge / "README.md").read_text(encoding="utf-8")
    files = [p for p in knowledge.rglob("*") if p.is_file() and p.name != "README.md"]
    assert len(files) == 9
    assert all(f"`{p.relative_to(knowledge).as_posix()}`" in readme for p in files)


@pytest.mark.parametrize(
    ("report_year", "base", "value", "growth"),
    [
        (2022, "村级集体经济年收入352万元", "村级集体经济收入405万元", "较上年增长15.1%"),
        (2023, "村级集体经济收入405万元", "村级集体经济总收入达到468万元", "同比增长15.6%"),
        (2022, "全年党建经费68.5万元", "安排党建经费76万元", "增长10.9%"),
        (2023, "安排党建经费76万元", "投入党建经费86.4万元", "同比增长13.7%"),
        (2022, "群众来信来访55件", "全年信访量46件", "同比下降16.4%"),
        (2023, "全年信访量46件", "受理群众信访38件", "同比下降17.4%"),
    ],
)
def test_growth_rests_on_the_value_of_the_report_before(
    knowledge: Path, settings: Settings, report_year: int, base: str, value: str, growth: str
) -> None:
    before, after, rate = number_in(base), number_in(value), number_in(growth)
    assert round(abs(after - before) * 100 / before, 1) == rate
    assert base in read_report(knowledge, settings, report_year - 1).text
    assert value in (text := read_report(knowledge, settings, report_year).text)
    assert growth in text


def test_cumulative_values_continue_from_year_to_year(knowledge: Path, settings: Settings) -> None:
    cumulative = {2021: 705, 2022: 997, 2023: 1302}
    for year, value in cumulative.items():
        assert f"{value}件" in read_report(knowledge, settings, year).text
    assert cumulative[2022] + 305 == cumulative[2023]
    assert "（化解305件）" in read_report(knowledge, settings, 2023).text
