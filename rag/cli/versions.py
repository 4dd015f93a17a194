"""Commands on a section's versions and how they were made: report versions, report trace."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rag.cli.outline import ReportId, SectionId
from rag.cli.output import AsJson, Home, emit, local_time, open_desk, table
from rag.desk.versions import Origin, VersionGroup
from rag.desk.views import ProposalChange
from rag.desk.words import NOTES, maker
from rag.records import Trace
from rag.reports.parts import trace_json


def versions(
    report_id: ReportId,
    section_id: SectionId,
    compare: Annotated[
        tuple[int, int] | None,
        typer.Option("--compare", metavar="旧版 新版", help="比较两版，如 1 3"),
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
            map(_group_cells, groups),
        ),
    )


def _group_cells(group: VersionGroup) -> tuple[object, ...]:
    newest = group.newest
    note = NOTES.get(newest.note, newest.note)
    folded = len(group.folded) or ""
    return newest.number, local_time(newest.made_at), maker(newest.made_by), note, folded


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
    lines = [f"第{found.version.number}版，{local_time(found.version.made_at)}"]
    lines += [f"{name}：{words}" for name, words in trace_lines(found.trace) if words]
    lines += [f"材料：{name}" for name in found.passages]
    lines += [
        f"此后：第{group.newest.number}版，{maker(group.newest.made_by)}" for group in found.since
    ]
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
    report.command()(versions)
    report.command()(trace)
