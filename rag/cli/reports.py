"""Commands on reports: report, promises, draft, revise, edit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from rag.cli import ledgershapes, outline, shapes, versions
from rag.cli.helppage import App
from rag.cli.output import AsJson, Home, emit, open_desk, progress_bar, say, streamed, table, titled
from rag.cli.years import NeededYear
from rag.desk.desk import Desk
from rag.desk.views import Proposal
from rag.desk.words import STATES
from rag.errors import InputError
from rag.records import Delta, Draft, Progress

report = App(help="报告：新建、查看、列出，章节和版本。")
ReportId = Annotated[int, typer.Argument(metavar="报告编号", help="报告编号，见 zhubi report list")]
SectionId = Annotated[
    int, typer.Argument(metavar="章节编号", help="章节编号，见 zhubi report show")
]


@report.command("new")
def new(
    year: NeededYear,
    like: Annotated[str | None, typer.Option("--like", help="仿照哪份文件（编号）")] = None,
    title: Annotated[str | None, typer.Option("--title", help="标题")] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="按哪种提纲，见 zhubi report kinds")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """新建一份报告，仿照一份往年报告的提纲，或按一种报告的提纲。"""
    with open_desk(home) as desk:
        created = desk.new_report(year=year, like=like, title=title, kind=kind)
        followed = None if like else desk.report_to_follow(year)
        if followed is not None:
            say(
                f"仿照《{followed.entry.title}》（{followed.entry.file}）：{followed.why}。"
                "要仿照别的，请用 --like 写明文件编号（见 zhubi documents）。"
            )
    emit(shapes.report(created), as_json, lambda: f"已新建报告 {created.id}：{created.title}")


@report.command("show")
def show(report_id: ReportId, home: Home = None, as_json: AsJson = False) -> None:
    """显示一份报告。"""
    with open_desk(home) as desk:
        shown = desk.report(report_id)
    emit(
        shapes.report(shown),
        as_json,
        lambda: "\n\n".join(
            "\n".join(
                filter(None, (f"[{part.id}] {titled(part)}（{STATES[part.state]}）", part.text))
            )
            for part in shown.sections
        ),
    )


@report.command("list")
def list_reports(home: Home = None, as_json: AsJson = False) -> None:
    """列出全部报告。"""
    with open_desk(home) as desk:
        listed = desk.reports()
    emit(
        shapes.listing(listed, shapes.report),
        as_json,
        lambda: table(
            ("编号", "年份", "标题"),
            ((r.id, r.year, r.title) for r in listed),
            "还没有报告，用“zhubi report new”新建。",
        ),
    )


def promises(report_id: ReportId, home: Home = None, as_json: AsJson = False) -> None:
    """承诺清单：上年报告为今年作的打算，供逐条回应。"""
    with open_desk(home) as desk:
        found = desk.promise_list(report_id)
    emit(
        shapes.listing(found, ledgershapes.promise),
        as_json,
        lambda: table(
            ("所在部分", "承诺"),
            ((one.section, one.text) for one in found),
            "所仿照的报告里没有为今年作的打算。",
        ),
    )


def draft(
    report_id: ReportId,
    section_id: Annotated[int | None, typer.Argument(metavar="章节编号", help="章节编号")] = None,
    every: Annotated[bool, typer.Option("--all", help="起草全部章节")] = False,
    model: Annotated[
        Literal["none"] | None, typer.Option("--model", help="none：不用模型，按规则起草")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """起草一节或全部章节。"""
    if (section_id is None) == (not every):
        raise InputError("请给出一个章节编号，或用 --all 起草全部。")
    use_model = False if model == "none" else None
    with open_desk(home) as desk:
        if section_id is not None:
            drafts = [
                (section_id, _stream(desk.draft(report_id, section_id, model=use_model), Draft))
            ]
        else:
            with progress_bar("起草") as show_progress:
                drafts = []
                for event in desk.draft_all(report_id, model=use_model):
                    if isinstance(event, Progress):
                        show_progress(event)
                    else:
                        drafts.append(event)
        names = {part.id: titled(part) for part in desk.report(report_id).sections}
    emit(
        {"sections": [shapes.draft(number, made) for number, made in drafts]},
        as_json,
        lambda: "\n\n".join(f"{names[number]}\n{made.text}" for number, made in drafts),
    )


def revise(
    report_id: ReportId,
    section_id: SectionId,
    instruction: Annotated[str, typer.Argument(metavar="要求", help="修改要求，如“压缩到300字”")],
    passage: Annotated[
        str | None, typer.Option("--passage", help="只改这段文字（从正文中复制）")
    ] = None,
    alternatives: Annotated[
        int, typer.Option("--alternatives", help="给出几种写法供选择，不保存（需要模型）")
    ] = 0,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """按要求修改一节或其中一段并保存为新版本；或给出几种写法。"""
    with open_desk(home) as desk:
        selection = _selected(desk.section(report_id, section_id).text, passage)
        if alternatives:
            events = desk.alternatives(
                report_id, section_id, alternatives, instruction=instruction, selection=selection
            )
            made = [event for event in events if isinstance(event, Proposal)]
            emit(
                [{"text": one.new, "notices": list(one.notices)} for one in made],
                as_json,
                lambda: "\n\n".join(f"写法{n}：\n{one.new}" for n, one in enumerate(made, 1)),
            )
            return
        proposal = _stream(
            desk.propose(report_id, section_id, instruction, selection=selection), Proposal
        )
        desk.accept(proposal, made_by=proposal.made_by)
        _emit_section(desk, report_id, section_id, as_json, proposal.notices)


def edit(
    report_id: ReportId,
    section_id: SectionId,
    text_file: Annotated[Path, typer.Option("--text-file", help="新正文（UTF-8 文本文件）")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """用文件里的文字替换一节的正文，保存为新版本。"""
    from rag.desk.reading import text_of

    with open_desk(home) as desk:
        version = desk.section(report_id, section_id).version
        text = text_of(text_file)
        desk.save(section_id, text, base_version=version, made_by="命令行")
        _emit_section(desk, report_id, section_id, as_json)


def _selected(text: str, passage: str | None) -> tuple[int, int] | None:
    if passage is None:
        return None
    start = text.find(passage)
    if start < 0 or not passage:
        raise InputError("正文里没有要修改的这段文字。", "请从正文中原样复制。")
    return start, start + len(passage)


def _stream(events: Iterable[Any], last: type[Any]) -> Any:
    """Show what is being written and return the finished thing."""
    result = None
    with streamed() as show:
        for event in events:
            if isinstance(event, Delta):
                show(event.text)
            elif isinstance(event, last):
                result = event
    assert result is not None
    return result


def _emit_section(
    desk: Desk, report_id: int, section_id: int, as_json: bool, notices: tuple[str, ...] = ()
) -> None:
    saved = desk.section(report_id, section_id)
    links = desk.check_section(report_id, section_id).links
    data = shapes.section(saved) | {
        "links": shapes.listing(links, shapes.link),
        "notices": list(notices),
    }
    emit(data, as_json, lambda: saved.text)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    outline.register(report)
    versions.register(report)
    app.add_typer(report, name="report")
    for command in (promises, draft, revise, edit):
        app.command()(command)
