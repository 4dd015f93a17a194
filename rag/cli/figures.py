"""Commands on figures: figures, ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli import ledgershapes, shapes
from rag.cli.output import AsJson, Home, emit, open_desk, table
from rag.cli.years import NeededYear, Year
from rag.desk.views import Standing
from rag.errors import InputError
from rag.figures.entry import check_year
from rag.records import LedgerRow
from rag.settings import load_settings

ledger = typer.Typer(help="台账：指标与各年数据。", no_args_is_help=True)


def figures(
    file: Annotated[Path, typer.Argument(help="要读取的文件")],
    year: Year = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """列出一个文件里的全部数字：指标、数值、单位、年份和原句。"""
    from rag.desk.reading import figures_of

    found = figures_of(file, load_settings(home), year)
    emit(
        shapes.listing(found, shapes.figure),
        as_json,
        lambda: table(
            ("指标", "数字", "年份", "性质", "所在"),
            ((f.indicator, f.quantity.text, f.fact_year, f.status, f.section) for f in found),
        ),
    )


@ledger.command("import")
def import_sheet(
    file: Annotated[Path, typer.Argument(help=".xlsx 或 .csv 数据表")],
    year: NeededYear,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """从数据表导入某一年的数据。"""
    with open_desk(home) as desk:
        outcome = desk.import_ledger(file, year=year, made_by="命令行")
    for indicator, reason in outcome.skipped:
        typer.echo(f"未导入 {indicator}：{reason}", err=True)
    for given, matched in outcome.renamed:
        typer.echo(
            f"“{given}”按台账指标“{matched}”导入，"
            f"是同一项请用“zhubi ledger alias {given} {matched}”确认一次。",
            err=True,
        )
    _show(outcome.rows, as_json)


@ledger.command("export")
def export_sheet(
    file: Annotated[Path, typer.Argument(help="要写的 .xlsx 文件")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把台账导出为 .xlsx。"""
    with open_desk(home) as desk:
        path = desk.export_ledger(file)
    emit({"path": str(path)}, as_json, lambda: str(path))


