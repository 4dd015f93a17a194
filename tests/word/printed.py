"""A Word file as LibreOffice prints it: its lines with their places, read from the PDF."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from rag.word.pdf import to_pdf

MM = 72 / 25.4
"""A millimetre in points."""

FONTS = {
    "仿宋_GB2312": "AR PL UMing CN",
    "宋体": "AR PL UMing CN",
    "楷体_GB2312": "AR PL UKai CN",
    "黑体": "Noto Sans CJK SC",
    "方正小标宋简体": "Noto Serif CJK SC",
}
"""Fonts of Debian in whose widths the paper is measured."""


@dataclass(frozen=True)
class Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True)
class Line:
    left: float
    right: float
    top: float
    text: str


@dataclass(frozen=True)
class Print:
    pdf: Path
    pages: tuple[tuple[Line, ...], ...]

    def body(self, page: int) -> list[Line]:
        """Lines inside the 版心 of a page counted from 1."""
        return [line for line in self.pages[page - 1] if line.top < 262 * MM]

    def number(self, page: int) -> Line:
        (line,) = [line for line in self.pages[page - 1] if line.top >= 262 * MM]
        return line

    def find(self, text: str) -> tuple[int, int, Line]:
        """Page, place on the page (both from 1) and the line that is exactly ``text``."""
        return next(
            (page, place, line)
            for page in range(1, len(self.pages) + 1)
            for place, line in enumerate(self.body(page), start=1)
            if line.text == text
        )


def font_settings(folder: Path) -> Path:
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{wanted}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{given}</string></edit></match>'
        for wanted, given in FONTS.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir>{rules}</fontconfig>",
        encoding="utf-8",
    )
    return path


def lines_of(page: str) -> tuple[Line, ...]:
    """Words on one base line are one line, whatever blocks pdftotext saw."""
    pattern = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    words = [
        Word(*map(float, found[:4]), found[4]) for found in re.findall(rf"<word {pattern}", page)
    ]
    rows: dict[int, list[Word]] = {}
    for word in sorted(words, key=lambda item: item.top + item.bottom):
        middle = (word.top + word.bottom) / 2
        key = next((row for row in rows if abs(row - middle) < 8), round(middle))
        rows.setdefault(key, []).append(word)
    return tuple(
        Line(
            min(word.left for word in row),
            max(word.right for word in row),
            min(word.top for word in row),
            "".join(word.text for word in sorted(row, key=lambda item: item.left)),
        )
        for row in rows.values()
    )


def printed(source: Path, folder: Path, fonts: Path, tool: Path) -> Print:
    pdf = to_pdf(source, folder / "pdf", environment={"FONTCONFIG_FILE": str(fonts)})
    done = subprocess.run([tool, "-bbox-layout", pdf, "-"], capture_output=True, check=True)
    pages = re.findall(r"<page .*?</page>", done.stdout.decode(), re.S)
    return Print(pdf, tuple(lines_of(page) for page in pages))
