"""What every command shares: the home option, one JSON document, tables, progress on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from rag.desk.desk import Desk
from rag.records import Progress, ReportSection
from rag.settings import load_settings

Home = Annotated[
    Path | None, typer.Option("--home", help="数据目录，默认读取 ZHUBI_HOME", show_default=False)
]
LONG_TABLE = 1000
"""Rows from which on drawing a table takes seconds."""
AsJson = Annotated[bool, typer.Option("--json", help="在标准输出打印一个 JSON 文档")]


def prepare_streams() -> None:
    """Make both streams take all that is printed, whatever the terminal's encoding is.

    What goes to a file or a program is UTF-8. A stream that was closed swallows what is printed.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, TextIOWrapper):
            kept = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=kept, errors="replace")


@contextmanager
def open_desk(home: Path | None) -> Iterator[Desk]:
    """The desk of a home folder, closed at the end."""
    desk = Desk(load_settings(home))
    try:
        yield desk
    finally:
        desk.close()


def emit(data: Any, as_json: bool, text: Callable[[], str]) -> None:
    """Print one JSON document, or the text for a person."""
    output = json.dumps(data, ensure_ascii=False) if as_json else text()
    sys.stdout.write(output + "\n")


def say(words: str) -> None:
    """Tell a person something beside the result: it goes to stderr."""
    sys.stderr.write(f"{words}\n")


def local_time(moment: datetime) -> str:
    """A moment, kept in UTC, by the clock on the wall: 2024-12-05 16:30."""
    aware = moment.replace(tzinfo=moment.tzinfo or UTC)
    return f"{aware.astimezone():%Y-%m-%d %H:%M}"


def titled(part: ReportSection) -> str:
    """What a section is called: its label and heading, or 开头 for what stands above them."""
    return f"{part.label}{part.heading}" or "开头"


def table(head: Sequence[str], rows: Iterable[Sequence[object]], empty: str = "没有内容。") -> str:
    """A plain table for the terminal; ``empty`` is said where it has no rows.

    A very long one is lines of cells with tabs between: nobody reads it, programs do.
    """
    from rich.console import Console
    from rich.table import Table

    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if not cells:
        return empty
    if len(cells) > LONG_TABLE:
        return "\n".join("\t".join(row) for row in (head, *cells))
    grid = Table(*head)
    for row in cells:
        grid.add_row(*row)
    console = Console(width=None if sys.stdout.isatty() else 160)
    with console.capture() as capture:
        console.print(grid, markup=False)
    return capture.get().rstrip()


@contextmanager
def streamed() -> Iterator[Callable[[str], None]]:
    """Tells a person at a terminal on stderr that a text is being written.

    The text itself; only how long it is so far, where the finished text goes to the terminal too.
    """
    waiting, twice = sys.stderr.isatty(), sys.stdout.isatty()
    length = 0

    def show(words: str) -> None:
        nonlocal length
        length += len(words)
        if waiting:
            sys.stderr.write(f"\r正在写：{length} 字" if twice else words)
            sys.stderr.flush()

    yield show
    if waiting and length:
        sys.stderr.write("\n")


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[Progress], None]]:
    """A progress bar with rate and time left on stderr, from the first sign of progress on."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    bar = Bar(*columns, console=Console(stderr=True))
    task = bar.add_task(label, total=None, rate="")

    def show(progress: Progress) -> None:
        bar.start()
        speed = bar.tasks[task].speed
        bar.update(
            task,
            completed=progress.done,
            total=progress.total or None,
            description=progress.label,
            rate=f"{speed:.1f}/秒" if speed else "",
        )

    try:
        yield show
        bar.update(task, description=label, completed=bar.tasks[task].total)
    finally:
        if bar.live.is_started:
            bar.stop()
