"""The page's handlers: values in, small records out, no browser and no gradio events."""

from __future__ import annotations

import errno
from datetime import datetime
from decimal import Decimal

import pytest

from rag.desk.desk import Desk
from rag.desk.words import maker
from rag.errors import InputError, NotFoundError, YearError
from rag.records import (
    Block,
    Document,
    Finding,
    IndexOutcome,
    LedgerRow,
    LedgerValue,
    Passage,
    ReportSection,
    Version,
)
from rag.settings import Settings
from rag.web.edge import Payload, Reply, Stops, person, served
from rag.web.pages import ask, deliver, findings, home, library, start
from rag.web.pages.help import help_view
from rag.web.parts import workspace
from rag.web.parts.grid import form_grid
from rag.web.parts.ledgerbook import ledger_view
from rag.web.parts.reader import cut, open_pages, quote_span
from rag.web.payloads import bare, finding_from, finding_json, section_json, version_json
from rag.web.streams import Growing, Order, run


def order(kind: str, report_id: int, section: int, **details: object) -> Order:
    data = {"job": "j", "report": report_id, "section": section, **details}
    return Order.of(kind, data)


def written_section(desk: Desk, report_id: int) -> ReportSection:
    """The section that tells of learning."""
    return next(part for part in desk.report(report_id).sections if "政治" in part.heading)


def test_the_first_step_offers_the_newest_report_and_the_year_after_it(desk: Desk) -> None:
    view = start.start_view(desk)
    assert view.year == 2024
    assert view.like == desk.documents()[0].id
    assert view.models[0][0].startswith("2023年")
    assert view.kind == ""


def test_a_new_report_is_offered_for_going_on(desk: Desk, report_id: int) -> None:
    assert start.choices(desk.reports())[0][1] == report_id
    assert start.open_report(desk, report_id).report_id == report_id


def test_a_report_opens_where_work_on_it_stands(desk: Desk, report_id: int) -> None:
    assert home.step_of(start.open_report(desk, report_id)) == home.FIGURES
    section = written_section(desk, report_id)
    list(desk.draft(report_id, section.id, model=False))
    assert home.step_of(start.open_report(desk, report_id)) == home.DRAFT


def test_without_a_past_report_an_outline_is_offered(settings: Settings) -> None:
    desk = Desk(settings)
    view = start.start_view(desk)
    assert view.models == []
    assert view.kind in {kind for _name, kind in view.kinds[1:]}
    made = start.new_report(desk, 2024, view.like, "", view.kind)
    assert len(desk.report(made.report_id).sections) > 3
    desk.close()


def test_a_report_needs_a_year_and_a_model(desk: Desk) -> None:
    with pytest.raises(YearError):
        start.new_report(desk, None, "x", "")
    with pytest.raises(InputError, match="仿照"):
        start.new_report(desk, 2024, None, "")
    with pytest.raises(NotFoundError):
        start.open_report(desk, None)


def test_one_comes_back_to_the_step_where_one_was(desk: Desk, report_id: int) -> None:
    place = home.come_back(desk, {"report": report_id, "step": 3})
    assert (place.report, place.step) == (report_id, home.DRAFT)
    assert home.come_back(desk, {"report": report_id + 9, "step": 3}).step == home.START
    assert home.come_back(desk, None).report == 0


def test_the_form_has_last_years_column_fixed_and_this_years_open(
    desk: Desk, report_id: int
) -> None:
    grid = form_grid(desk, report_id)
    assert [column["editable"] for column in grid["columns"]] == [False, True]
    rows = {row["unit"]: row["cells"] for row in grid["rows"]}
    assert rows["册"] == {"last": "340", "current": ""}
    with pytest.raises(NotFoundError):
        form_grid(desk, 0)


def test_the_ledger_shows_the_newest_year_first(desk: Desk, report_id: int) -> None:
    desk.set_figure("发展党员", "25", year=2024, unit="名")
    assert ledger_view(desk)["columns"][0]["title"] == "2024年"
    assert report_id


def test_a_value_loses_the_unit_that_has_its_own_column() -> None:
    assert bare("47个", "个") == "47"
    assert bare("1800余条", "条") == "1800余"
    assert bare("98.5%", "%") == "98.5%"
    assert bare("1.2万元", "元") == "1.2万元"
    assert bare("12", "次") == "12"
    assert bare("个", "个") == "个"


