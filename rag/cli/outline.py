"""Commands on a report's outline: report section, report kinds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli import shapes
from rag.cli.helppage import App
from rag.cli.output import AsJson, Home, emit, open_desk, table, titled
from rag.errors import InputError
from rag.records import Report

section = App(help="章节：增加、改名、移动、删去、恢复、定字数、锁定句子。")
ReportId = Annotated[int, typer.Argument(metavar="报告编号", help="报告编号")]
SectionId = Annotated[
    int, typer.Argument(metavar="章节编号", help="章节编号，见 zhubi report show")
]


def _show(report: Report, as_json: bool) -> None:
    emit(
        shapes.report(report),
        as_json,
        lambda: table(
            ("编号", "标题", "字数", "目标"),
            (
                (
                    part.id,
                    f"{'　' * max(0, part.level - 1)}{titled(part)}",
                    len(part.text),
                    part.length or "",
                )
                for part in report.sections
            ),
        ),
    )


@section.command("add")
def add(
    report_id: ReportId,
    heading: Annotated[str, typer.Argument(metavar="标题", help="标题，可带“（三）”这样的序号")],
    after: Annotated[int | None, typer.Option("--after", help="放在哪一节后面，默认最后")] = None,
    level: Annotated[int | None, typer.Option("--level", help="层级 1–4")] = None,
    length: Annotated[int, typer.Option("--length", help="目标字数")] = 0,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """增加一节，序号自动重排。"""
    with open_desk(home) as desk:
        made = desk.add_section(report_id, heading, after=after, level=level, length=length)
    _show(made, as_json)


@section.command("rename")
def rename(
    report_id: ReportId,
    section_id: SectionId,
    heading: Annotated[str, typer.Argument(metavar="标题", help="新标题")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """改一节的标题。"""
    with open_desk(home) as desk:
        made = desk.rename_section(report_id, section_id, heading)
    _show(made, as_json)


@section.command("move")
def move(
    report_id: ReportId,
    section_id: SectionId,
    up: Annotated[int, typer.Option("--up", min=0, help="上移几位")] = 0,
    down: Annotated[int, typer.Option("--down", min=0, help="下移几位")] = 0,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把一节（连同下级）上移或下移。"""
    with open_desk(home) as desk:
        made = desk.move_section(report_id, section_id, down - up)
    _show(made, as_json)


@section.command("drop")
def drop(
    report_id: ReportId, section_id: SectionId, home: Home = None, as_json: AsJson = False
) -> None:
    """删去一节（连同下级）；文字和历史版本都还在，可以恢复。"""
    with open_desk(home) as desk:
        made = desk.drop_section(report_id, section_id)
    _show(made, as_json)


@section.command("restore")
def restore(
    report_id: ReportId, section_id: SectionId, home: Home = None, as_json: AsJson = False
) -> None:
    """恢复删去的一节。"""
    with open_desk(home) as desk:
        made = desk.restore_section(report_id, section_id)
    _show(made, as_json)


@section.command("dropped")
def dropped(report_id: ReportId, home: Home = None, as_json: AsJson = False) -> None:
    """列出删去的章节。"""
    with open_desk(home) as desk:
        found = desk.dropped_sections(report_id)
    emit(
        shapes.listing(found, shapes.section),
        as_json,
        lambda: table(
            ("编号", "标题"), ((one.id, titled(one)) for one in found), "没有删去的章节。"
        ),
    )


@section.command("length")
def length(
    report_id: ReportId,
    characters: Annotated[int, typer.Argument(metavar="字数", help="目标字数，0 为不限")],
    section_id: Annotated[
        int | None, typer.Option("--section", help="只定这一节；不给就定全文并分到各节")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """定全文或一节的目标字数。"""
    with open_desk(home) as desk:
        if section_id is None:
            made = desk.set_report_length(report_id, characters)
        else:
            made = desk.set_length(report_id, section_id, characters)
    _show(made, as_json)


def _lock(
    report_id: int, section_id: int, words: str, home: Path | None, as_json: bool, *, lock: bool
) -> None:
    with open_desk(home) as desk:
        start = desk.section(report_id, section_id).text.find(words)
        if start < 0 or not words:
            raise InputError(f"这一节里没有“{words}”。", "请从正文中复制要锁定的文字。")
        act = desk.lock if lock else desk.unlock
        made = act(report_id, section_id, start, start + len(words))
    emit(shapes.section(made), as_json, lambda: "\n".join(made.locked) or "没有锁定的句子。")


@section.command("lock")
def lock(
    report_id: ReportId,
    section_id: SectionId,
    words: Annotated[str, typer.Argument(metavar="文字", help="句子里的文字")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """锁定一句话：规则和模型都不会改它。"""
    _lock(report_id, section_id, words, home, as_json, lock=True)


@section.command("unlock")
def unlock(
    report_id: ReportId,
    section_id: SectionId,
    words: Annotated[str, typer.Argument(metavar="文字", help="句子里的文字")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """解除锁定。"""
    _lock(report_id, section_id, words, home, as_json, lock=False)


def kinds(home: Home = None, as_json: AsJson = False) -> None:
    """列出报告种类的提纲；把文件复制到数据目录的 outlines 里就能改成自己的。"""
    with open_desk(home) as desk:
        found = desk.presets()
    emit(
        [
            {
                "kind": one.kind,
                "note": one.note,
                "file": str(one.path),
                "length": one.length,
                "headings": [part.label + part.heading for part in one.parts],
            }
            for one in found
        ],
        as_json,
        lambda: table(
            ("种类", "说明", "字数", "文件"),
            ((one.kind, one.note, one.length, one.path) for one in found),
        ),
    )


def register(report: typer.Typer) -> None:
    """Add these commands to the group ``report``."""
    report.add_typer(section, name="section")
    report.command()(kinds)
