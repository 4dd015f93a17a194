"""Cut and flipped files: every reader answers with text or with a FileError, never a crash."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from pdffiles import Placed, write_pdf
from wordfiles import abstract, instance, level, listed, paragraph, write_docx

from rag.errors import InputError
from rag.reading.reader import read_document
from rag.reading.sheet import read_sheet
from rag.settings import Settings


def seeds(folder: Path) -> Iterator[tuple[Path, int]]:
    """Small whole files, each with how many broken copies to try."""
    numbering = abstract(1, [level(0, "chineseCounting", "%1、")]) + instance(1, 1)
    body = (
        listed("主要做法", 1) + paragraph("开展学习12次。") + "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>"
    )
    yield write_docx(folder / "a.docx", body, {"numbering": numbering}), 120
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["指标", "2024年"], ["学习", 12]):
        page.append(row)
    book.save(folder / "a.xlsx")
    yield folder / "a.xlsx", 40
    plain = {
        "a.rtf": rb"{\rtf1\ansi\ansicpg936 {\b \'d6\'f7}\u20013?\par\cell\row}",
        "a.html": "<html><table><tr><td>一</td><td>二</td></table><p>三</p></html>".encode(),
        "a.txt": "一、主要做法\n开展学习12次。\n".encode("gb18030") * 3,
        "a.csv": "指标,2024年\n学习,12\n".encode(),
    }
    for name, data in plain.items():
        (folder / name).write_bytes(data)
        yield folder / name, 80
    yield write_pdf(folder / "a.pdf", [[Placed("开展学习", 80, 120)]]), 3


def broken(data: bytes, chance: random.Random) -> bytes:
    """A copy that was cut, or had some bytes changed, or both."""
    copy = bytearray(data)
    for _ in range(chance.choice((0, 1, 4, 30))):
        copy[chance.randrange(len(copy))] = chance.randrange(256)
    return bytes(copy[: chance.randrange(1, len(copy))] if chance.random() < 0.4 else copy)


@pytest.mark.parametrize("seed", [1])
def test_broken_files_never_crash_a_reader(seed: int, tmp_path: Path, settings: Settings) -> None:
    chance = random.Random(seed)
    start = time.perf_counter()
    answers = 0
    for whole, copies in seeds(tmp_path):
        data = whole.read_bytes()
        target = tmp_path / f"broken{whole.suffix}"
        for _ in range(copies):
            target.write_bytes(broken(data, chance))
            for reader in (read_document, read_sheet):
                try:
                    reader(target, settings)
                except InputError as error:
                    assert target.name in error.message
                answers += 1
    assert answers > 800
    assert time.perf_counter() - start < 20
