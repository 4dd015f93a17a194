"""The numbers Word generates, read back from files that hold none of them as text."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from wordfiles import abstract, instance, level, listed, paragraph, write_docx

from rag.reading.numberformats import format_number
from rag.reading.reader import read_document
from rag.settings import Settings

FORMATS = {
    "chineseCounting": "一 二 三 十 十一 二十 二十一 九十九",
    "chineseCountingThousand": "一 二 三 十 十一 二十 二十一 九十九",
    "japaneseCounting": "一 二 三 十 十一 二十 二十一 九十九",
    "taiwaneseCountingThousand": "一 二 三 十 十一 二十 二十一 九十九",
    "ideographDigital": "一 二 三 一〇 一一 二〇 二一 九九",
    "chineseLegalSimplified": "壹 贰 叁 壹拾 壹拾壹 贰拾 贰拾壹 玖拾玖",
    "ideographTraditional": "甲 乙 丙 癸 11 20 21 99",
    "ideographZodiac": "子 丑 寅 酉 戌 20 21 99",
    "ideographZodiacTraditional": "甲子 乙丑 丙寅 癸酉 甲戌 癸未 甲申 壬寅",
    "decimal": "1 2 3 10 11 20 21 99",
    "decimalZero": "01 02 03 10 11 20 21 99",
    "decimalFullWidth": "１ ２ ３ １０ １１ ２０ ２１ ９９",
    "decimalEnclosedCircle": "① ② ③ ⑩ ⑪ ⑳ ㉑ 99",
    "decimalEnclosedCircleChinese": "① ② ③ ⑩ ⑪ ⑳ ㉑ 99",
    "decimalEnclosedFullstop": "⒈ ⒉ ⒊ ⒑ ⒒ ⒛ 21 99",
    "decimalEnclosedParen": "⑴ ⑵ ⑶ ⑽ ⑾ ⒇ 21 99",
    "upperLetter": "A B C J K T U UUUU",
    "lowerLetter": "a b c j k t u uuuu",
    "upperRoman": "I II III X XI XX XXI XCIX",
    "lowerRoman": "i ii iii x xi xx xxi xcix",
}
# LibreOffice 7.4 shows these as plain digits.
UNKNOWN_TO_LIBREOFFICE = frozenset(
    {
        "ideographZodiacTraditional",
        "decimalFullWidth",
        "decimalEnclosedFullstop",
        "decimalEnclosedParen",
    }
)
NUMBERS = (1, 2, 3, 10, 11, 20, 21, 99)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_written_as_word_writes_it(name: str) -> None:
    assert [format_number(number, name) for number in NUMBERS] == FORMATS[name].split()


def test_hundreds_are_counted_in_words_or_digit_by_digit() -> None:
    assert format_number(105, "chineseCountingThousand") == "一百零五"
    assert format_number(110, "japaneseCounting") == "一百一十"
    assert format_number(105, "chineseCounting") == "一〇五"


def texts(path: Path, settings: Settings) -> list[str]:
    return [block.text for block in read_document(path, settings).blocks]


@pytest.mark.parametrize("name", FORMATS)
def test_three_levels_in_each_format_restart_under_a_new_parent(
    name: str, tmp_path: Path, settings: Settings
) -> None:
    one, two, three = FORMATS[name].split()[:3]
    levels = [level(0, name, "%1、"), level(1, name, "（%2）"), level(2, name, "%3．")]
    shape = [0, 1, 2, 2, 1, 2, 0, 1, 2, 0]
    path = write_docx(
        tmp_path / "a.docx",
        "".join(listed("主要内容", 1, depth) for depth in shape),
        {"numbering": abstract(1, levels) + instance(1, 1)},
    )
    labels = [
        f"{one}、", f"（{one}）", f"{one}．", f"{two}．", f"（{two}）", f"{one}．",
        f"{two}、", f"（{one}）", f"{one}．", f"{three}、",
    ]  # fmt: skip
    assert texts(path, settings) == [f"{label}主要内容" for label in labels]


def test_official_labels_give_heading_levels(tmp_path: Path, settings: Settings) -> None:
    levels = [
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCountingThousand", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimal", "（%4）"),
    ]
    path = write_docx(
        tmp_path / "a.docx",
        "".join(listed("抓好学习", 1, depth) for depth in (0, 1, 2, 3, 3, 1, 0)),
        {"numbering": abstract(1, levels) + instance(1, 1)},
    )
    blocks = read_document(path, settings).blocks
    assert [(block.level, block.label) for block in blocks] == [
        (1, "一、"), (2, "（一）"), (3, "1."), (4, "（1）"), (4, "（2）"), (2, "（二）"),
        (1, "二、"),
    ]  # fmt: skip
    assert all(block.kind == "heading" and block.text.startswith(block.label) for block in blocks)


def test_a_pattern_may_show_the_levels_above(tmp_path: Path, settings: Settings) -> None:
    levels = [
        level(0, "chineseCounting", "第%1章 "),
        level(1, "decimal", "%1.%2 ", extra="<w:isLgl/>"),
        level(2, "decimal", "%1.%2.%3 ", extra="<w:isLgl/>"),
    ]
    path = write_docx(
        tmp_path / "a.docx",
        "".join(listed("总则", 1, depth) for depth in (0, 1, 2, 2, 0, 1)),
        {"numbering": abstract(1, levels) + instance(1, 1)},
    )
    assert texts(path, settings) == [
        "第一章 总则", "1.1 总则", "1.1.1 总则", "1.1.2 总则", "第二章 总则", "2.1 总则",
    ]  # fmt: skip


def test_a_tab_after_a_bare_number_is_a_blank(tmp_path: Path, settings: Settings) -> None:
    levels = [
        level(index, "chineseCounting", pattern).replace('<w:suff w:val="nothing"/>', "")
        for index, pattern in enumerate(("第%1章", "%2、"))
    ]
    path = write_docx(
        tmp_path / "a.docx",
        listed("总则", 1, 0) + listed("总则", 1, 1),
        {"numbering": abstract(1, levels) + instance(1, 1)},
    )
    document = read_document(path, settings)
    assert [(block.level, block.text) for block in document.blocks] == [
        (1, "第一章 总则"), (1, "一、总则"),
    ]  # fmt: skip


def test_start_override_and_shared_counters(tmp_path: Path, settings: Settings) -> None:
    """Two lists with one definition count on; an override starts anew; a start value counts."""
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = (
        abstract(1, [level(0, "decimal", "%1.", start=3)])
        + instance(1, 1)
        + instance(2, 1)
        + instance(3, 1, override)
    )
    body = "".join(listed("甲", number) for number in (1, 1, 2, 3, 3, 1))
    path = write_docx(tmp_path / "a.docx", body, {"numbering": numbering})
    assert texts(path, settings) == ["3.甲", "4.甲", "5.甲", "5.甲", "6.甲", "7.甲"]


def test_restart_never_and_only_after_a_given_level(tmp_path: Path, settings: Settings) -> None:
    levels = [
        level(0, "decimal", "%1."),
        level(1, "decimal", "(%2)", extra='<w:lvlRestart w:val="0"/>'),
        level(2, "decimal", "[%3]", extra='<w:lvlRestart w:val="1"/>'),
    ]
    path = write_docx(
        tmp_path / "a.docx",
        "".join(listed("甲", 1, depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2)),
        {"numbering": abstract(1, levels) + instance(1, 1)},
    )
    assert texts(path, settings) == [
        "1.甲", "(1)甲", "[1]甲", "(2)甲", "[2]甲", "2.甲", "(3)甲", "[1]甲",
    ]  # fmt: skip


def test_a_level_may_be_replaced_by_an_override(tmp_path: Path, settings: Settings) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "chineseCounting", "（%1）")}</w:lvlOverride>'
    numbering = abstract(1, [level(0, "decimal", "%1.")]) + instance(1, 1, own)
    path = write_docx(tmp_path / "a.docx", listed("甲", 1), {"numbering": numbering})
    assert texts(path, settings) == ["（一）甲"]


def test_numbers_come_from_styles_and_can_be_taken_away(tmp_path: Path, settings: Settings) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/>'
        '<w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/>'
        '<w:basedOn w:val="H2"/></w:style>'
    )
    levels = [
        level(0, "chineseCounting", "%1、", extra='<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）", extra='<w:pStyle w:val="H2"/>'),
    ]
    none = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        paragraph("甲", '<w:pStyle w:val="H1"/>')
        + paragraph("乙", '<w:pStyle w:val="H2"/>')
        + paragraph("丙", '<w:pStyle w:val="Own"/>')
        + paragraph("丁", none)
        + paragraph("戊", '<w:pStyle w:val="H1"/>')
    )
    path = write_docx(
        tmp_path / "a.docx",
        body,
        {"numbering": abstract(1, levels) + instance(1, 1), "styles": styles},
    )
    assert texts(path, settings) == ["一、甲", "（一）乙", "（二）丙", "丁", "二、戊"]


def test_a_list_that_names_a_list_style_takes_its_levels(
    tmp_path: Path, settings: Settings
) -> None:
    numbering = (
        abstract(1, [level(0, "chineseCounting", "%1、")], '<w:styleLink w:val="L"/>')
        + abstract(2, [], '<w:numStyleLink w:val="L"/>')
        + instance(1, 1)
        + instance(2, 2)
    )
    path = write_docx(tmp_path / "a.docx", listed("甲", 2), {"numbering": numbering})
    assert texts(path, settings) == ["一、甲"]


def test_bullets_are_no_numbers(tmp_path: Path, settings: Settings) -> None:
    numbering = abstract(1, [level(0, "bullet", "\uf06c")]) + instance(1, 1)
    path = write_docx(tmp_path / "a.docx", listed("甲", 1), {"numbering": numbering})
    assert texts(path, settings) == ["•甲"]


def convert(path: Path, kind: str, soffice: Path) -> Path:
    """A file as LibreOffice writes it in another format."""
    profile = (path.parent / "profile").as_uri()
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind,
         "--outdir", path.parent, path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return path.with_suffix(f".{kind.partition(':')[0]}")


@pytest.mark.office
@pytest.mark.parametrize("kind", ["doc", "rtf", "pdf"])
def test_generated_numbers_survive_in_other_formats(
    kind: str, tmp_path: Path, settings: Settings, require_tool: Callable[[str], Path]
) -> None:
    levels = [
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
    ]
    body = "".join(listed("抓好学习", 1, depth) for depth in (0, 1, 2, 2, 1, 0))
    path = write_docx(
        tmp_path / "a.docx", body, {"numbering": abstract(1, levels) + instance(1, 1)}
    )
    converted = convert(path, kind, require_tool("soffice"))
    assert texts(converted, settings) == texts(path, settings)
    assert texts(path, settings)[3] == "2.抓好学习"


@pytest.mark.office
def test_libreoffice_sees_the_same_numbers(
    tmp_path: Path, settings: Settings, require_tool: Callable[[str], Path]
) -> None:
    """Every format LibreOffice knows, three levels with restarts, against its text export."""
    known = [name for name in FORMATS if name not in UNKNOWN_TO_LIBREOFFICE]
    numbering, body = "", ""
    for number, name in enumerate(known, start=1):
        levels = [level(0, name, "%1、"), level(1, name, "（%2）"), level(2, "decimal", "%3.")]
        numbering += abstract(number, levels)
        body += "".join(listed(name, number, depth) for depth in (0, 1, 2, 2, 1, 0, 1, 0, 0, 0))
    numbering += "".join(instance(number, number) for number in range(1, len(known) + 1))
    path = write_docx(tmp_path / "a.docx", body, {"numbering": numbering})
    exported = convert(path, "txt:Text (encoded):UTF8", require_tool("soffice"))
    lines = exported.read_text(encoding="utf-8-sig").split("\n")
    theirs = [line.replace(" ", "").replace("\t", "") for line in lines if line.strip()]
    ours = [text.replace(" ", "") for text in texts(path, settings)]
    assert len(ours) == len(theirs)
    assert [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]] == []
