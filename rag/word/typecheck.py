"""Fonts and sizes by the names a clerk uses, and the type in tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rag.word.deviations import Deviation
from rag.word.layout import Style
from rag.word.looks import Run, TableLook
from rag.word.measures import CHINESE_SIZES

_FAMILIES = {
    "小标宋": ("小标宋", "xiaobiaosong"),
    "仿宋": ("仿宋", "fangsong"),
    "楷体": ("楷", "kai"),
    "黑体": ("黑体", "simhei"),
    "宋体": ("宋", "simsun", "song"),
}
"""仿宋_GB2312, 方正仿宋_GBK and FangSong are all 仿宋. The order matters: 仿宋 holds 宋."""

CLOSE = 0.26
"""Points and characters that count as equal."""

Found = TypeVar("Found")


def family(font: str) -> str:
    """The kind of type a font is; its own name in small letters where it is no known one."""
    name = font.lower()
    return next(
        (key for key, marks in _FAMILIES.items() if any(mark in name for mark in marks)), name
    )


def size_name(points: float) -> str:
    """三号（16磅）."""
    name = next((key for key, size in CHINESE_SIZES.items() if abs(size - points) < 0.1), "")
    return f"{name}（{points:g}磅）" if name else f"{points:g}磅"


def table_deviations(tables: Sequence[TableLook], style: Style) -> Iterator[Deviation]:
    """Type of the head row and of the other rows, each told once for all tables."""
    wanted = style.table
    groups = (
        ("table.head_font", wanted.head_font, [run for item in tables for run in item.head]),
        ("table.font", wanted.font, [run for item in tables for run in item.body]),
    )
    for path, font, runs in groups:
        found = _most(runs, lambda run: run.chinese)
        if found is not None and family(found) != family(font):
            yield Deviation(path, found, font)
    size = _most([run for _, _, runs in groups for run in runs], lambda run: run.size_pt)
    if size is not None and abs(size - wanted.size_pt) > CLOSE:
        yield Deviation("table.size_pt", size_name(size), size_name(wanted.size_pt))


def _most(runs: Sequence[Run], what: Callable[[Run], Found]) -> Found | None:
    """What holds for most characters; None where there are none."""
    counts: Counter[Found] = Counter()
    for run in runs:
        counts[what(run)] += len(run.text.strip())
    return counts.most_common(1)[0][0] if counts.total() else None