def test_an_upload_is_told_in_sentences() -> None:
    outcome = IndexOutcome(2, 1, (("/tmp/a/坏.docx", "文件已损坏。"),), 0.1)
    assert library.added_json(outcome) == {
        "added": 2,
        "unchanged": 1,
        "failed": 1,
        "remarks": ["坏.docx：文件已损坏。"],
    }


def test_a_full_disk_is_told_as_one() -> None:
    @served
    def full(payload: Payload) -> Reply:
        raise OSError(errno.ENOSPC, "No space left on device")

    @served
    def locked(payload: Payload) -> Reply:
        raise RuntimeError("(sqlite3.OperationalError) attempt to write a readonly database")

    for function in (full, locked):
        reply = function({})
        assert "写不进去" in reply["error"]
        assert "管理员" in reply["hint"]


def test_a_draft_streams_and_ends_with_the_stored_section(desk: Desk, report_id: int) -> None:
    section = written_section(desk, report_id)
    wires = list(run(desk, Stops(), order("draft", report_id, section.id)))
    last = wires[-1].json()
    assert last["done"]
    assert last["saved"]["text"] == written_section(desk, report_id).text
    assert "【待填" in last["saved"]["text"]
    assert all(not wire.done for wire in wires[:-1])


def test_all_sections_are_drafted_with_progress(desk: Desk, report_id: int) -> None:
    section = written_section(desk, report_id)
    wires = [wire.json() for wire in run(desk, Stops(), order("draft_all", report_id, section.id))]
    assert next(wire for wire in wires if "progress" in wire)["progress"]["done"] == 0
    assert len([wire for wire in wires if "saved" in wire]) == len(desk.report(report_id).sections)
    assert wires[-1]["notices"][0].startswith("已起草")


def test_an_instruction_that_needs_a_model_is_told_and_loses_nothing(
    desk: Desk, report_id: int
) -> None:
    section = written_section(desk, report_id)
    desk.save(section.id, "正文。", base_version=section.version, made_by="甲")
    wires = list(run(desk, Stops(), order("revise", report_id, section.id, wish="写得有诗意")))
    assert wires[-1].done
    assert wires[-1].error
    assert wires[-1].hint
    assert written_section(desk, report_id).text == "正文。"


def test_a_save_on_an_old_version_returns_the_newer_text(desk: Desk, report_id: int) -> None:
    section = written_section(desk, report_id)
    save_text = workspace.writing_functions(desk, Stops())[0]
    base = {"report": report_id, "section": section.id, "base": section.version}
    assert save_text({**base, "text": "甲的文字。", "who": "甲"})["section"]["maker"] == "甲"
    reply = save_text({**base, "text": "乙的文字。", "who": "乙"})
    assert reply["conflict"]["text"] == "甲的文字。"
    assert reply["error"]
    assert written_section(desk, report_id).text == "甲的文字。"


def test_errors_reach_a_script_as_sentences(caplog: pytest.LogCaptureFixture) -> None:
    @served
    def known(payload: object) -> dict[str, object]:
        raise NotFoundError("没有这份报告。", "请重新选择。")

    @served
    def unforeseen(payload: object) -> dict[str, object]:
        raise ZeroDivisionError

    assert known({}) == {"error": "没有这份报告。", "hint": "请重新选择。"}
    assert "程序内部出错" in unforeseen({})["error"]
    assert "ZeroDivisionError" in caplog.text


def test_stopping_reaches_the_work_under_that_key_only() -> None:
    stops = Stops()
    first, second = stops.start("a"), stops.start("b")
    stops.stop("a")
    stops.stop("nobody")
    assert first.is_set()
    assert not second.is_set()
    again = stops.start("b")
    assert second.is_set()
    stops.done("b", again)
    stops.stop("b")
    assert not again.is_set()


def test_growing_text_is_shown_at_intervals() -> None:
    growing = Growing()
    shown = [growing.add("字") for _ in range(1000)]
    assert shown[0]
    assert shown.count(True) < 500
    assert len(growing.text) == 1000


def test_a_question_ends_with_an_answer_that_names_its_sources(desk: Desk) -> None:
    shown = list(ask.answer(desk, Stops(), "k", ask.Asking("2023年开展理论宣讲多少场？")))
    assert shown[-1].done
    assert "86" in shown[-1].json()["text"]
    assert shown[-1].json()["citations"]
    assert ask.earlier(desk.questions())[0][0] == "2023年开展理论宣讲多少场？"
    recalled = ask.recalled(desk, desk.questions()[0].id)
    assert recalled is not None
    assert "86" in recalled.text


