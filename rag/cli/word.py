"""Commands on Word files: export, reimport, compare."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from rag.cli import reports, style, wordshapes
from rag.cli.notes import notes
from rag.cli.output import AsJson, Home, emit, open_desk, table, titled
from rag.desk.output import Day
from rag.desk.relay import relay_file
from rag.desk.wordback import SIGNED, Reimported
from rag.desk.words import SEVERITIES
from rag.errors import InputError
from rag.settings import load_settings

NO_DATE = "待填"
Output = Annotated[Path, typer.Option("-o", "--output", help="要写的 .docx 文件")]
Exported = Annotated[
    int | None,
    typer.Argument(metavar="报告编号", help="报告编号，见 zhubi report list", show_default=False),
]
Source = Annotated[
    Path | None, typer.Option("--from", help="不导出报告，而是把这个文件按版式重新排版")
]
Sections = Annotated[
    list[int] | None, typer.Option("--section", help="只导出这一节（可写多次；章连同下级）")
]
Annotate = Annotated[bool, typer.Option("--annotated", help="每个数字附批注说明出处")]
Style = Annotated[
    Path | None, typer.Option("--style", help="版式文件（.toml），默认为本单位的或国标版式")
]
WithLedger = Annotated[
    bool, typer.Option("--with-ledger", help="附件：本年数据表（含上年数和增减）")
]
WithPromises = Annotated[bool, typer.Option("--with-promises", help="附件：上年承诺事项清单")]
DayOption = Annotated[
    str,
    typer.Option(
        "--date",
        help="成文日期，如 2024-12-05，默认今天；“待填”为留空",
        metavar="日期",
        show_default=False,
    ),
]
OpenRevisions = Annotated[
    Literal["accept", "reject"],
    typer.Option("--revisions", help="未处理的修订：accept 全部接受，reject 全部拒绝"),
]
Exceptions = Annotated[
    list[int] | None,
    typer.Option("--except", help="这一处修订相反处理（修订编号，可写多次）"),
]
Leave = Annotated[
    list[int] | None, typer.Option("--leave", help="这一节的改动不采用（章节编号，可写多次）")
]
AddNew = Annotated[bool, typer.Option("--add-new", help="文件里新增的、带小标题的部分加为新的一节")]
AsPdf = Annotated[bool, typer.Option("--pdf", help="同时生成 PDF（需要 LibreOffice）")]


def _day(text: str) -> Day:
    if text == NO_DATE:
        return None
    if text == "today":
        return "today"
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"“{text[:20]}”不是有效的日期。", f"请写成 2024-12-05 这样，或写“{NO_DATE}”留空。"
        ) from error


def export(
    output: Output,
    report_id: Exported = None,
    source: Source = None,
    section: Sections = None,
    annotated: Annotate = False,
    style: Style = None,
    with_ledger: WithLedger = False,
    with_promises: WithPromises = False,
    day: DayOption = "today",
    pdf: AsPdf = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把报告导出为 Word 文件，或把任意文件按版式重新排版。"""
    if (report_id is None) == (source is None):
        raise InputError("请给出一个报告编号，或用 --from 指定要重新排版的文件。")
    if source is not None:
        if section or annotated or with_ledger or with_promises:
            raise InputError("重新排版（--from）不能和 --section、--annotated、--with-… 一起用。")
        notices = relay_file(source, output, load_settings(home), style=style, pdf=pdf)
        _written(output, pdf, as_json, notices)
        return
    assert report_id is not None
    with open_desk(home) as desk:
        desk.export(
            report_id,
            output,
            annotated=annotated,
            style=style,
            sections=section or (),
            ledger=with_ledger,
            with_promises=with_promises,
            day=_day(day),
            pdf=pdf,
        )
        left = desk.left_open(report_id)
    if left:
        sys.stderr.write(f"{left}\n")
    _written(output, pdf, as_json)


def _written(path: Path, pdf: bool, as_json: bool, notices: Sequence[str] | None = None) -> None:
    """Name the files; what to look at in a file set anew."""
    files = {"path": str(path)} | ({"pdf": str(path.with_suffix(".pdf"))} if pdf else {})
    data = files if notices is None else files | {"notices": list(notices)}
    emit(data, as_json, lambda: "\n".join((*files.values(), *(notices or ()))))


