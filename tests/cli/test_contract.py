"""The command line keeps its contract: one JSON document, exit codes, errors on stderr."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from openpyxl import Workbook

from rag.cli.run import run
from tests.cli.conftest import Zhubi


def sections(zhubi: Zhubi, report: int) -> dict[str, int]:
    return {p["heading"]: p["id"] for p in zhubi("report", "show", report).data["sections"]}


def fill(zhubi: Zhubi) -> None:
    for indicator, value in {
        "集中学习": "15次",
        "主题党日": "290场",
        "党群服务中心": "4个",
        "发展党员": "18名",
        "培训党员": "1300人次",
    }.items():
        assert zhubi("ledger", "set", indicator, value, "--year", 2024).code == 0


def test_read_prints_title_year_and_blocks(zhubi: Zhubi, past_report: Path) -> None:
    data = zhubi("read", past_report).data
    assert (data["title"], data["year"], data["kind"]) == (
        "云水镇2023年党建工作报告",
        2023,
        "report",
    )
    labels = [block["label"] for block in data["blocks"] if block["level"]]
    assert labels == ["一、", "（一）", "（二）", "二、", "三、"]


def test_figures_have_offsets_into_the_joined_blocks(zhubi: Zhubi, past_report: Path) -> None:
    blocks = zhubi("read", past_report).data["blocks"]
    text = "\n".join(block["text"] for block in blocks)
    figures = zhubi("figures", past_report).data
    assert len(figures) >= 9
    assert all(text[f["start"] : f["end"]] == f["text"] for f in figures)


def test_index_says_what_is_new_unchanged_and_failed(
    zhubi: Zhubi, past_report: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    ran = zhubi("index", past_report, empty)
    first = ran.data
    assert (first["added"], first["unchanged"], len(first["failed"])) == (1, 0, 1)
    assert ran.code == 1
    assert "空.docx" in first["failed"][0]["file"]
    assert zhubi("index", past_report).data["unchanged"] == 1
    assert zhubi("index", past_report).code == 0
    assert zhubi("index", empty).code == 2


def test_documents_lists_and_remove_removes(zhubi: Zhubi, past_report: Path) -> None:
    zhubi("index", past_report)
    (entry,) = zhubi("documents").data
    assert (entry["year"], entry["kind"]) == (2023, "report")
    assert entry["passages"] > 0
    assert entry["figures"] > 0
    assert zhubi("remove", entry["id"]).code == 0
    assert zhubi("documents").data == []
    assert zhubi("search", "主题党日").data == []


def test_search_finds_the_passage_with_its_section(zhubi: Zhubi, past_report: Path) -> None:
    zhubi("index", past_report)
    hits = zhubi("search", "主题党日", "-k", 3).data
    assert "264场" in hits[0]["text"]
    assert "政治建设" in hits[0]["section"]
    assert hits[0]["report_year"] == 2023


def test_ask_answers_a_figure_question_with_its_source(zhubi: Zhubi, past_report: Path) -> None:
    zhubi("index", past_report)
    answer = zhubi("ask", "2023年举办主题党日多少场？").data
    assert "264" in answer["answer"]
    assert answer["citations"][0]["n"] == 1
    assert answer["figures"][0]["value"] == "264"


def test_ask_refuses_when_the_year_is_not_there(zhubi: Zhubi, past_report: Path) -> None:
    zhubi("index", past_report)
    ran = zhubi("ask", "2019年举办主题党日多少场？")
    assert ran.code == 1
    assert ran.data["refused"]


def test_the_ledger_takes_values_and_keeps_their_wording(zhubi: Zhubi, started: int) -> None:
    (row,) = zhubi("ledger", "set", "主题党日", "近300场", "--year", 2024).data
    assert row["values"]["2024"] == "300"
    assert row["texts"]["2024"] == "近300场"
    assert row["values"]["2023"] == "264"


def test_the_ledger_goes_out_to_a_sheet_and_comes_back(
    zhubi: Zhubi, started: int, tmp_path: Path
) -> None:
    fill(zhubi)
    sheet = tmp_path / "台账.xlsx"
    assert zhubi("ledger", "export", sheet).code == 0
    rows = zhubi("ledger", "import", sheet, "--year", 2024).data
    assert {row["values"]["2024"] for row in rows} >= {"290", "1300"}


def test_drafting_all_by_rule_fills_this_years_figures(zhubi: Zhubi, started: int) -> None:
    fill(zhubi)
    drafted = zhubi("draft", started, "--all", "--model", "none").data["sections"]
    text = "\n".join(part["text"] for part in drafted)
    assert "290场" in text
    assert "264" not in text.replace("上年264", "")
    statuses = {link["text"]: link["status"] for part in drafted for link in part["links"]}
    assert statuses["290场"] == "entered"


def test_edit_saves_a_version_and_check_finds_last_years_number(
    zhubi: Zhubi, started: int, tmp_path: Path
) -> None:
    fill(zhubi)
    section = sections(zhubi, started)["聚焦政治建设"]
    text = tmp_path / "新.txt"
    text.write_text("今年举办主题党日264场。", encoding="utf-8")
    edited = zhubi("edit", started, section, "--text-file", text).data
    assert (edited["version"], edited["state"]) == (1, "edited")
    checked = zhubi("check", started)
    assert checked.code == 1
    (number,) = (n for n in checked.data["numbers"] if n["text"] == "264场")
    assert number["status"] == "stale"
    assert "290" in number["expected"]


def test_a_binary_file_does_not_become_a_section(
    zhubi: Zhubi, started: int, tmp_path: Path
) -> None:
    section = sections(zhubi, started)["聚焦政治建设"]
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04garbage")
    ran = zhubi("edit", started, section, "--text-file", tmp_path / "坏.docx")
    assert ran.code == 2
    assert "不是文本文件" in ran.err


def test_revise_by_rule_shortens_and_free_instructions_need_a_model(
    zhubi: Zhubi, started: int
) -> None:
    fill(zhubi)
    section = sections(zhubi, started)["聚焦政治建设"]
    before = zhubi("draft", started, section, "--model", "none").data["sections"][0]["text"]
    dropped = zhubi("revise", started, section, "删去第二点").data
    assert len(dropped["text"]) < len(before)
    refused = zhubi("revise", started, section, "写得像散文一样")
    assert refused.code == 2
    assert "模型" in refused.err


def test_check_takes_any_file_with_a_sheet_and_a_past_report(
    zhubi: Zhubi, past_report: Path, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["指标", "单位", "2024年"])
    book.active.append(["主题党日", "场", 290])
    sheet = tmp_path / "数据.xlsx"
    book.save(sheet)
    draft = tmp_path / "云水镇2024年党建工作报告.txt"
    draft.write_text(
        "云水镇2024年党建工作报告\n一、做法\n今年举办主题党日290场。\n二、其他\n今年培训党员999人次。\n",
        encoding="utf-8",
    )
    ran = zhubi("check", draft, "--figures", sheet, "--past", past_report)
    statuses = {number["text"]: number["status"] for number in ran.data["numbers"]}
    assert statuses["290场"] == "entered"
    assert statuses["999人次"] == "unsupported"
    assert ran.code == 1


def test_verify_says_whether_a_source_supports_a_claim(zhubi: Zhubi, past_report: Path) -> None:
    assert zhubi("verify", "举办主题党日二百六十四场", "--against", past_report).data["supported"]
    wrong = zhubi("verify", "举办主题党日246场", "--against", past_report)
    assert (wrong.code, wrong.data["supported"]) == (1, False)


def test_export_writes_a_word_file(zhubi: Zhubi, started: int, tmp_path: Path) -> None:
    fill(zhubi)
    zhubi("draft", started, "--all", "--model", "none")
    path = tmp_path / "报告.docx"
    assert zhubi("export", started, "-o", path).data == {"path": str(path)}
    back = zhubi("read", path).data
    assert back["title"] == "云水镇2024年党建工作报告"
    assert any("290场" in block["text"] for block in back["blocks"])


def test_doctor_names_every_component(zhubi: Zhubi) -> None:
    components = {line["component"] for line in zhubi("doctor").data}
    assert {"数据目录", "向量", "模型", "LibreOffice"} <= components


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("report", "new", "--year", "20233"), 2, "20233"),
        (("report", "show", "99"), 2, "99"),
        (("draft", "99", "--all"), 2, "99"),
        (("export", "99", "-o", "x.docx"), 2, "99"),
        (("remove", "nothing"), 2, "文件"),
        (("read", "没有这个文件.docx"), 2, "没有这个文件.docx"),
        (("check", "没有这个文件.docx"), 2, "没有这个文件.docx"),
        (("ledger", "import", "没有.xlsx", "--year", "2024"), 2, "没有.xlsx"),
        (("ledger", "set", "党日", "很多", "--year", "2024"), 2, "很多"),
        (("search", " "), 2, "请先写下"),
    ],
)
def test_bad_input_is_a_sentence_on_stderr(
    zhubi: Zhubi, args: tuple[str, ...], code: int, words: str
) -> None:
    ran = zhubi(*args)
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_a_sheet_without_indicators_is_refused_and_loses_nothing(
    zhubi: Zhubi, started: int, tmp_path: Path
) -> None:
    fill(zhubi)
    before = zhubi("ledger", "show").data
    book = Workbook()
    assert book.active is not None
    book.active.append(["甲", "乙"])
    path = tmp_path / "坏表.xlsx"
    book.save(path)
    ran = zhubi("ledger", "import", path, "--year", 2024)
    assert ran.code == 2
    assert "坏表.xlsx" in ran.err
    assert zhubi("ledger", "show").data == before


def test_an_unknown_setting_is_named(zhubi: Zhubi, home: Path) -> None:
    (home / "zhubi.toml").write_text('embeding = "none"\n', encoding="utf-8")
    ran = zhubi("documents")
    assert ran.code == 2
    assert "embeding" in ran.err


def test_a_model_that_is_down_leaves_the_section_as_it_was(
    zhubi: Zhubi, started: int, home: Path
) -> None:
    (home / "zhubi.toml").write_text(
        'embedding = "none"\nmodel_url = "http://127.0.0.1:9/v1"\nmodel = "x"\nmodel_retries = 0\n',
        encoding="utf-8",
    )
    section = sections(zhubi, started)["聚焦政治建设"]
    ran = zhubi("draft", started, section)
    assert ran.code == 3
    assert "ZHUBI_MODEL_URL" in ran.err
    assert json.loads(zhubi("report", "show", started).out)["sections"][2]["version"] == 0


def test_reindexing_finds_the_same_again(zhubi: Zhubi, past_report: Path) -> None:
    zhubi("index", past_report)
    before = zhubi("search", "主题党日").data
    assert zhubi("reindex").data == {"documents": 1}
    assert zhubi("search", "主题党日").data == before
    assert zhubi("documents").data[0]["state"] == "已完成"


def test_removing_what_is_not_there_is_a_wrong_input(zhubi: Zhubi) -> None:
    ran = zhubi("remove", "ffffffffffff")
    assert ran.code == 2
    assert "没有这份文件" in ran.err


def test_the_home_may_stand_before_the_command(
    zhubi: Zhubi, past_report: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zhubi("index", past_report)
    monkeypatch.setenv("ZHUBI_HOME", "elsewhere")
    monkeypatch.setattr("sys.argv", ["zhubi", "--home", str(home), "documents", "--json"])
    with pytest.raises(SystemExit) as end:
        run()
    assert end.value.code == 0
    assert os.environ["ZHUBI_HOME"] == str(home)


def test_a_home_that_cannot_be_made_is_a_sentence(
    zhubi: Zhubi,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["zhubi", "documents", "--home", str(tmp_path / "file" / "h")])
    with pytest.raises(SystemExit) as end:
        run()
    assert end.value.code == 2
    assert "数据目录不能使用" in capsys.readouterr().err


def test_a_file_named_in_another_encoding_is_taken_like_any_other(
    zhubi: Zhubi, tmp_path: Path
) -> None:
    folder = tmp_path / "旧资料"
    folder.mkdir()
    name = os.fsencode(folder) + b"/" + "2023年报告.txt".encode("gb18030")
    try:
        Path(os.fsdecode(name)).write_text("全年举办主题党日264场。", encoding="utf-8")
    except OSError:
        pytest.skip("this system takes UTF-8 names only")
    assert zhubi("index", folder).data["added"] == 1
    assert zhubi("documents").data[0]["file"] == "2023年报告.txt"
    assert "264场" in zhubi("search", "主题党日").data[0]["text"]
