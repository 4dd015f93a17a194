"""Somebody else's file: set anew in a layout, or checked against one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.desk.style import chosen_style
from rag.errors import InputError, UnsupportedFileError
from rag.reading.legacy import converted
from rag.reading.reader import detect, read_document
from rag.records import Block, Finding
from rag.settings import Settings
from rag.word.carried import Carried, read_carried
from rag.word.pdf import need_office, pdf_beside
from rag.word.relay import export_document


def relay_file(
    source: Path,
    target: Path,
    settings: Settings,
    *,
    style: Path | None = None,
    pdf: bool = False,
) -> tuple[str, ...]:
    """Write any readable file as .docx in a layout; the notices say what to look at.

    The layout is the one of a file, by default the office's or the national standard. Raises
    FileError for the source, InputError for the target or the style, ComponentError when a PDF
    is wanted and LibreOffice is missing (nothing is written then) or does not make it.
    """
    if target.exists() and source.exists() and target.samefile(source):
        raise InputError("重新排版的文件不能和原文件同名。", "请换一个文件名，原文件会保持不变。")
    layout = chosen_style(style, settings)
    if pdf:
        need_office()
    document = read_document(source, settings)
    carried = _carried(source, document.blocks, settings)
    notices = export_document(document, target, style=layout, carried=carried)
    if pdf:
        pdf_beside(target)
    return notices


def _carried(source: Path, blocks: Sequence[Block], settings: Settings) -> Carried:
    """Pictures and merged cells of a Word file; of another one only that they are lost."""
    form = detect(source, settings)
    if form == "docx":
        return read_carried(source, blocks, settings.max_unpacked_mb)
    if form == "legacy":
        with converted(source, "word", settings) as folder:
            made = folder / "out.docx"
            if made.is_file():
                return read_carried(made, blocks, settings.max_unpacked_mb)
    if form in {"legacy", "pdf", "ofd"}:
        return Carried(lost=("原文件里如有图片，没有带过来，需要时请从原文件复制。",))
    return Carried()


def check_layout_file(
    path: Path, settings: Settings, *, style: Path | None = None
) -> tuple[Finding, ...]:
    """Deviations of a .docx from a layout, by default the office's or the national standard.

    Offsets point into the file's text as read. Raises FileError, InputError for the style.
    """
    from rag.word.layoutcheck import check_layout

    layout = chosen_style(style, settings)
    if detect(path, settings) != "docx":
        raise UnsupportedFileError(
            f"“{path.name}”不是 .docx 文件，不能检查版式。", "请在 Word 或 WPS 中另存为 .docx。"
        )
    return check_layout(path, read_document(path, settings), settings, layout)
