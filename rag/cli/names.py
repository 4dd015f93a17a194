"""The command ledger names: what a model would call rows whose names the rules guessed."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli import shapes
from rag.cli.figures import ledger
from rag.cli.output import AsJson, Home, emit, open_desk, table
from rag.desk.desk import Desk
from rag.errors import InputError
from rag.writing.indicator_names import NameProposal


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
            desk.accept_names(found, made_by="命令行")
    emit(
        shapes.listing(found, _shape),
        as_json,
        lambda: table(
            ("现在的名称", "建议的名称", "原句"),
            ((one.indicator, one.proposed, one.sentence) for one in found),
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
    """Add the command to the ledger's."""
    ledger.command("names")(names)
