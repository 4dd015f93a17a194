"""Cut and flipped files: every reader answers with text or with a FileError, never a crash.

A reader that hangs is caught by the thread it runs in. Nothing is written beside the file.
"""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pdffiles import Placed, write_pdf
from PIL import Image
from wordfiles import abstract, instance, level, listed, paragraph, write_docx

from rag.errors import InputError
from rag.library.archives import unpack
from rag.reading.ofd import OfdPages
from rag.reading.pagefile import PageError
from rag.reading.picture import PicturePages
from rag.reading.reader import read_document
from rag.reading.sheet import read_sheet
from rag.settings import Settings

HANG = 60
"""Seconds: far over the 10 promised, for a machine that does eight other things."""

Reader = Callable[[Path, Settings], object]


def word() -> bytes:
    numbering = abstract(1, [level(0, "chineseCounting", "%1、")]) + instance(1, 1)
    table = "<w:tbl><w:tr><w:tc/><w:tc/></w:tr></w:tbl>"
    body = listed("主要做法", 1) + paragraph("开展学习12次。") + table
    data = io.BytesIO()
    write_docx(data, body, {"numbering": numbering})
    return data.getvalue()


def book() -> bytes:
    made, data = Workbook(), io.BytesIO()
    page = made.active
    assert page is not None
    for row in (["指标", "2024年"], ["学习", 12], ["走访", "=B2*2"]):
        page.append(row)
    made.save(data)
    return data.getvalue()


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(data, "PNG")
    return data.getvalue()


def archive(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("_", "."), text)
    return data.getvalue()


def ofd() -> bytes:
    text = (
        '<TextObject ID="1" Boundary="10 10 100 10" Size="5"><TextCode X="0" Y="5">'
        "开展学习12次。</TextCode></TextObject>"
    )
    return archive(
        OFD_xml="<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>",
        D_xml='<Document><CommonData/><Pages><Page ID="1" BaseLoc="P.xml"/></Pages></Document>',
        P_xml=f"<Page><Content><Layer>{text}</Layer></Content></Page>",
    )


def unpacked(path: Path, settings: Settings) -> object:
    return unpack(path, path.parent / "out", settings)


def paged(kind: type[OfdPages | PicturePages]) -> Reader:
    def read(path: Path, _settings: Settings) -> object:
        try:
            pages = kind(path)
            return [pages.read(number) for number in range(min(len(pages), 3))]
        except PageError as error:
            return error.reason

    return read


SEEDS: dict[str, tuple[bytes, tuple[Reader, ...], int]] = {
    "a.docx": (word(), (read_document,), 150),
    "a.xlsx": (book(), (read_document, read_sheet), 60),
    "a.csv": ("指标,2024年\n学习,12\n".encode(), (read_document, read_sheet), 80),
    "a.rtf": (
        rb"{\rtf1\ansi\ansicpg936 {\b \'d6\'f7}\u20013?\par\cell\row{\listtext 1.}x\bin3 abc}",
        (read_document,),
        150,
    ),
    "a.html": (
        "<html><ol type=i><li>一<li value=9>二</ol><table><tr><td>一</td><td>二</td></table>"
        "<p>三&nbsp;</p></html>".encode(),
        (read_document,),
        150,
    ),
    "a.txt": ("一、主要做法\n开展学习12次。\n".encode("gb18030") * 3, (read_document,), 100),
    "a.md": ("# 报告\n| 指标 | 数 |\n|---|---|\n| 学习 | 12 |\n".encode(), (read_document,), 60),
    "a.zip": (archive(a_txt="学习12次。" * 20, b_txt="走访"), (unpacked,), 100),
    "a.ofd": (ofd(), (paged(OfdPages),), 100),
    "a.png": (picture(), (paged(PicturePages),), 100),
}


def broken(data: bytes, cut: float, flips: list[tuple[float, int]]) -> bytes:
    """A copy that was cut, or had some bytes changed, or both."""
    copy = bytearray(data)
    for place, value in flips:
        copy[min(int(place * len(copy)), len(copy) - 1)] = value
    return bytes(copy[: max(int(cut * len(copy)), 1)])


def answer(reader: Reader, path: Path, settings: Settings) -> BaseException | None:
    """What a reader raised; fails where it gives no answer at all."""
    raised: list[BaseException] = []

    def read() -> None:
        try:
            reader(path, settings)
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    thread.join(HANG)
    assert not thread.is_alive(), f"no answer after {HANG} seconds"
    return raised[0] if raised else None


def check(name: str, data: bytes, folder: Path, settings: Settings) -> None:
    target = folder / name
    target.write_bytes(data)
    for reader in SEEDS[name][1] if name in SEEDS else (read_document,):
        error = answer(reader, target, settings)
        assert error is None or isinstance(error, InputError), repr(error)


@pytest.mark.parametrize("name", SEEDS)
def test_broken_files_never_crash_a_reader(name: str, tmp_path: Path, settings: Settings) -> None:
    data, _, copies = SEEDS[name]
    folder = tmp_path / "in"
    folder.mkdir()

    @hypothesis_settings(
        max_examples=copies,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        cut=st.one_of(st.just(1.0), st.floats(0, 1)),
        flips=st.lists(
            st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=30
        ),
    )
    def fuzz(cut: float, flips: list[tuple[float, int]]) -> None:
        check(name, broken(data, cut, flips), folder, settings)

    check(name, data, folder, settings)
    fuzz()
    beside = {path.name for path in tmp_path.iterdir()} - {"in", "home"}
    assert beside == set()
    assert {path.name for path in folder.iterdir()} <= {name, "out"}


@pytest.mark.parametrize("cut", [0.35, 0.98])
def test_cut_pages_never_crash_the_worker(cut: float, tmp_path: Path, settings: Settings) -> None:
    """Each costs a process, so there are few."""
    whole = write_pdf(tmp_path / "whole.pdf", [[Placed("开展学习", 80, 120)]]).read_bytes()
    check("a.pdf", broken(whole, cut, [(0.5, 0)]), tmp_path, settings)
    assert {path.name for path in tmp_path.iterdir()} <= {"whole.pdf", "a.pdf", "home"}


@pytest.mark.parametrize("seed", [0.3, 0.6])
def test_broken_binary_word_files_never_crash(
    seed: float, shared_data: Path, tmp_path: Path, settings: Settings
) -> None:
    whole = shared_data / "reports" / "containers" / "条例支部.doc"
    flips = [(seed + step / 100, 255) for step in range(30)]
    check("a.doc", broken(whole.read_bytes(), 0.9, flips), tmp_path, settings)
    assert {path.name for path in tmp_path.iterdir()} <= {"a.doc", "home"}