def test_the_year_filter_reads_its_own_words(desk: Desk) -> None:
    assert ask.year_choices(desk) == [ask.ALL_YEARS, "2023年"]
    assert ask.year_of("2023年") == 2023
    assert ask.year_of(ask.ALL_YEARS) is None
    assert ask.year_of(None) is None


def test_examples_can_be_asked_of_any_library(desk: Desk, report_id: int) -> None:
    questions = ask.examples(desk)
    assert report_id
    assert len(questions) == len(set(questions)) >= 2
    assert any("多少" in question for question in questions)


def test_a_quote_is_found_inside_its_passage_first() -> None:
    document = Document("题", 2023, "", "report", (Block("paragraph", "甲乙。"),) * 2)
    passage = Passage("p", "d", "题", "report", (), 2023, (), "甲乙。", 4, 7)
    assert quote_span(document, passage, "甲乙") == (4, 6)
    assert quote_span(document, None, "甲乙……") == (0, 2)
    assert quote_span(document, None, "没有") is None
    assert cut((2, 9), 4, 3) == (0, 3)
    assert cut((2, 4), 4, 3) is None


def test_the_reader_marks_the_quoted_words(desk: Desk) -> None:
    entry = desk.documents()[0]
    pages = open_pages(desk, entry.id, "", "开展理论宣讲86场")
    marked = [block for block in pages["blocks"] if block["quote"]]
    assert len(marked) == 1
    begin, end = marked[0]["quote"]
    assert marked[0]["text"][begin:end] == "开展理论宣讲86场"


def test_a_clean_file_is_asked_about_once_an_annotated_one_never(
    desk: Desk, report_id: int
) -> None:
    section = written_section(desk, report_id)
    desk.save(section.id, "种植蓝莓98765亩。", base_version=section.version, made_by="甲")
    asked = deliver.export(desk, report_id, annotated=False, sure=False)
    assert asked.path is None
    assert "没有依据" in asked.question
    clean = deliver.export(desk, report_id, annotated=False, sure=True).path
    noted = deliver.export(desk, report_id, annotated=True, sure=False).path
    assert clean is not None
    assert noted is not None
    assert clean.stat().st_size > 1000
    assert noted.name.endswith("（带批注）.docx")


def test_a_heading_over_sub_sections_is_not_unwritten() -> None:
    def part(level: int, text: str) -> ReportSection:
        return ReportSection(level, level, "", "", text, 0, "empty")

    sections = (part(0, ""), part(1, ""), part(2, "文"), part(1, ""), part(2, ""), part(1, ""))
    assert [one.level for one in findings.unwritten(sections)] == [0, 2, 1]


def test_a_file_name_has_nothing_that_windows_forbids() -> None:
    assert deliver.file_name('a/b:c*?"<>|\n报告 ', annotated=False) == "abc报告.docx"
    assert deliver.file_name("///", annotated=False) == "报告.docx"


def test_a_finding_survives_the_way_through_the_page() -> None:
    finding = Finding("numbers", "error", 3, 5, "12", "不符", "台账", "改为13", "13", 7)
    assert finding_from(finding_json(finding, 7)) == finding


def test_a_section_counts_its_blanks() -> None:
    section = ReportSection(1, 2, "（一）", "学习", "【待填：次】【待核：会】", 1, "drafted")
    shown = section_json(section)
    assert (shown["blanks"], shown["stateName"], shown["name"]) == (2, "已起草", "（一）学习")


def test_a_version_names_its_time_with_its_zone_and_its_maker_in_words() -> None:
    shown = version_json(Version(2, "文", "skeleton", datetime(2024, 5, 1, 6, 0)))
    assert shown["at"] == "2024-05-01T06:00:00+00:00"
    assert shown["maker"] == "按规则起草"
    assert maker("qwen 1a2b3c") == "qwen"
    assert maker("") == "未署名"


def test_the_help_shows_model_and_components(desk: Desk) -> None:
    view = help_view(desk)
    assert "模型" in view.model
    assert all(len(row) == 4 for row in view.rows)


def test_a_ledger_line_names_its_sources() -> None:
    from rag.web.payloads import ledger_json

    value = LedgerValue(Decimal(12), "12次", source="2023年报告")
    line = ledger_json(LedgerRow("集中学习", "次", "", {2023: value}))
    assert line["cells"] == {"2023": "12"}
    assert line["source"] == "2023年：2023年报告"


def test_a_worker_without_a_name_gets_a_neutral_one() -> None:
    assert person({}) == "本机用户"
    assert person({"who": " 王五 "}) == "王五"
