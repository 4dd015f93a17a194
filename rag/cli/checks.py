"""Commands that check: check, ignore, verify, formulations."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, get_args

import typer

from rag.cli import ledgershapes, shapes
from rag.cli.output import AsJson, Home, emit, open_desk, table, titled
from rag.cli.years import Year
from rag.desk.views import SectionCheck
from rag.desk.words import FORMULATIONS, SEVERITIES
from rag.errors import InputError, NotFoundError
from rag.records import PROVED
from rag.settings import Check, load_settings

CLIPPED = 40
"""Characters of a finding's words that are printed."""


def check(
    target: Annotated[str, typer.Argument(metavar="报告编号或文件", help="报告编号，或一个文件")],
    year: Year = None,
    figures: Annotated[Path | None, typer.Option("--figures", help="今年的数据表")] = None,
    past: Annotated[list[Path] | None, typer.Option("--past", help="往年报告")] = None,
    off: Annotated[list[str] | None, typer.Option("--off", help="不做哪项检查，可写多次")] = None,
    layout: Annotated[
        bool, typer.Option("--layout", help="只检查一个 .docx 文件的版式（国标或 --style）")
    ] = False,
    style: Annotated[Path | None, typer.Option("--style", help="版式文件（.toml）")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """核对每个数字的出处，并检查年份、前后一致、提法、重复和文字；或检查版式。"""
    left_out = _checks(off or ())
    if layout:
        _say(_layout(Path(target), home, style), as_json, layout=True)
    elif target.isascii() and target.isdigit() and not Path(target).exists():
        given = [file for file in (figures, *(past or ())) if file]
        if missing := next((file for file in given if not file.exists()), None):
            raise InputError(f"没有这个文件：{missing}", "请检查文件名和路径。")
        if given:
            sys.stderr.write("核对主笔里的报告用的是台账和资料库，--figures 和 --past 没有用上。\n")
        with open_desk(home) as desk:
            parts = desk.check(int(target), off=left_out).sections
            names = {part.id: titled(part) for part in desk.report(int(target)).sections}
        _say(parts, as_json, names)
    else:
        from rag.desk.checking import check_file

        settings, earlier = load_settings(home), past or ()
        checked = check_file(
            Path(target), settings, year=year, figures=figures, past=earlier, off=left_out
        )
        _say([checked], as_json)


def ignore(
    report: Annotated[int, typer.Argument(metavar="报告编号", help="报告编号")],
    section: Annotated[int, typer.Argument(metavar="章节编号", help="章节编号")],
    start: Annotated[
        int, typer.Argument(metavar="位置", help="这一处从第几个字符起（check 的 start）")
    ],
    kind: Annotated[str, typer.Option("--kind", help="只忽略哪一项检查的结果")] = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """忽略一处检查结果；这句话不改，就不再提示。"""
    with open_desk(home) as desk:
        parts = [part for part in desk.check(report).sections if part.section_id == section]
        found = [f for part in parts for f in part.findings if f.start == start]
        found = [f for f in found if kind in {"", f.kind}]
        if not found:
            raise NotFoundError(
                "这个位置没有检查结果。", "用“zhubi check 报告编号 --json”可查看位置。"
            )
        for finding in found:
            desk.ignore(section, finding, made_by="命令行")
    said = "\n".join(f"已忽略：{f.message}" for f in found)
    emit(shapes.listing(found, shapes.finding), as_json, lambda: said)


def _layout(file: Path, home: Path | None, style: Path | None) -> Sequence[SectionCheck]:
    from rag.desk.relay import check_layout_file

    return [SectionCheck(0, (), check_layout_file(file, load_settings(home), style=style))]


def _say(
    parts: Sequence[SectionCheck],
    as_json: bool,
    names: Mapping[int, str] = MappingProxyType({}),
    *,
    layout: bool = False,
) -> None:
    """Print numbers and findings, and exit with 1 where there is anything to look at."""
    links = [(part.section_id, link) for part in parts for link in part.links]
    findings = [finding for part in parts for finding in part.findings]
    data = {
        "numbers": [shapes.link(link) | {"section": section} for section, link in links],
        "findings": shapes.listing(findings, shapes.finding),
    }
    unproved = [link for _, link in links if link.status not in PROVED]
    head = f"数字 {len(links)} 个，无可靠出处 {len(unproved)} 个；问题 {len(findings)} 条。"
    if layout:
        head = f"版式问题 {len(findings)} 条。"
    lines = [line for part in parts for line in _lines(part, names, layout=layout)]
    emit(data, as_json, lambda: "\n".join((head, *lines)))
    if unproved or findings:
        raise typer.Exit(1)


def _lines(part: SectionCheck, names: Mapping[int, str], *, layout: bool) -> Iterator[str]:
    """A section's findings for a person, under its heading."""
    if part.findings and part.section_id in names:
        yield f"\n{names[part.section_id]}"
    for one in part.findings:
        more = one.evidence if layout else one.suggestion
        said = f"{SEVERITIES[one.severity]}：{one.message}　“{_clip(one.text)}”"
        yield f"{said}　{more}" if more else said


def _clip(text: str) -> str:
    """The beginning of what a finding is about, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= CLIPPED else f"{line[:CLIPPED]}……"


def _checks(names: Sequence[str]) -> Sequence[str]:
    """The names as given. Raises InputError for one that is no check."""
    known = get_args(Check)
    for name in names:
        if name not in known:
            raise InputError(f"没有“{name}”这项检查。", f"可用：{'、'.join(known)}。")
    return names


def formulations(home: Home = None, as_json: AsJson = False) -> None:
    """列出检查提法所用的清单：本单位的、自带的、从政策文件里读到的。

    本单位的写在数据目录的 formulations.tsv 里。
    """
    with open_desk(home) as desk:
        known = desk.formulations()
    emit(
        shapes.listing(known, ledgershapes.formulation),
        as_json,
        lambda: table(
            ("类别", "表述", "时间", "来源", "说明"),
            ((FORMULATIONS[f.kind], f.wording, f.period, f.source, f.note) for f in known),
        ),
    )


def verify(
    claim: Annotated[str, typer.Argument(metavar="一句话", help="要核对的话")],
    against: Annotated[Path, typer.Option("--against", help="作为依据的文件")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """核对一句话里的数字是否都能在依据文件里找到。"""
    from rag.desk.checking import verify_file

    result = verify_file(claim, against, load_settings(home))
    data = {
        "supported": result.supported,
        "numbers": shapes.listing(result.numbers, shapes.link),
        "problems": list(result.problems),
    }
    said = "有依据" if result.supported else "\n".join(("没有依据", *result.problems))
    emit(data, as_json, lambda: said)
    if not result.supported:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (check, ignore, verify, formulations):
        app.command()(command)
