"""PDF pages to paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdffiles import Placed, write_pdf

from rag.errors import DamagedFileError, EmptyFileError, FileTooLargeError
from rag.reading.pagelayout import arrange
from rag.reading.paragraphs import paragraphs
from rag.reading.pieces import Page, Piece
from rag.reading.reader import read_document
from rag.records import Progress
from rag.settings import Settings

LEFT, SIZE = 80.0, 16.0
FULL = "党员干部深入学习贯彻会议精神积极开展主题党日活动走访慰问困难"


def page(number: int, lines: list[str], first: int) -> list[Placed]:
    """A page with a header, body lines (｜ marks a first-line indent) and its page number."""
    placed = [Placed("云溪镇党建工作资料", LEFT, 50, 10)]
    for index, line in enumerate(lines):
        indent = 2 * SIZE if line.startswith("｜") else 0
        placed.append(Placed(line.lstrip("｜"), LEFT + indent, 120 + index * 28, SIZE))
    return [*placed, Placed(f"- {first + number} -", 280, 800, 14)]


def test_lines_join_to_paragraphs_across_pages_without_furniture(
    tmp_path: Path, settings: Settings
) -> None:
    line = FULL[:26]
    path = write_pdf(
        tmp_path / "a.pdf",
        [
            page(
                0,
                ["｜一、主要做法", f"｜{line[:24]}", line, "全年开展学习12次。", f"｜{line[:24]}"],
                1,
            ),
            page(1, [line, "收入增长。", "｜二、存在问题", f"｜{line[:24]}", line], 1),
            page(2, ["还有差距。"], 1),
        ],
    )
    seen: list[Progress] = []
    document = read_document(path, settings, progress=seen.append)
    assert [block.text for block in document.blocks] == [
        "一、主要做法",
        f"{line[:24]}{line}全年开展学习12次。",
        f"{line[:24]}{line}收入增长。",
        "二、存在问题",
        f"{line[:24]}{line}还有差距。",
    ]
    assert [block.level for block in document.blocks] == [1, 0, 0, 1, 0]
    assert [block.page for block in document.blocks] == [1, 1, 1, 2, 2]
    assert [(step.done, step.total) for step in seen] == [(1, 3), (2, 3), (3, 3)]


def test_text_placed_out_of_order_is_read_in_order(tmp_path: Path, settings: Settings) -> None:
    """Quotation marks in another font often come last in the file."""
    placed = [
        Placed("开展", 80, 120), Placed("三会一课", 128, 120), Placed("活动。", 208, 120),
        Placed("“", 112, 120), Placed("”", 192, 120),
    ]  # fmt: skip
    path = write_pdf(tmp_path / "a.pdf", [placed])
    assert read_document(path, settings).text == "开展“三会一课”活动。"


def test_ruled_tables_are_rows(tmp_path: Path, settings: Settings) -> None:
    xs, ys = (80, 200, 320), (100, 130, 160)
    rules = [(80, y, 320, y) for y in ys] + [(x, 100, x, 160) for x in xs]
    cells = [
        Placed("指标", 90, 120), Placed("数量", 210, 120),
        Placed("党员", 90, 150), Placed("12", 210, 150), Placed("表后。", 80, 220),
    ]  # fmt: skip
    document = read_document(write_pdf(tmp_path / "a.pdf", [cells], rules), settings)
    assert document.blocks[0].rows == (("指标", "数量"), ("党员", "12"))
    assert document.blocks[1].text == "表后。"


def table_page(rows: list[list[str]], places: list[float]) -> list[Placed]:
    return [
        Placed(cell, places[column], 160 + number * 22, 12)
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        if cell
    ]


def test_a_table_without_rules_is_rows(tmp_path: Path, settings: Settings) -> None:
    rows = [
        ["序号", "指标名称", "单位", "上年", "今年"],
        ["1", "开展集中学习", "次", "12", "15"],
        ["2", "走访慰问困难党员群", "人次", "286", "300余"],
        ["", "众及老党员", "", "", ""],
        ["3", "发展党员", "名", "18", "21"],
    ]
    around = [
        Placed("各村党组织全年工作情况统计如下，请各支部认真核对后报送。", 80, 120, 12),
        Placed("以上数据由各支部提供，镇党建办汇总。", 80, 300, 12),
    ]
    path = write_pdf(tmp_path / "a.pdf", [[*around, *table_page(rows, [80, 120, 300, 370, 440])]])
    blocks = read_document(path, settings).blocks
    assert [block.kind for block in blocks] == ["paragraph", "table", "paragraph"]
    assert blocks[1].rows == (
        ("序号", "指标名称", "单位", "上年", "今年"),
        ("1", "开展集中学习", "次", "12", "15"),
        ("2", "走访慰问困难党员群众及老党员", "人次", "286", "300余"),
        ("3", "发展党员", "名", "18", "21"),
    )


@pytest.mark.parametrize(
    "rows",
    [
        [["云溪镇", "党委"], ["二〇二四年", "一月"]],
        [["姓名", "职务"], ["甲", "书记"], ["乙", "委员"], ["丙", "委员"]],
        [["工", "作", "报", "告"], ["中", "共", "党", "委"], ["年", "度", "总", "结"]],
    ],
    ids=["a signature", "two columns of words", "words set wide"],
)
def test_what_only_stands_side_by_side_is_no_table(
    rows: list[list[str]], tmp_path: Path, settings: Settings
) -> None:
    path = write_pdf(tmp_path / "a.pdf", [table_page(rows, [80, 200, 320, 440])])
    assert "table" not in {block.kind for block in read_document(path, settings).blocks}


def test_a_page_number_inside_a_figure_is_taken_out(tmp_path: Path, settings: Settings) -> None:
    line = FULL[:26]
    path = write_pdf(
        tmp_path / "a.pdf",
        [
            page(0, ["｜" + line[:24], line, f"{line[:21]}达到4022"], 1),
            page(1, ["万元，增长8%。"], 1),
            page(2, ["｜还有差距。"], 1),
        ],
    )
    document = read_document(path, settings)
    assert document.text.endswith("达到4022万元，增长8%。\n还有差距。")


def test_headers_that_count_are_furniture_and_the_names_of_annexes_are_not(
    tmp_path: Path, settings: Settings
) -> None:
    pages = [
        [
            Placed(f"云溪镇资料汇编 第{number + 3}期", LEFT, 50, 10),
            *([Placed(f"附件{number // 2 + 1}", LEFT, 70, 12)] if number in {0, 2} else []),
            Placed(f"第{'甲乙丙丁'[number]}村开展学习。", LEFT, 200),
        ]
        for number in range(4)
    ]
    text = read_document(write_pdf(tmp_path / "a.pdf", pages), settings).text
    assert "资料汇编" not in text
    assert [text.count(name) for name in ("附件1", "附件2")] == [1, 1]


def test_two_columns_are_read_one_after_the_other() -> None:
    pieces = [
        Piece(f"{side}{row}", left, 100 + row * 20, left + 200, 114 + row * 20, 14)
        for row in range(10)
        for side, left in (("左", 60.0), ("右", 320.0))
    ]
    assert [line.text[0] for line in arrange(pieces)] == ["左"] * 10 + ["右"] * 10


def test_a_number_that_could_not_be_broken_does_not_end_a_paragraph() -> None:
    texts = ["规模以上工业增加值增长", "107.9%，好于预期。"]
    lines = [
        Piece("甲" * 30, 60, 100, 480, 114, 14),
        Piece(texts[0], 60, 120, 415, 134, 14),
        Piece(texts[1], 60, 140, 300, 154, 14),
    ]
    joined = paragraphs([Page(595, 842, tuple(lines))])
    assert joined[-1].text.endswith("".join(texts))


def test_too_many_pages_are_refused_before_they_are_read(
    tmp_path: Path, settings: Settings
) -> None:
    path = write_pdf(tmp_path / "厚.pdf", [[Placed("甲", 80, 120)]] * 4)
    with pytest.raises(FileTooLargeError, match=r"厚\.pdf.*4页.*3页"):
        read_document(path, settings.model_copy(update={"max_pages": 3}))


def test_pages_without_text_or_pictures_are_empty(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(EmptyFileError, match=r"空\.pdf"):
        read_document(write_pdf(tmp_path / "空.pdf", [[]]), settings)


def test_a_broken_pdf_is_damaged(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"garbage " * 50)
    with pytest.raises(DamagedFileError, match=r"坏\.pdf"):
        read_document(path, settings)
