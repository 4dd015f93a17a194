import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import DamagedFileError, EncryptedFileError, InputError
from rag.records import LedgerRow, Link, Report
from rag.settings import Settings
from rag.word.export import export_report
from rag.word.layout import Style
from rag.word.reimport import read_back
from rag.word.returned import Reimport
from tests.word.edited import DAY, LEADER, REPORT, paragraph, small


def whole(text: str) -> re.Pattern[str]:
    return re.compile(rf"<w:p>(?:(?!</w:p>).)*{re.escape(text)}(?:(?!</w:p>).)*</w:p>")


def test_a_file_that_nobody_edited_changes_nothing(edit: Callable[..., Reimport]) -> None:
    assert edit() == Reimport((), 0, (), author="柳河镇党委")


def test_a_changed_number_is_a_change_of_its_section_alone(edit: Callable[..., Reimport]) -> None:
    back = edit(("学习18次", "学习81次"))

    assert [(item.section_id, item.text) for item in back.sections] == [
        (3, "全年开展集中学习81次。\n组织宣讲6场。")
    ]


def test_a_number_corrected_under_tracked_changes_is_read_as_accepted(
    edit: Callable[..., Reimport],
) -> None:
    old = "全年开展集中学习18次。"
    new = (
        "全年开展集中学习</w:t></w:r>"
        f'<w:del w:id="1" {LEADER}><w:r><w:delText>18</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" {LEADER}><w:r><w:t>20</w:t></w:r></w:ins>'
        "<w:r><w:t>次。"
    )
    back = edit((old, new))

    assert back.sections[0].text.startswith("全年开展集中学习20次。")
    assert back.revisions_read == 2
    assert back.author == "王书记"
    assert back.warnings


def test_a_paragraph_added_or_taken_out_changes_its_section(
    edit: Callable[..., Reimport],
) -> None:
    line = "继续抓好落实。</w:t></w:r></w:p>"
    back = edit((line, line + paragraph("再接再厉。")))
    assert [(item.section_id, item.text) for item in back.sections] == [
        (6, "继续抓好落实。\n再接再厉。")
    ]


def test_what_stands_above_the_title_is_shown_and_changes_no_section(
    edit: Callable[..., Reimport],
) -> None:
    back = edit(("<w:p>", paragraph("（征求意见稿）") + "<w:p>"))

    assert back.sections == ()
    assert [(item.after, item.text) for item in back.unplaced] == [(None, "（征求意见稿）")]


def test_a_reworded_heading_is_still_its_section(edit: Callable[..., Reimport]) -> None:
    back = edit(("（一）聚焦政治建设", "（一）聚焦党的政治建设"))

    assert [(item.section_id, item.heading) for item in back.sections] == [
        (3, "（一）聚焦党的政治建设")
    ]
    assert back.sections[0].text == REPORT.sections[2].text
    assert back.missing == ()


def test_a_renumbered_heading_is_found_by_its_words(edit: Callable[..., Reimport]) -> None:
    back = edit(
        ("（一）聚焦政治建设", "（二）聚焦政治建设"), ("（二）聚焦队伍建设", "（三）聚焦队伍建设")
    )

    assert [(item.section_id, item.heading) for item in back.sections] == [
        (3, "（二）聚焦政治建设"),
        (4, "（三）聚焦队伍建设"),
    ]


def test_a_run_in_heading_keeps_its_section_apart(edit: Callable[..., Reimport]) -> None:
    back = edit(("整改问题4个", "整改问题5个"))

    assert [(item.section_id, item.text, item.heading) for item in back.sections] == [
        (5, "学习不够深入，整改问题5个。", "")
    ]


def test_a_section_moved_to_another_place_is_recognised(
    edit: Callable[..., Reimport], tmp_path: Path, settings: Settings
) -> None:
    path = export_report(REPORT, tmp_path / "a.docx", style=Style())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    body = parts["word/document.xml"]
    first = "".join(
        match.group()
        for text in ("（一）聚焦政治建设", "全年开展", "组织宣讲")
        if (match := whole(text).search(body))
    )
    body = body.replace(first, "").replace("<w:sectPr", first + "<w:sectPr", 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**parts, "word/document.xml": body}.items():
            archive.writestr(name, text)

    back = read_back(path, replace(REPORT, unit=""), settings)
    assert 3 not in back.missing
    assert [item.section_id for item in back.sections] == [6]
    assert back.sections[0].text.startswith("继续抓好落实。")


def test_a_new_heading_is_shown_and_not_guessed_into_a_section(
    edit: Callable[..., Reimport],
) -> None:
    line = "组织宣讲6场。</w:t></w:r></w:p>"
    new = paragraph("（二）聚焦廉政建设", "Heading2") + paragraph("开展警示教育3次。")
    back = edit((line, line + new))

    assert back.sections == ()
    assert [(item.after, item.text) for item in back.unplaced] == [
        (3, "（二）聚焦廉政建设\n开展警示教育3次。")
    ]


def test_a_section_taken_out_is_named_and_stays_in_the_report(
    edit: Callable[..., Reimport],
) -> None:
    back = edit(*((text, "") for text in ("（二）聚焦队伍建设", "1. 培训干部", "培训干部120名。")))

    assert back.missing == (4,)
    assert back.sections == ()


