"""Commands on figures: figures, ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from rag.cli import ledgershapes, shapes
from rag.cli.helppage import App
from rag.cli.output import AsJson, Home, emit, open_desk, say, table
from rag.cli.years import NeededYear, Year
from rag.desk.views import ImportOutcome, Standing
from rag.desk.words import FIGURE_STATUSES
from rag.figures.aliases import Alias
from rag.figures.entry import check_year, shown
from rag.records import Figure, LedgerRow, LedgerValue
from rag.settings import load_settings

EMPTY = "台账还是空的，用“zhubi ledger import”导入或“zhubi ledger set”填写。"
ledger = App(help="台账：指标与各年数据。")


def figures(
    file: Annotated[Path, typer.Argument(metavar="文件", help="要读取的文件")],
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
            (
                (f.indicator, _stated(f), f.fact_year, FIGURE_STATUSES[f.status], f.section)
                for f in found
            ),
            "没有读到数字。",
        ),
    )


def _stated(figure: Figure) -> str:
    """The number with its rise or fall, which stands elsewhere in the sentence."""
    number = figure.quantity
    return shown(LedgerValue(number.value, number.text, direction=number.direction), number.unit)


@ledger.command("import")
def import_sheet(
    file: Annotated[Path, typer.Argument(metavar="文件", help=".xlsx 或 .csv 数据表")],
    year: NeededYear,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """从数据表导入某一年的数据。"""
    with open_desk(home) as desk:
        outcome = desk.import_ledger(file, year=year, made_by="命令行")
        waiting = desk.aliases(pending=True)
    for line in _import_notes(outcome, waiting):
        say(line)
    show_rows(outcome.rows, as_json)


def _import_notes(outcome: ImportOutcome, waiting: Sequence[Alias]) -> list[str]:
    """What a person should know about an import, and the names it is to settle."""
    lines = [f"未导入 {indicator}：{reason}" for indicator, reason in outcome.skipped]
    lines += outcome.notices
    if outcome.changed:
        lines.append(f"{outcome.year}年有 {len(outcome.changed)} 项原来填的是别的数：")
        lines += [f"  {name}：{old} → {new}" for name, old, new in outcome.changed]
        lines.append(f"要恢复，用“zhubi ledger restore 指标 --year {outcome.year}”。")
    asked = [(name, meant) for name, meant in outcome.renamed if _waits(name, waiting)]
    if asked:
        lines.append(f"有 {len(asked)} 个名称和台账里的写法不同，已按最相近的指标导入：")
        lines += [f"  {name} → {meant}" for name, meant in asked]
        lines.append(
            "是同一项，请用“zhubi ledger alias 名称 指标”确认一次，以后不再提示；"
            "不是同一项，用“zhubi ledger alias 名称 --own”单列。"
        )
    return lines


def _waits(name: str, waiting: Sequence[Alias]) -> bool:
    return any(alias.name == name for alias in waiting)


@ledger.command("export")
def export_sheet(
    file: Annotated[Path, typer.Argument(metavar="文件", help="要写的 .xlsx 文件")],
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
            show_rows(desk.ledger(), as_json)
            return
        standing = desk.standing(check_year(growth), share_of)
    emit(
        shapes.listing(standing, ledgershapes.standing),
        as_json,
        lambda: table(
            ("指标", "单位", f"{growth}年", "增减", "增长率", "排名", "占比", "算式"),
            (_standing_cells(one, growth) for one in standing),
            EMPTY,
        ),
    )


def _standing_cells(one: Standing, year: int) -> tuple[object, ...]:
    row, change = one.row, one.growth
    return (
        row.indicator,
        row.unit,
        shown(row.values[year], row.unit) if year in row.values else "",
        change.diff_text if change else "",
        change.percent_text if change else "",
        f"{one.rank[0]}/{one.rank[1]}" if one.rank else "",
        one.share[1] if one.share else "",
        "；".join(filter(None, (change.formula, change.note))) if change else "",
    )


@ledger.command("missing")
def missing(year: NeededYear, home: Home = None, as_json: AsJson = False) -> None:
    """列出某一年还没有填数的指标，上年有数的在前。"""
    with open_desk(home) as desk:
        rows = desk.missing(year)
    show_rows(rows, as_json, empty=f"台账里的指标{year}年都填了数。")


def show_rows(
    rows: tuple[LedgerRow, ...],
    as_json: bool,
    more: Mapping[str, object] = MappingProxyType({}),
    empty: str = EMPTY,
) -> None:
    """Print rows of the ledger, in JSON each with ``more``; ``empty`` is said without any."""
    years = sorted({year for row in rows for year in row.values})
    emit(
        [shapes.ledger_row(row) | dict(more) for row in rows],
        as_json,
        lambda: table(
            ("指标", "单位", *(f"{year}年" for year in years)),
            (
                (
                    row.indicator,
                    row.unit,
                    *(shown(row.values[y], row.unit) if y in row.values else "" for y in years),
                )
                for row in rows
            ),
            empty,
        ),
    )


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(figures)
    app.add_typer(ledger, name="ledger")
