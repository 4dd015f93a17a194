"""Commands on figures: figures, ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli import shapes
from rag.cli.output import AsJson, Home, emit, open_desk, table
from rag.cli.years import NeededYear, Year
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
        typer.echo(f"“{given}”按台账指标“{matched}”导入", err=True)
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
def show(home: Home = None, as_json: AsJson = False) -> None:
    """显示台账。"""
    with open_desk(home) as desk:
        rows = desk.ledger()
    _show(rows, as_json)


@ledger.command("set")
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
