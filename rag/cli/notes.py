"""The command on leaders' remarks: report notes."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rag.cli.output import AsJson, Home, emit, open_desk, titled
from rag.desk.notes import PlacedNote


def notes(
    report_id: Annotated[
        int, typer.Argument(metavar="报告编号", help="报告编号，见 zhubi report list")
    ],
    section: Annotated[int | None, typer.Option("--section", help="只看这一节的批注")] = None,
    done: Annotated[
        list[int] | None, typer.Option("--done", help="这一条已处理（批注编号，可写多次）")
    ] = None,
    undo: Annotated[
        list[int] | None, typer.Option("--undo", help="这一条改回未处理（可写多次）")
    ] = None,
    made_by: Annotated[str, typer.Option("--by", help="谁处理的")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """列出领导在 Word 里的批注和它们在报告里的位置，或记下哪几条已处理。"""
    with open_desk(home) as desk:
        for number in done or ():
            desk.settle_note(report_id, number, made_by=made_by)
        for number in undo or ():
            desk.reopen_note(report_id, number)
        found = desk.notes(report_id, section_id=section)
        parts = desk.report(report_id).sections
    names = {part.id: titled(part) for part in parts}
    emit(
        [note_json(one) for one in found],
        as_json,
        lambda: "\n".join(_line(one, names) for one in found) or "没有批注。",
    )


def note_json(one: PlacedNote) -> dict[str, Any]:
    """A remark with its place in the newest text; no place: ``start`` and ``end`` are null."""
    note, place = one.note, one.place
    return {
        "id": note.id,
        "section": note.section_id,
        "author": note.author,
        "date": note.said_at,
        "text": note.text,
        "quote": note.anchor.quote,
        "start": place.start if place else None,
        "end": place.end if place else None,
        "exact": place.exact if place else False,
        "file": note.file,
        "done": one.done,
        "done_by": note.done_by,
        "done_at": note.done_at.isoformat() if note.done_at else None,
    }


def _line(one: PlacedNote, names: dict[int, str]) -> str:
    note = one.note
    state = "已处理" if one.done else "未处理"
    where = names.get(note.section_id or 0, "不属于任何一节")
    quote = f"“{note.anchor.quote}”" if note.anchor.quote else ""
    changed = "" if one.place and one.place.exact else "（原文已改）" if one.place else ""
    return f"[{note.id}] {state}　{note.author}：{note.text}　{where}{quote}{changed}"
