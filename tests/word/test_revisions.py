"""Open revisions of a leader's file, taken or refused one by one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import InputError, UnsupportedFileError
from rag.settings import Settings
from rag.word.export import export_report
from rag.word.layout import Style
from rag.word.reimport import read_back
from rag.word.returned import Reimport
from tests.word.edited import LEADER, REPORT, paragraph

Edit = Callable[..., Reimport]
CLERK = 'w:author="小李" w:date="2024-12-02T08:00:00Z"'
OLD = "全年开展集中学习18次。\n组织宣讲6场。"


def removed(text: str, who: str = LEADER) -> str:
    return f'<w:del w:id="1" {who}><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def added(text: str, who: str = LEADER) -> str:
    return f'<w:ins w:id="2" {who}><w:r><w:t>{text}</w:t></w:r></w:ins>'


def between(before: str, middle: str, after: str) -> str:
    return f"{before}</w:t></w:r>{middle}<w:r><w:t>{after}"


CORRECTED = (
    "全年开展集中学习18次。",
    between("全年开展集中学习", removed("18") + added("2") + added("0"), "次。"),
)
SHORTENED = ("组织宣讲6场。", between("组织宣讲6场", removed("。", CLERK), "；"))


def section(back: Reimport, number: int = 3) -> str:
    return next((item.text for item in back.sections if item.section_id == number), "")


def test_each_revision_is_listed_with_author_text_and_paragraph(edit: Edit) -> None:
    back = edit(CORRECTED, SHORTENED)

    assert [(item.id, item.kind, item.author, item.text) for item in back.revisions] == [
        (1, "delete", "王书记", "18"),
        (2, "insert", "王书记", "20"),
        (3, "delete", "小李", "。"),
    ]
    assert back.revisions[0].paragraph == "全年开展集中学习20次。"
    assert (back.revisions_read, back.refused) == (3, ())


def test_refusing_all_gives_the_text_before_the_edit(edit: Edit) -> None:
    back = edit(CORRECTED, revisions="reject")

    assert back.sections == ()
    assert (back.revisions_read, back.refused) == (0, (1, 2))


def test_single_revisions_are_refused_or_taken(edit: Edit) -> None:
    kept = edit(CORRECTED, SHORTENED, exceptions=[3])
    taken = edit(CORRECTED, SHORTENED, revisions="reject", exceptions=[1, 2])

    assert section(kept) == section(taken) == "全年开展集中学习20次。\n组织宣讲6场。；"
    assert (kept.revisions_read, kept.refused) == (2, (3,))


def test_an_unknown_revision_is_named(edit: Edit) -> None:
    with pytest.raises(InputError, match="没有编号为9的修订"):
        edit(CORRECTED, exceptions=[9])


def test_a_paragraph_put_in_goes_when_it_is_refused(edit: Edit) -> None:
    line = "继续抓好落实。</w:t></w:r></w:p>"
    mark = f'<w:pPr><w:rPr><w:ins w:id="7" {LEADER}/></w:rPr></w:pPr>'
    new = f"<w:p>{mark}{added('再接再厉。')}</w:p>"
    assert section(edit((line, line + new)), 6) == "继续抓好落实。\n再接再厉。"

    back = edit((line, line + new), revisions="reject")
    assert (back.sections, back.refused) == ((), (1,))
    assert back.revisions[0].text == "再接再厉。¶"


def test_a_paragraph_taken_out_comes_back_when_that_is_refused(edit: Edit) -> None:
    face = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    old = f'<w:r>{face}<w:t xml:space="preserve">组织宣讲6场。</w:t></w:r>'
    gone = edit((old, removed("组织宣讲6场。")))

    assert section(gone) == "全年开展集中学习18次。"
    assert edit((old, removed("组织宣讲6场。")), revisions="reject").sections == ()


def test_a_moved_sentence_is_one_revision(edit: Edit) -> None:
    start, goal = (
        f'<w:{side}RangeStart w:id="1" w:name="m1"/><w:{side} w:id="2" {LEADER}><w:r><w:t>全年'
        f'</w:t></w:r></w:{side}><w:{side}RangeEnd w:id="1"/>'
        for side in ("moveFrom", "moveTo")
    )
    moved = (
        "全年开展集中学习18次。",
        between("", start, "开展") + between("", goal, "集中学习18次。"),
    )
    back = edit(moved)

    assert [(item.kind, item.text) for item in back.revisions] == [("move", "全年")]
    assert section(back) == "开展全年集中学习18次。\n组织宣讲6场。"
    assert edit(moved, revisions="reject").sections == ()


def test_a_row_put_into_a_table_goes_when_it_is_refused(edit: Edit) -> None:
    def row(text: str, mark: str = "") -> str:
        cell = f"<w:tc>{paragraph(text)}</w:tc>"
        return f"<w:tr>{mark}{cell}{cell}</w:tr>"

    new = row("新行", f'<w:trPr><w:ins w:id="9" {LEADER}/></w:trPr>')
    line = "组织宣讲6场。</w:t></w:r></w:p>"
    table = (line, f"{line}<w:tbl>{row('旧行')}{new}</w:tbl>")

    assert "新行" in edit(table).unplaced[0].text
    assert "新行" not in edit(table, revisions="reject").unplaced[0].text


def test_a_reworded_run_in_heading_stays_with_its_own_text(edit: Edit) -> None:
    back = edit(("存在问题。", "存在的主要问题。"))

    assert [(item.section_id, item.heading, item.text) for item in back.sections] == [
        (5, "二、存在的主要问题。", REPORT.sections[4].text)
    ]
    assert back.missing == ()


def test_a_new_run_in_heading_is_shown_and_not_guessed_into_a_section(edit: Edit) -> None:
    line = "组织宣讲6场。</w:t></w:r></w:p>"
    back = edit((line, line + paragraph("（二）聚焦廉政建设。开展警示教育3次。")))

    assert back.sections == ()
    assert [item.text for item in back.unplaced] == ["（二）聚焦廉政建设。开展警示教育3次。"]


def test_a_file_of_some_sections_changes_only_those(tmp_path: Path, settings: Settings) -> None:
    part = replace(REPORT.sections[2], text="全年开展集中学习20次。")
    path = tmp_path / "一节.docx"
    export_report(replace(REPORT, sections=(part,)), path, style=Style(), signature=None)
    back = read_back(path, REPORT, settings)

    assert [(item.section_id, item.text) for item in back.sections] == [(3, part.text)]
    assert back.missing == (1, 2, 4, 5, 6)
    assert back.unplaced == ()


@pytest.mark.parametrize("lock", ["~$报告.docx", ".~lock.报告.docx#"])
def test_a_file_that_is_open_is_not_read(tmp_path: Path, settings: Settings, lock: str) -> None:
    path = export_report(REPORT, tmp_path / "报告.docx", style=Style())
    (tmp_path / lock).write_bytes(b"")

    with pytest.raises(InputError, match="正被打开"):
        read_back(path, REPORT, settings)


def test_a_file_with_macros_is_refused(tmp_path: Path, settings: Settings) -> None:
    path = export_report(REPORT, tmp_path / "报告.docx", style=Style())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")

    with pytest.raises(UnsupportedFileError, match="宏"):
        read_back(path, REPORT, settings)