def reimport(
    report_id: Annotated[
        int, typer.Argument(metavar="报告编号", help="报告编号，见 zhubi report list")
    ],
    file: Annotated[Path, typer.Argument(metavar="文件", help="领导改过的 Word 文件")],
    revisions: OpenRevisions = "accept",
    exceptions: Exceptions = None,
    leave: Leave = None,
    add_new: AddNew = False,
    made_by: Annotated[str, typer.Option("--by", help="改稿人，默认为文件里的修订人")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会改什么，不保存")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把改过的 Word 文件导回报告：改动的章节存为新版本，批注记在位置上（report notes）。"""
    with open_desk(home) as desk:
        back = desk.reimport(
            report_id,
            file,
            made_by=made_by,
            revisions=revisions,
            exceptions=exceptions or (),
            leave=leave or (),
            save=not dry_run,
        )
        wanted = [part for part in back.unplaced if part.headed and add_new and back.saved]
        signed = back.made_by.removeprefix(SIGNED)
        added = [desk.add_unplaced(report_id, part, made_by=signed).id for part in wanted]
        names = {part.id: titled(part) for part in desk.report(report_id).sections}
    back = replace(back, unplaced=tuple(part for part in back.unplaced if part not in wanted))
    lines = [f"新加一节：“{names[part]}”" for part in added]
    data = wordshapes.reimported(back) | {"added": added}
    emit(data, as_json, lambda: "\n".join((_told(back, names), *lines)))


def _told(back: Reimported, names: dict[int, str]) -> str:
    """What came back, for a person."""

    def named(section_id: int | None) -> str:
        return "" if section_id is None else f"“{names[section_id]}”"

    verb = "改了" if back.saved else "会改"
    lines = [f"{verb} {back.sections_changed} 节，按接受读取修订 {back.revisions_read} 处。"]
    lines += [f"改动：{named(part.id)}（第 {part.version} 版）" for part in back.sections]
    lines += [f"小标题：{change.old} → {change.new}" for change in back.headings]
    kinds = {"insert": "插入", "delete": "删除", "move": "移动"}
    for item in back.revisions:
        state = "拒绝" if item.id in back.refused else "接受"
        lines.append(f"修订 {item.id}（{state}）{item.author}{kinds[item.kind]}：{item.text}")
    for note in back.comments:
        lines.append(f"批注 {note.author}：{note.text}　{named(note.section_id)}“{note.quote}”")
    lines += [f"没有对应章节，请自行处理：{item.text}" for item in back.unplaced]
    lines += [f"没有采用：{named(part)}" for part in back.left]
    lines += [f"在文件里移到了别处，报告里的次序不变：{named(part)}" for part in back.moved]
    lines += [f"文件里没有，保持不变：{named(part)}" for part in back.missing]
    lines += [f"文件里是较早的版本，保持最新：{named(part)}" for part in back.older]
    for check in back.checks:
        lines += [f"{SEVERITIES[f.severity]}：{f.message}　“{f.text}”" for f in check.findings]
    return "\n".join((*lines, *back.warnings))


def compare(
    old: Annotated[Path, typer.Argument(metavar="甲", help="甲：原稿或上年报告")],
    new: Annotated[Path, typer.Argument(metavar="乙", help="乙：改稿或本年报告")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="另存为表格（.xlsx）")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """对照两个文件：章节怎样对应、哪些句子改了、哪些数据变了。"""
    from rag.desk.compare import compare_files
    from rag.desk.comparesheet import export_comparison, figure_cells, section_name

    found = compare_files(old, new, load_settings(home))
    written = {"path": str(export_comparison(found, output))} if output else {}
    changed = [pair for pair in found.figures if pair.status != "same"]
    emit(
        wordshapes.comparison(found) | written,
        as_json,
        lambda: "\n".join(
            (
                table(
                    ("甲", "乙", "改动"),
                    (
                        (section_name(pair.old), section_name(pair.new), len(pair.changes))
                        for pair in found.sections
                    ),
                ),
                table(
                    ("指标", "单位", "所在部分", "甲", "乙", "增减", "增长率", "变化"),
                    map(figure_cells, changed),
                ),
                *written.values(),
            )
        ),
    )


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (export, reimport, compare):
        app.command()(command)
    app.add_typer(style.style, name="style")
    reports.report.command("notes")(notes)
