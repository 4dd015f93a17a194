"""What every command shares: the home option, one JSON document, tables, progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from rag.desk.desk import Desk
from rag.records import Progress, ReportSection
from rag.settings import load_settings

Home = Annotated[
    Path | None, typer.Option("--home", help="数据目录，默认读取 ZHUBI_HOME", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="在标准输出打印一个 JSON 文档")]


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


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A plain table for the terminal."""
    from rich.console import Console
    from rich.table import Table

    grid = Table(*head)
    for row in rows:
        grid.add_row(*("" if cell is None else str(cell) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 160)
    with console.capture() as capture:
        console.print(grid, markup=False)
    return capture.get().rstrip()


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[Progress], None]]:
    """A progress bar with rate and time left on stderr."""
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
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=None, rate="")

        def show(progress: Progress) -> None:
            speed = bar.tasks[task].speed
            bar.update(
                task,
                completed=progress.done,
                total=progress.total or None,
                description=progress.label,
                rate=f"{speed:.1f}/秒" if speed else "",
            )

        yield show
