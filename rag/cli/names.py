"""The command ledger names: what a model would call rows whose names the rules guessed."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli import ledgershapes, shapes
from rag.cli.figures import ledger, show_rows
from rag.cli.output import AsJson, Home, emit, open_desk, say, table
from rag.cli.values import MADE_BY
from rag.desk.desk import Desk
from rag.errors import InputError
from rag.writing.indicator_names import NameProposal


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
            "没有要确认的叫法。",
        ),
    )


def alias(
    name: Annotated[str, typer.Argument(metavar="名称", help="数据表或报告里的叫法")],
    indicator: Annotated[
        str, typer.Argument(metavar="指标", help="台账里的指标；与 --own 二选一")
    ] = "",
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
            row = desk.reopen_alias(name, indicator, made_by=MADE_BY)
        elif own:
            row = desk.reject_alias(name, made_by=MADE_BY)
            say(f"“{name}”已单列，按它导入的数据一并移了过去。")
        else:
            row = desk.confirm_alias(name, indicator, made_by=MADE_BY)
    show_rows((row,), as_json)


def names(
    document: Annotated[
        str | None, typer.Option("--document", help="只看从这份文件读出的指标（编号）")
    ] = None,
    accept: Annotated[
        list[str] | None, typer.Option("--accept", help="采用一个名称：原名=新名，可写多次")
    ] = None,
    accept_all: Annotated[bool, typer.Option("--accept-all", help="采用全部建议")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """请模型为规则没有把握的指标建议名称（只看名称，不动数值），或采用建议。"""
    with open_desk(home) as desk:
        if accept:
            found = tuple(_given(desk, pair) for pair in accept)
        else:
            found = desk.propose_names(document)
        if accept or accept_all:
            desk.accept_names(found, made_by=MADE_BY)
    emit(
        shapes.listing(found, _shape),
        as_json,
        lambda: table(
            ("现在的名称", "建议的名称", "原句"),
            ((one.indicator, one.proposed, one.sentence) for one in found),
            "没有要改的名称。",
        ),
    )


def _given(desk: Desk, pair: str) -> NameProposal:
    """A name the clerk accepts or gives: 原名=新名."""
    old, mark, new = pair.partition("=")
    if not mark or not old.strip() or not new.strip():
        raise InputError(f"“{pair}”不是“原名=新名”的写法。")
    row = desk.row(old.strip())
    assert row.id is not None
    return NameProposal(row.id, row.indicator, new.strip(), row.unit, "")


def _shape(record: NameProposal) -> dict[str, object]:
    return {
        "id": record.row_id,
        "indicator": record.indicator,
        "proposed": record.proposed,
        "unit": record.unit,
        "sentence": record.sentence,
        "section": record.heading,
    }


def register(_app: typer.Typer) -> None:
    """Add the commands to the ledger's."""
    for command in (aliases, alias, names):
        ledger.command()(command)
