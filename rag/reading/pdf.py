"""PDF, OFD and pictures: text where there is any, OCR where a page is a picture."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from rag.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    FileTooLargeError,
)
from rag.reading.lines import Content
from rag.reading.pages import as_page
from rag.reading.paragraphs import paragraphs
from rag.reading.pieces import Page
from rag.records import Progress
from rag.settings import Settings

_SAVE_AGAIN = "请用原软件重新导出 PDF 再试。"
_SAVE_AS_PDF = "内容可能是图片：请用原来的软件打开后另存为 PDF，程序会识别图片中的文字。"


def read_pages(
    path: Path, settings: Settings, progress: Callable[[Progress], None] | None = None
) -> Content:
    """All paragraphs of a file of pages; ``progress`` is called after each page.

    A page that takes longer than ``convert_seconds`` is given up and named in the warnings.
    Raises DamagedFileError, EncryptedFileError, FileTooLargeError and EmptyFileError.
    """
    pages: list[Page] = []
    lost: list[int] = []
    total = 1
    while len(pages) < total:
        total = _read_from(path, settings, pages, lost, progress)
    if len(lost) == total:
        raise DamagedFileError(f"“{path.name}”的页面无法读出。", _SAVE_AGAIN)
    lines = paragraphs(pages)
    if not lines:
        hint = "" if any(page.scanned for page in pages) else _SAVE_AS_PDF
        raise EmptyFileError(f"“{path.name}”里没有可以辨认的文字。", hint)
    return Content(lines, tuple(_warnings(pages, lost)))


def _warnings(pages: list[Page], lost: list[int]) -> Iterator[str]:
    scanned = sum(page.scanned for page in pages)
    if scanned:
        yield f"有{scanned}页是扫描图片，文字由程序识别，请核对数字。"
    for number, page in enumerate(pages):
        if number in lost:
            yield f"第{number + 1}页无法读出，已略过。"
        elif not page.lines and not page.scanned:
            yield f"第{number + 1}页没有文字。"


def _read_from(
    path: Path,
    settings: Settings,
    pages: list[Page],
    lost: list[int],
    progress: Callable[[Progress], None] | None,
) -> int:
    """Read on from the first page not read yet; a page that hangs is lost.

    Returns the number of pages. After a loss the caller starts a new worker behind it.
    """
    with _worker(path, len(pages), settings) as answers:
        first = _next(answers, settings)
        total = _total(first, path, settings)
        while len(pages) < total:
            answer = _next(answers, settings)
            if answer is not None and "scanning" in answer:
                answer = _next(answers, settings)
            if answer is None or "broken" in answer:
                lost.append(len(pages))
                pages.append(Page(1, 1, ()))
            else:
                pages.append(as_page(answer))
            if progress is not None:
                progress(Progress(len(pages), total, f"读取第{len(pages)}页"))
            if answer is None:
                break
    return total


def _total(answer: dict[str, Any] | None, path: Path, settings: Settings) -> int:
    if answer is None or answer.get("error") == "damaged":
        raise DamagedFileError(f"“{path.name}”已损坏，无法打开。", _SAVE_AGAIN)
    if answer.get("error") == "encrypted":
        raise EncryptedFileError(
            f"“{path.name}”设有密码，无法读取。", "请取消密码后另存为 PDF 再试。"
        )
    if answer.get("error") == "large":
        raise FileTooLargeError(f"“{path.name}”展开后过大，已停止读取。")
    total = int(answer["pages"])
    if total > settings.max_pages:
        raise FileTooLargeError(f"“{path.name}”有{total}页，超过上限{settings.max_pages}页。")
    if not total:
        raise EmptyFileError(f"“{path.name}”里没有页面。")
    return total


@contextmanager
def _worker(path: Path, first: int, settings: Settings) -> Iterator[queue.Queue[str]]:
    """A worker process whose lines arrive in a queue; "" means it has ended."""
    command = [sys.executable, "-m", "rag.reading.pages", str(path.resolve()), str(first)]
    process = subprocess.Popen(
        [*command, str(settings.max_pages), str(settings.convert_memory_mb)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert process.stdout is not None
    answers: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=_forward, args=(process.stdout, answers), daemon=True)
    reader.start()
    try:
        yield answers
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()


def _forward(stream: IO[str], answers: queue.Queue[str]) -> None:
    for line in stream:
        answers.put(line)
    answers.put("")


def _next(answers: queue.Queue[str], settings: Settings) -> dict[str, Any] | None:
    """The worker's next answer; None when it has died or takes too long."""
    try:
        line = answers.get(timeout=settings.convert_seconds)
    except queue.Empty:
        return None
    if not line:
        return None
    answer: dict[str, Any] = json.loads(line)
    return answer