@ledger.command("show")
def show(
    growth: Annotated[int | None, typer.Option("--growth", help="另列这一年的增减、排名")] = None,
    share_of: Annotated[str, typer.Option("--share-of", help="另列占这项指标的比重")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """显示台账。"""
    with open_desk(home) as desk:
        if growth is None:
            _show(desk.ledger(), as_json)
            return
        standing = desk.standing(check_year(growth), share_of)
    emit(
        shapes.listing(standing, ledgershapes.standing),
        as_json,
        lambda: table(
            ("指标", "单位", f"{growth}年", "增减", "增长率", "排名", "占比", "算式"),
            (_standing_cells(one, growth) for one in standing),
        ),
    )


def _standing_cells(one: Standing, year: int) -> tuple[object, ...]:
    row, change = one.row, one.growth
    return (
        row.indicator,
        row.unit,
        row.values[year].text if year in row.values else "",
        change.diff_text if change else "",
        change.percent_text if change else "",
        f"{one.rank[0]}/{one.rank[1]}" if one.rank else "",
        one.share[1] if one.share else "",
        "；".join(filter(None, (change.formula, change.note))) if change else "",
    )


@ledger.command("history")
def history(
    indicator: Annotated[str, typer.Argument(help="指标名称")],
    year: Year = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """列出一个指标填过的全部数值：谁在何时填的，改过什么。"""
    with open_desk(home) as desk:
        entries = desk.history(indicator, year)
    emit(
        shapes.listing(entries, ledgershapes.history_entry),
        as_json,
        lambda: table(
            ("年份", "数值", "状态", "填写人", "时间（UTC）", "来源"),
            (
                (
                    e.year,
                    e.value.text,
                    "撤回" if e.withdrawn else "填写",
                    e.value.made_by,
                    e.value.made_at,
                    e.value.source,
                )
                for e in entries
            ),
        ),
    )


@ledger.command("missing")
def missing(year: NeededYear, home: Home = None, as_json: AsJson = False) -> None:
    """列出某一年还没有填数的指标，上年有数的在前。"""
    with open_desk(home) as desk:
        rows = desk.missing(year)
    _show(rows, as_json)


@ledger.command("aliases")
def aliases(
    pending: Annotated[bool, typer.Option("--pending", help="只列等待确认的")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """列出指标的其他叫法；导入时自动对上的要由人确认一次。"""
    with open_desk(home) as desk:
        found = desk.aliases(pending=pending)
    emit(
        shapes.listing(found, ledgershapes.alias),
        as_json,
        lambda: table(
            ("名称", "台账指标", "状态"),
            ((a.name, a.indicator, "已确认" if a.confirmed else "待确认") for a in found),
        ),
    )


@ledger.command("alias")
def alias(
    name: Annotated[str, typer.Argument(help="数据表或报告里的叫法")],
    indicator: Annotated[str, typer.Argument(help="台账里的指标；与 --own 二选一")] = "",
    own: Annotated[bool, typer.Option("--own", help="不是同一项，单列一个指标")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="撤销以前的确认或单列")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """确认一个叫法就是台账里的某项指标，以后导入时不再询问；可撤销。"""
    if bool(indicator) == own or (undo and own):
        raise InputError("请给出台账里的指标名称，或用 --own 单列一个指标；撤销时给出指标名称。")
    with open_desk(home) as desk:
        if undo:
            row = desk.reopen_alias(name, indicator, made_by="命令行")
        elif own:
            row = desk.reject_alias(name, made_by="命令行")
            typer.echo(f"“{name}”已单列，按它导入的数据一并移了过去。", err=True)
        else:
            row = desk.confirm_alias(name, indicator, made_by="命令行")
    _show((row,), as_json)


@ledger.command("places")
def places(
    indicator: Annotated[str, typer.Argument(help="指标名称")],
    year: NeededYear,
    update: Annotated[bool, typer.Option("--update", help="把这些地方改成台账里的数")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """列出正文里与台账不符的地方，或一次更新。"""
    with open_desk(home) as desk:
        found = desk.places_of(indicator, year)
        if update and any(place.replacement is not None for place in found):
            desk.update_places(found, made_by="命令行")
    emit(
        shapes.listing(found, ledgershapes.place),
        as_json,
        lambda: table(
            ("报告", "章节", "正文", "应为", "原句"),
            ((p.report, p.section, p.text, p.expected, p.sentence) for p in found),
        ),
    )


@ledger.command("set", context_settings={"ignore_unknown_options": True})
def set_value(
    indicator: Annotated[str, typer.Argument(help="指标名称")],
    value: Annotated[str, typer.Argument(help="数值，可带单位，如 264场")],
    year: NeededYear,
    unit: Annotated[str, typer.Option("--unit", help="单位，数值里没写时用")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """填写一个指标某一年的数值；原来的数值留在历史里。"""
    with open_desk(home) as desk:
        row = desk.set_figure(indicator, value, year=year, unit=unit, made_by="命令行")
        stated = desk.places_of(row.indicator, year)
    if stated:
        typer.echo(
            f"正文有 {len(stated)} 处写的不是这个数，"
            f"用“zhubi ledger places {row.indicator} --year {year} --update”可一次更新。",
            err=True,
        )
    _show((row,), as_json)


def _show(rows: tuple[LedgerRow, ...], as_json: bool) -> None:
    years = sorted({year for row in rows for year in row.values})
    emit(
        shapes.listing(rows, shapes.ledger_row),
        as_json,
        lambda: table(
            ("指标", "单位", *(f"{year}年" for year in years)),
            (
                (
                    row.indicator,
                    row.unit,
                    *(row.values[y].text if y in row.values else "" for y in years),
                )
                for row in rows
            ),
        ),
    )


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(figures)
    app.add_typer(ledger, name="ledger")
