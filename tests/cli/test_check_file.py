"""`zhubi check FILE --figures F.xlsx --past 2023.docx`: what must be caught and what must pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook

from tests.cli.conftest import Ran, Zhubi

PROVED = {"entered", "derived", "quoted", "fixed", "date"}
INDICATORS = (
    ("主题党日", "场", 240, 264),
    ("党课", "场", 10, 12),
    ("信访总量增速", "%", "增长2%", "下降5.5%"),
    ("培训党员", "人次", 1100, 1264),
    ("整改问题类别", "类", 4, 5),
    ("整改问题", "项", 10, 12),
    ("发放宣传资料", "份", "200余", "300余"),
    ("打造党建阵地", "处", 5, 8),
    ("组织党员外出学习", "批", 4, 6),
    ("群众满意率", "%", 95, 96.5),
    ("党建经费", "元", 9000, 12000),
    ("服务群众", "人次", 11000, 12345),
    ("慰问困难党员", "名", 280, 298),
    ("走访企业", "家", 40, "近300"),
    ("参训率", "%", 4, 5),
)
PAST = (
    "云水镇2023年党建工作报告",
    "一、主要做法",
    "全年举办主题党日240场、党课10场，培训党员1100人次。",
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(("指标名称", "单位", "2023年", "2024年"))
    for row in INDICATORS:
        page.append(row)
    path = tmp_path / "台账.xlsx"
    book.save(path)
    return path


def word(path: Path, *paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> Path:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))
    return path


@pytest.fixture
def past(tmp_path: Path) -> Path:
    return word(tmp_path / "云水镇2023年党建工作报告.docx", *PAST)


def check(zhubi: Zhubi, tmp_path: Path, sheet: Path, past: Path, sentence: str) -> Ran:
    title = "云水镇2024年党建工作报告"
    file = word(tmp_path / f"{title}.docx", title, "一、主要做法", sentence)
    return zhubi("check", file, "--figures", sheet, "--past", past, "--year", 2024)


def wrong(ran: Ran) -> list[dict[str, Any]]:
    return [number for number in ran.data["numbers"] if number["status"] not in PROVED]


CAUGHT = [
    ("增长 for 下降", "信访总量同比增长5.5%。", ["5.5%"]),
    ("figures swapped", "举办主题党日12场，党课264场。", ["12场", "264场"]),
    ("one digit", "培训党员3,264人次。", ["3,264人次"]),
    ("both of a pair", "整改六类问题十三项。", ["六类", "十三项"]),
    ("round number", "发放宣传资料800余份。", ["800余份"]),
    ("two in a row", "打造党建阵地9处、组织党员外出学习7批。", ["9处", "7批"]),
    ("% → 个百分点", "信访总量下降5.5个百分点。", ["5.5个百分点"]),
    ("wrong growth", "举办主题党日264场，同比增长12%。", ["12%"]),
    ("last year's value", "培训党员1100人次。", ["1100人次"]),
    ("another year", "2023年举办主题党日264场。", ["264场"]),
]
PASSING = [
    "党建经费1.2万元。",
    "参训率百分之五。",
    "举办主题党日二百六十四场。",
    "服务群众12,345人次。",
    "走访企业近300家。",
    "信访总量同比下降5.5%。",
    "整改五类问题十二项。",
    "发放宣传资料300余份。",
    "打造党建阵地8处、组织党员外出学习6批。",
    "举办主题党日264场，比上年增加24场，同比增长10%。",
    "2023年举办主题党日240场。",
    "群众满意率96.5%，同比提高1.5个百分点。",
]


@pytest.mark.parametrize(("what", "sentence", "numbers"), CAUGHT, ids=[c[0] for c in CAUGHT])
def test_what_passes_a_naive_check_is_caught(
    zhubi: Zhubi,
    tmp_path: Path,
    sheet: Path,
    past: Path,
    what: str,
    sentence: str,
    numbers: list[str],
) -> None:
    ran = check(zhubi, tmp_path, sheet, past, sentence)
    assert ran.code == 1
    assert [number["text"] for number in wrong(ran)] == numbers, what
    assert {"numbers"} <= {finding["kind"] for finding in ran.data["findings"]}


@pytest.mark.parametrize("sentence", PASSING)
def test_the_same_value_in_other_words_passes(
    zhubi: Zhubi, tmp_path: Path, sheet: Path, past: Path, sentence: str
) -> None:
    ran = check(zhubi, tmp_path, sheet, past, sentence)
    assert wrong(ran) == []


def test_a_rounding_the_clerk_did_not_enter_is_only_a_hint(
    zhubi: Zhubi, tmp_path: Path, sheet: Path, past: Path
) -> None:
    ran = check(zhubi, tmp_path, sheet, past, "慰问困难党员近300名。")
    assert [f["severity"] for f in ran.data["findings"] if f["kind"] == "numbers"] == ["hint"]


def test_tables_of_a_word_file_are_checked_too(
    zhubi: Zhubi, tmp_path: Path, sheet: Path, past: Path
) -> None:
    title = "云水镇2024年党建工作报告"
    rows = (("指标", "单位", "2024年"), ("主题党日", "场", "264"), ("党课", "场", "21"))
    file = word(tmp_path / f"{title}.docx", title, "一、主要做法", "情况见下表。", table=rows)
    ran = zhubi("check", file, "--figures", sheet, "--past", past)
    assert [(n["text"], n["expected"]) for n in wrong(ran)] == [("21", "12")]


def test_a_check_can_be_left_out(zhubi: Zhubi, tmp_path: Path, sheet: Path, past: Path) -> None:
    title = "云水镇2024年党建工作报告"
    file = word(tmp_path / f"{title}.docx", title, "一、主要做法", "恳请上级给予支持。")
    full = zhubi("check", file, "--figures", sheet)
    assert [f["kind"] for f in full.data["findings"]] == ["wording"]
    assert zhubi("check", file, "--figures", sheet, "--off", "wording").data["findings"] == []


def test_the_settings_switch_a_check_off(
    zhubi: Zhubi, home: Path, tmp_path: Path, sheet: Path
) -> None:
    (home / "zhubi.toml").write_text('checks_off = ["wording"]\n', encoding="utf-8")
    file = tmp_path / "云水镇2024年党建工作报告.txt"
    file.write_text("云水镇2024年党建工作报告\n恳请上级给予支持。", encoding="utf-8")
    assert zhubi("check", file, "--figures", sheet).data["findings"] == []


def test_a_check_that_does_not_exist_is_refused(zhubi: Zhubi, past: Path) -> None:
    assert zhubi("check", past, "--off", "layouts").code == 2


def test_the_offices_formulations_are_checked_in_any_file(
    zhubi: Zhubi, home: Path, tmp_path: Path, sheet: Path
) -> None:
    line = "kind\twording\tsince\tuntil\tvariants\tnote\nphrase\t党建引领网格化治理工程\t\t\t\t\n"
    (home / "formulations.tsv").write_text(line, encoding="utf-8")
    file = tmp_path / "云水镇2024年党建工作报告.txt"
    file.write_text("云水镇2024年党建工作报告\n推进党建引领网格治理工程。", encoding="utf-8")
    (finding,) = zhubi("check", file, "--figures", sheet).data["findings"]
    assert (finding["kind"], finding["suggestion"]) == ("terms", "改为“党建引领网格化治理工程”")
    known = zhubi("formulations").data
    assert known[0]["source"] == "本单位清单"


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("全年举办主题党日二百四十场、党课10场。", True),
        ("全年举办主题党日10场、党课240场。", False),
        ("培训党员1,100人次。", True),
        ("培训党员1100人。", False),
    ],
)
def test_verify_holds_a_claim_against_a_word_file(
    zhubi: Zhubi, past: Path, claim: str, supported: bool
) -> None:
    ran = zhubi("verify", claim, "--against", past)
    assert (ran.data["supported"], ran.code) == (supported, int(not supported))


def test_a_claim_without_words_is_refused_in_chinese(zhubi: Zhubi, past: Path) -> None:
    ran = zhubi("verify", "", "--against", past)
    assert ran.code == 2
    assert "没有写要核对的话" in ran.err


def test_verify_says_what_is_wrong(zhubi: Zhubi, past: Path) -> None:
    (problem,) = zhubi("verify", "全年举办主题党日240余场。", "--against", past).data["problems"]
    assert "约数与准数" in problem
