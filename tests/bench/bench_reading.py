"""Reading speed: a 20-page report in each format, beside a bare lxml parse of the same .docx.

Run with ``python -m tests.bench.bench_reading``. The .doc and .xls rows include starting the
worker process, which is what an office waits for; LibreOffice makes those two files, without it
the rows are left out with a note.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import docx
from lxml import etree
from openpyxl import Workbook

from rag.reading.reader import read_document
from rag.settings import Settings

ROUNDS = 7
PARAGRAPHS = 100
WORDS = "聚焦政治建设，开展集中学习12次，走访党员1286名，化解矛盾纠纷46件，" * 4
"""One paragraph of some 150 characters; 100 of them fill 20 pages of 28-point lines."""

GOALS = {".docx": 300.0, ".doc": 500.0}
"""Most milliseconds on the development machine."""


def run() -> list[dict[str, Any]]:
    """One row a format: milliseconds, times of a bare lxml parse of the .docx, goal, note."""
    with tempfile.TemporaryDirectory(prefix="zhubi-bench-") as name:
        folder = Path(name)
        files, note = _files(folder)
        settings = Settings(home=folder / "home", embedding="none")
        bare = _seconds(lambda: _parse(files[".docx"]))
        rows = [_row("bare lxml parse of the .docx", bare, bare)]
        for suffix, path in files.items():
            seconds = _seconds(partial(read_document, path, settings))
            rows.append(_row(suffix, seconds, bare))
        rows[0]["note"] = note
        return rows


def _row(name: str, seconds: float, bare: float) -> dict[str, Any]:
    return {
        "name": name,
        "ms": round(seconds * 1000, 1),
        "times": round(seconds / bare, 1),
        "goal": GOALS.get(name),
        "note": "",
    }


def _files(folder: Path) -> tuple[dict[str, Path], str]:
    """The same report as .docx, .txt, .html and, by LibreOffice, .doc and .pdf; and a sheet."""
    lines = [f"（{number % 9 + 1}）{WORDS}" for number in range(PARAGRAPHS)]
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / "a.docx"))
    (folder / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    page = "".join(f"<p>{line}</p>" for line in lines)
    (folder / "a.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["指标", "单位", "2023年", "2024年"])
    for number in range(PARAGRAPHS * 2):
        sheet.append([f"指标{number}", "次", number, number + 1])
    book.save(folder / "a.xlsx")
    made = {f".{kind}": folder / f"a.{kind}" for kind in ("docx", "txt", "html", "xlsx")}
    office = shutil.which("soffice")
    if office is None:
        return made, "LibreOffice is not installed: .doc and .pdf left out"
    for kind in ("doc", "pdf"):
        command = [office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", kind, "--outdir", str(folder), str(folder / "a.docx")]
        subprocess.run(command, capture_output=True, check=True, timeout=300)
        made[f".{kind}"] = folder / f"a.{kind}"
    return made, ""


def _parse(path: Path) -> None:
    """What nothing can be faster than: the document's XML into memory, and its text out."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    "".join(root.itertext())


def _seconds(action: Callable[[], object]) -> float:
    action()
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return median(times)


if __name__ == "__main__":
    for row in run():
        goal = f"  (goal ≤ {row['goal']:.0f} ms)" if row["goal"] else ""
        sys.stdout.write(f"{row['name']:30} {row['ms']:8.1f} ms  {row['times']:7.1f}×{goal}")
        sys.stdout.write(f"  {row['note']}\n" if row["note"] else "\n")
