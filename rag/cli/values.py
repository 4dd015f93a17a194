"""Commands on single values of the ledger: set, restore, history, places."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rag.cli import ledgershapes, shapes
from rag.cli.figures import ledger, show_rows
from rag.cli.output import AsJson, Home, emit, local_time, open_desk, say, table
from rag.cli.years import NeededYear, Year
from rag.desk.desk import Desk
from rag.figures.entry import shown
from rag.figures.store import Entered, HistoryEntry

MADE_BY = "命令行"
Indicator = Annotated[str, typer.Argument(metavar="指标", help="指标名称，或它的其他叫法")]
Unit = Annotated[str, typer.Option("--unit", help="单位，同名的指标有几项时用来分清")]


@ledger.command("set", context_settings={"ignore_unknown_options": True})
def set_value(
    indicator: Indicator,
    value: Annotated[str, typer.Argument(metavar="数值", help="可带单位，如 264场；空的是撤回")],
    year: NeededYear,
    unit: Annotated[str, typer.Option("--unit", help="单位，数值里没写时用")] = "",
    new: Annotated[
        bool, typer.Option("--new", help="单列一项新指标，不归到名称或叫法相同的那一项")
    ] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """填写一个指标某一年的数值；原来的数值留在历史里，可以恢复。"""
    with open_desk(home) as desk:
        entered = desk.enter_figure(
            indicator, value, year=year, unit=unit, made_by=MADE_BY, new=new
        )
        for line in _remarks(desk, indicator, entered, year):
            say(line)
    _show_change(entered, year, as_json)


@ledger.command("restore")
def restore(
    indicator: Indicator,
    year: NeededYear,
    number: Annotated[
        int | None,
        typer.Option("--number", help="第几条（见 ledger history），默认最近一个不同的数", min=1),
    ] = None,
    unit: Unit = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把某一年的数值恢复成以前填过的一个。"""
    with open_desk(home) as desk:
        before = desk.row(indicator, unit).values.get(year)
        place = None if number is None else number - 1
        row = desk.restore_value(indicator, year, place, unit=unit, made_by=MADE_BY)
        entered = Entered(row, before=before)
        for line in _remarks(desk, indicator, entered, year):
            say(line)
    _show_change(entered, year, as_json)


def _remarks(desk: Desk, name: str, entered: Entered, year: int) -> list[str]:
    """What a person should know about a value that was just entered."""
    row = entered.row
    lines = [_new_indicator(desk, entered)] if entered.created else []
    if row.indicator != name.strip():
        lines.append(f"“{name}”就是台账里的“{row.indicator}”，填在这一项里。")
    if entered.notice:
        lines.append(f"{entered.notice}。")
    old, now = _texts(entered, year)
    if old is not None and old != now:
        lines.append(
            f"“{row.indicator}”{year}年：{old} → {now or '（空）'}。"
            f"要恢复原来的数，用“zhubi ledger restore {row.indicator} --year {year}”。"
        )
    stated = desk.places_of(row.indicator, year, unit=row.unit) if now else ()
    if stated:
        lines.append(
            f"正文有 {len(stated)} 处写的不是这个数，"
            f"用“zhubi ledger places {row.indicator} --year {year} --update”可一次更新。"
        )
    return lines


def _new_indicator(desk: Desk, entered: Entered) -> str:
    row = entered.row
    known = desk.similar_indicator(row.indicator, row.unit)
    line = f"台账里原来没有“{row.indicator}”，已新建（单位：{row.unit or '无'}）。"
    if known is None:
        return line
    return (
        f"{line}和“{known}”是同一项吗？是的话，用“zhubi ledger alias {row.indicator} {known}”合并。"
    )


def _texts(entered: Entered, year: int) -> tuple[str | None, str | None]:
    """The year's value before and now, as a person reads it."""
    row, now = entered.row, entered.row.values.get(year)
    old = None if entered.before is None else shown(entered.before, row.unit)
    return old, None if now is None else shown(now, row.unit)


def _show_change(entered: Entered, year: int, as_json: bool) -> None:
    old, new = _texts(entered, year)
    change = {"year": year, "old": old, "new": new, "created": entered.created}
    show_rows((entered.row,), as_json, {"changed": change})


@ledger.command("history")
def history(
    indicator: Indicator,
    year: Year = None,
    unit: Unit = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """列出一个指标填过的全部数值：谁在何时填的，改过什么。"""
    with open_desk(home) as desk:
        entries = desk.history(indicator, year, unit=unit)
    numbers = _numbers(entries)
    emit(
        [
            ledgershapes.history_entry(entry) | {"number": number}
            for entry, number in zip(entries, numbers, strict=True)
        ],
        as_json,
        lambda: table(
            ("年份", "第几条", "数值", "状态", "填写人", "时间", "来源"),
            map(_history_cells, entries, numbers),
            "这一年没有填过数。",
        ),
    )


def _numbers(entries: tuple[HistoryEntry, ...]) -> list[int]:
    """The place of each entry in its year, from 1: what ``restore --number`` takes."""
    counted: dict[int, int] = {}
    numbers = []
    for entry in entries:
        counted[entry.year] = counted.get(entry.year, 0) + 1
        numbers.append(counted[entry.year])
    return numbers


def _history_cells(entry: HistoryEntry, number: int) -> tuple[Any, ...]:
    value = entry.value
    state = "撤回" if entry.withdrawn else "填写"
    at = local_time(value.made_at) if value.made_at else ""
    return entry.year, number, shown(value), state, value.made_by, at, value.source


@ledger.command("places")
def places(
    indicator: Indicator,
    year: NeededYear,
    update: Annotated[bool, typer.Option("--update", help="把这些地方改成台账里的数")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """列出正文里与台账不符的地方，或一次更新。"""
    with open_desk(home) as desk:
        found = desk.places_of(indicator, year)
        if update and any(place.replacement is not None for place in found):
            desk.update_places(found, made_by=MADE_BY)
    left = [place for place in found if place.replacement is None]
    if update and left:
        say(f"有 {len(left)} 处要连同句子一起改，没有动，请自己改。")
    emit(
        shapes.listing(found, ledgershapes.place),
        as_json,
        lambda: (
            table(
                ("报告", "章节", "正文", "应为", "原句"),
                ((p.report, p.section, p.text, p.expected, p.sentence) for p in found),
            )
            if found
            else "正文里没有与台账不符的地方。"
        ),
    )
