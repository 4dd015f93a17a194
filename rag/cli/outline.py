"""Commands on a report's outline, versions and traces: report section, kinds, versions, trace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rag.cli import shapes
from rag.cli.output import AsJson, Home, emit, open_desk, table
from rag.desk.versions import Origin, VersionGroup
from rag.desk.views import ProposalChange
from rag.errors import InputError
from rag.records import Report, Trace
from rag.reports.parts import trace_json

section = typer.Typer(
    help="章节：增加、改名、移动、删去、恢复、定字数、锁定句子。", no_args_is_help=True
)
ReportId = Annotated[int, typer.Argument(help="报告编号")]
SectionId = Annotated[int, typer.Argument(help="章节编号，见 zhubi report show")]


def _show(report: Report, as_json: bool) -> None:
    emit(
        shapes.report(report),
        as_json,
        lambda: table(
            ("编号", "标题", "字数", "目标"),
            (
                (
                    part.id,
                    f"{'　' * max(0, part.level - 1)}{part.label}{part.heading}" or "开头",
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
    heading: Annotated[str, typer.Argument(help="标题，可带“（三）”这样的序号")],
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
    heading: Annotated[str, typer.Argument(help="新标题")],
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
        lambda: table(("编号", "标题"), ((one.id, one.label + one.heading) for one in found)),
    )


@section.command("length")
def length(
    report_id: ReportId,
    characters: Annotated[int, typer.Argument(help="目标字数，0 为不限")],
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
    words: Annotated[str, typer.Argument(help="句子里的文字")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """锁定一句话：规则和模型都不会改它。"""
    _lock(report_id, section_id, words, home, as_json, lock=True)


@section.command("unlock")
def unlock(
    report_id: ReportId,
    section_id: SectionId,
    words: Annotated[str, typer.Argument(help="句子里的文字")],
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


def versions(
    report_id: ReportId,
    section_id: SectionId,
    compare: Annotated[
        tuple[int, int] | None, typer.Option("--compare", help="比较两版，如 --compare 1 3")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """列出一节的历史版本，或逐句比较两版。"""
    with open_desk(home) as desk:
        desk.section(report_id, section_id)
        if compare is not None:
            changes = desk.compare_versions(section_id, *compare)
            _show_changes(changes, as_json)
            return
        groups = desk.version_groups(section_id)
    emit(
        [_group(group) for group in groups],
        as_json,
        lambda: table(
            ("版本", "时间", "谁", "说明", "合并的自动保存"),
            (
                (
                    group.newest.number,
                    f"{group.newest.made_at:%Y-%m-%d %H:%M}",
                    group.newest.made_by,
                    group.newest.note,
                    len(group.folded) or "",
                )
                for group in groups
            ),
        ),
    )


def _group(group: VersionGroup) -> dict[str, Any]:
    newest = group.newest
    return {
        "number": newest.number,
        "made_by": newest.made_by,
        "made_at": newest.made_at.isoformat(),
        "note": newest.note,
        "text": newest.text,
        "folded": list(group.folded),
    }


def _show_changes(changes: tuple[ProposalChange, ...], as_json: bool) -> None:
    differing = [change for change in changes if change.old != change.new]
    emit(
        [{"old": change.old, "new": change.new} for change in differing],
        as_json,
        lambda: (
            "\n".join(f"- {change.old}\n+ {change.new}" for change in differing) or "两版文字相同。"
        ),
    )


def trace(
    report_id: ReportId,
    section_id: SectionId,
    number: Annotated[int | None, typer.Option("--version", help="第几版，默认最新")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """这段怎么来的：模型、提示词、用到的数据和材料、用量和时间，以及后来的修改。"""
    with open_desk(home) as desk:
        found = desk.origin(report_id, section_id, number)
    emit(
        None if found is None else _origin(found),
        as_json,
        lambda: "这一节是手工写的，没有起草记录。" if found is None else _origin_text(found),
    )


def _origin(found: Origin) -> dict[str, Any]:
    stored = trace_json(found.trace)
    assert stored is not None
    return {
        "version": found.version.number,
        "made_by": found.version.made_by,
        "made_at": found.version.made_at.isoformat(),
        **stored,
        "figures": list(found.trace.figures),
        "passages": [
            {"id": one, "name": name}
            for one, name in zip(found.trace.passages, found.passages, strict=True)
        ],
        "since": [
            {"version": group.newest.number, "made_by": group.newest.made_by}
            for group in found.since
        ],
    }


def _origin_text(found: Origin) -> str:
    lines = [f"第{found.version.number}版，{found.version.made_at:%Y-%m-%d %H:%M}（UTC）"]
    lines += [f"{name}：{words}" for name, words in trace_lines(found.trace) if words]
    lines += [f"材料：{name}" for name in found.passages]
    lines += [f"此后：第{group.newest.number}版，{group.newest.made_by}" for group in found.since]
    return "\n".join(lines)


def trace_lines(made: Trace) -> tuple[tuple[str, str], ...]:
    """A trace as names and words."""
    usage = made.usage
    tokens = f"输入 {usage.prompt_tokens}、输出 {usage.completion_tokens}" if made.model else ""
    return (
        ("怎么写的", f"模型“{made.model}”" if made.model else "按规则，没有用模型"),
        ("提示词", f"{made.prompt} {made.prompt_hash}" if made.model else ""),
        ("修改要求", made.instruction),
        ("改正次数", str(made.repairs) if made.repairs else ""),
        ("用量（token）", tokens),
        ("用时", f"{usage.seconds:.1f} 秒" if made.model else f"{usage.seconds * 1000:.0f} 毫秒"),
        ("用到的数据", "；".join(made.figures)),
    )


def register(report: typer.Typer) -> None:
    """Add these commands to the group ``report``."""
    report.add_typer(section, name="section")
    for command in (kinds, versions, trace):
        report.command()(command)
