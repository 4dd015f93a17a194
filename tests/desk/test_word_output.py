"""What the desk exports: some sections or all, attachments, dates, PDF and preview pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest

from rag.desk.desk import Desk
from rag.desk.relay import check_layout_file, relay_file
from rag.errors import ComponentError, InputError, NotFoundError
from rag.records import Report
from rag.reports.store import NewSection
from rag.settings import Settings
from rag.word.layout import Style
from tests.desk.conftest import WriteReport

PLANS = "力争新建党群服务中心3个。计划全年发展党员20名。学习形势变化很快。"
PARTS = (
    (NewSection(0, "", ""), "县委：\n现将情况报告如下。"),
    (NewSection(1, "一、", "主要做法和成效"), ""),
    (NewSection(2, "（一）", "聚焦政治建设"), "集中学习18次。"),
    (NewSection(2, "（二）", "聚焦组织建设", run_in="。"), "发展党员20名。"),
    (NewSection(1, "二、", "下一步打算", "下一步打算", PLANS), "继续抓好落实。"),
)


@pytest.fixture
def report(write_report: WriteReport) -> Report:
    return write_report(PARTS)


def lines(path: Path) -> list[str]:
    return [item.text for item in docx.Document(str(path)).paragraphs if item.text]


def test_the_whole_report_is_dated_today_unless_told(
    desk: Desk, report: Report, tmp_path: Path
) -> None:
    path = tmp_path / "a.docx"
    today = date.today()

    assert lines(desk.export(report.id, path))[-2:] == [
        "某镇党委",
        f"{today.year}年{today.month}月{today.day}日",
    ]
    assert lines(desk.export(report.id, path, day=date(2024, 12, 5)))[-1] == "2024年12月5日"
    assert lines(desk.export(report.id, path, day=None))[-1] == "【待填：成文日期】"


def test_a_run_in_heading_prints_run_in_again(desk: Desk, report: Report, tmp_path: Path) -> None:
    assert "（二）聚焦组织建设。发展党员20名。" in lines(
        desk.export(report.id, tmp_path / "a.docx")
    )


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([2], ["（一）聚焦政治建设", "集中学习18次。"]),
        (
            [1],
            [
                "一、主要做法和成效",
                "（一）聚焦政治建设",
                "集中学习18次。",
                "（二）聚焦组织建设。发展党员20名。",
            ],
        ),
        ([4, 2], ["（一）聚焦政治建设", "集中学习18次。", "二、下一步打算", "继续抓好落实。"]),
        ([0], ["县委：", "现将情况报告如下。"]),
    ],
)
def test_chosen_sections_are_exported_in_order_without_a_signature(
    desk: Desk, report: Report, tmp_path: Path, places: list[int], expected: list[str]
) -> None:
    ids = [report.sections[place].id for place in places]
    written = desk.export(report.id, tmp_path / "a.docx", sections=ids)

    assert lines(written) == [report.title, *expected]


def test_a_section_of_another_report_is_named(desk: Desk, report: Report, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="999"):
        desk.export(report.id, tmp_path / "a.docx", sections=[999])
    assert not (tmp_path / "a.docx").exists()


def test_attachments_hold_the_years_figures_and_last_years_promises(
    desk: Desk, report: Report, tmp_path: Path
) -> None:
    path = desk.export(report.id, tmp_path / "a.docx", ledger=True, with_promises=True)
    figures, promised = docx.Document(str(path)).tables

    assert [line for line in lines(path) if line.startswith(("附件", "2. "))] == [
        "附件：1. 2024年度主要数据情况表",
        "2. 2023年承诺事项清单",
        "附件1",
        "附件2",
    ]
    assert [cell.text for cell in figures.rows[1].cells][:4] == ["集中学习", "次", "12", "18"]
    assert [row.cells[1].text for row in promised.rows[1:]] == [
        "力争新建党群服务中心3个",
        "计划全年发展党员20名",
    ]
    assert {row.cells[2].text for row in promised.rows[1:]} == {"【待填：落实情况】"}


def test_without_libreoffice_there_is_no_pdf_and_no_preview_page(
    desk: Desk, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert desk.preview_pages(report.id) is None
    with pytest.raises(ComponentError, match="没有安装 LibreOffice"):
        desk.export(report.id, tmp_path / "a.docx", pdf=True)


@pytest.mark.office
def test_preview_pages_are_pictures_of_the_real_pages_made_once(desk: Desk, report: Report) -> None:
    pages = desk.preview_pages(report.id)
    assert pages is not None
    (page,) = pages
    made = page.stat().st_mtime_ns

    assert page.read_bytes().startswith(b"\x89PNG")
    assert desk.preview_pages(report.id) == pages
    assert page.stat().st_mtime_ns == made


def test_the_offices_layout_is_used_until_it_is_given_up(
    desk: Desk, report: Report, tmp_path: Path
) -> None:
    own = tmp_path / "本单位.toml"
    own.write_text('name = "某县公文版式"\n[page]\ntop_mm = 40\n', encoding="utf-8")
    assert desk.set_style(own).name == "某县公文版式"
    own.unlink()

    def top(path: Path) -> float:
        return round(docx.Document(str(path)).sections[0].top_margin.mm, 1)

    assert top(desk.export(report.id, tmp_path / "a.docx")) == 40
    assert "padding:40" in desk.preview(report.id)
    found = check_layout_file(tmp_path / "a.docx", desk.settings)
    assert [item.message for item in found if "天头" in item.message] == []
    relay_file(tmp_path / "a.docx", tmp_path / "b.docx", desk.settings)
    assert top(tmp_path / "b.docx") == 40
    other = tmp_path / "另.toml"
    other.write_text("[page]\ntop_mm = 35\n", encoding="utf-8")
    assert top(desk.export(report.id, tmp_path / "c.docx", style=other)) == 35

    assert desk.reset_style() == Style()
    assert top(desk.export(report.id, tmp_path / "a.docx")) == 37


def test_a_wrong_layout_file_leaves_the_offices_as_it_was(desk: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "错.toml"
    wrong.write_text("[page]\ntop = 40\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"page\.top"):
        desk.set_style(wrong)
    assert desk.style() == Style()


def test_without_libreoffice_no_file_is_written_when_a_pdf_is_wanted(
    desk: Desk, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "a.docx"

    with pytest.raises(ComponentError, match="没有安装 LibreOffice"):
        desk.export(report.id, path, pdf=True)
    assert not path.exists()


def test_a_pdf_that_fails_leaves_the_word_file_and_says_so(
    desk: Desk, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bin" / "soffice"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}:/usr/bin:/bin")

    with pytest.raises(ComponentError) as caught:
        desk.export(report.id, tmp_path / "a.docx", pdf=True)
    assert "“a.docx”已经写好" in caught.value.hint
    assert (tmp_path / "a.docx").is_file()


def test_the_report_is_signed_like_the_one_it_follows_unless_a_unit_is_set(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    past = tmp_path / "2023年报告.txt"
    past.write_text(
        "河湾镇2023年工作报告\n一、主要做法\n集中学习12次。\n中共河湾镇委员会\n2023年12月20日\n",
        encoding="utf-8",
    )
    assert desk.index([past]).added == 1
    report = desk.new_report(year=2024)
    written = desk.export(report.id, tmp_path / "a.docx", day=date(2024, 12, 5))

    assert lines(written)[-2:] == ["中共河湾镇委员会", "2024年12月5日"]
    assert "中共河湾镇委员会" in desk.preview(report.id)
    back = desk.reimport(report.id, written)
    assert (back.sections, back.unplaced) == ((), ())
    desk.settings = settings.model_copy(update={"unit": "河湾镇党委"})
    report = desk.new_report(year=2024)
    assert lines(desk.export(report.id, tmp_path / "b.docx"))[-2] == "河湾镇党委"