def test_a_leaders_comment_lands_on_its_place(edit: Callable[..., Reimport]) -> None:
    note = (
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:comment w:id="0" {LEADER}>{paragraph("请核实")}</w:comment></w:comments>'
    )
    marked = (
        '组织宣讲</w:t></w:r><w:commentRangeStart w:id="0"/><w:r><w:t>6场</w:t></w:r>'
        '<w:commentRangeEnd w:id="0"/><w:r><w:t>。'
    )
    (comment,) = edit(("组织宣讲6场。", marked), extra=note).comments
    text = REPORT.sections[2].text

    assert (comment.author, comment.text, comment.quote) == ("王书记", "请核实", "6场")
    assert comment.section_id == 3
    assert text[comment.start : comment.end] == "6场"


@pytest.mark.parametrize(
    ("change", "quote", "start"),
    [
        # no extent, only the reference
        (
            (
                "组织宣讲6场。",
                '组织宣讲</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r><w:r><w:t>6场。',
            ),
            "",
            len("全年开展集中学习18次。\n组织宣讲"),
        ),
        # begun between two paragraphs, as some programs write it
        (
            (
                '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:rPr><w:rFonts'
                ' w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">组织宣讲6场。</w:t></w:r>',
                '<w:commentRangeStart w:id="0"/><w:p><w:r><w:t>组织宣讲6场。</w:t></w:r>'
                '<w:commentRangeEnd w:id="0"/>',
            ),
            "组织宣讲6场。",
            len("全年开展集中学习18次。\n"),
        ),
    ],
)
def test_a_comment_is_placed_however_it_is_written(
    edit: Callable[..., Reimport], change: tuple[str, str], quote: str, start: int
) -> None:
    note = (
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:comment w:id="0" {LEADER}>{paragraph("请核实")}</w:comment></w:comments>'
    )
    (comment,) = edit(change, extra=note).comments

    assert (comment.section_id, comment.quote, comment.start) == (3, quote, start)


def test_the_annotated_copys_own_comments_do_not_come_back(
    tmp_path: Path,
    settings: Settings,
    make_report: Callable[..., Report],
    make_links: Callable[[Report], dict[int, tuple[Link, ...]]],
    make_rows: Callable[..., tuple[LedgerRow, ...]],
) -> None:
    report = make_report()
    path = tmp_path / "a.docx"
    export_report(
        report,
        path,
        style=Style(),
        annotated=True,
        links=make_links(report),
        rows=make_rows(30),
        date=DAY,
    )

    assert read_back(path, report, settings) == Reimport((), 0, (), author=report.unit)


@pytest.mark.office
def test_a_file_saved_by_another_program_changes_nothing(
    resaved: tuple[Report, Path], settings: Settings
) -> None:
    report, path = resaved
    back = read_back(path, report, settings)

    assert (back.sections, back.unplaced, back.missing, back.comments) == ((), (), (), ())


def test_another_reports_file_is_refused(tmp_path: Path, settings: Settings) -> None:
    other = small((1, "一、", "经济运行", "增长5%。"), (1, "二、", "财政收支", "收入3亿元。"))
    path = export_report(other, tmp_path / "a.docx", style=Style())

    with pytest.raises(InputError, match="不是这份报告"):
        read_back(path, REPORT, settings)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"PK\x03\x04 broken", DamagedFileError),
        (b"%PDF-1.7 ...", InputError),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"),
            EncryptedFileError,
        ),
        (b"", InputError),
    ],
)
def test_files_that_cannot_be_read_say_why(
    tmp_path: Path, settings: Settings, content: bytes, error: type[InputError]
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)

    with pytest.raises(error) as caught:
        read_back(path, REPORT, settings)
    assert caught.value.message


@pytest.mark.parametrize("lock", ["~$报告.docx", ".~lock.报告.docx#", ".~报告.docx"])
def test_a_file_held_open_is_not_read_half_saved(
    tmp_path: Path, settings: Settings, lock: str
) -> None:
    path = export_report(REPORT, tmp_path / "报告.docx", style=Style())
    (tmp_path / lock).write_bytes(b"x")

    with pytest.raises(InputError, match="正被打开"):
        read_back(path, REPORT, settings)


@pytest.mark.parametrize("name", ["改.docx", "改.docm"])
def test_a_file_with_macros_is_refused(tmp_path: Path, settings: Settings, name: str) -> None:
    path = export_report(REPORT, tmp_path / "a.docx", style=Style()).rename(tmp_path / name)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")

    with pytest.raises(InputError, match="宏"):
        read_back(path, REPORT, settings)


def test_a_file_protected_against_editing_is_read_all_the_same(
    edit: Callable[..., Reimport], tmp_path: Path, settings: Settings
) -> None:
    assert edit(("学习18次", "学习19次")).sections
    path = tmp_path / "报告.docx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    lock = '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'
    parts["word/settings.xml"] = parts["word/settings.xml"].replace("<w:zoom", f"{lock}<w:zoom")
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)

    assert [item.section_id for item in read_back(path, REPORT, settings).sections] == [3]
