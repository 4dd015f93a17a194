"""Commands on files and the library: read, index, documents, remove, search, ask."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rag.cli import shapes
from rag.cli.output import AsJson, Home, emit, open_desk, progress_bar, streamed, table
from rag.cli.years import Year
from rag.desk.desk import Desk
from rag.desk.words import KINDS
from rag.records import Answer, Delta, DocumentEntry, DocumentKind
from rag.settings import load_settings

Kind = Annotated[
    DocumentKind | None,
    typer.Option(
        "--kind",
        metavar="种类",
        help="只在这种资料里：" + "，".join(f"{kind} {words}" for kind, words in KINDS.items()),
    ),
]


def read(
    file: Annotated[Path, typer.Argument(metavar="文件", help="要读取的文件")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """读取一个文件，显示其标题、年份和各级内容。"""
    from rag.reading.reader import read_document

    with progress_bar("读取") as progress:
        document = read_document(file, load_settings(home), progress=progress)
    emit(shapes.document(document), as_json, lambda: document.text)


def index(
    paths: Annotated[
        list[Path], typer.Argument(metavar="文件或文件夹", help="文件、文件夹或 .zip")
    ],
    wait: Annotated[bool, typer.Option("--wait", help="等到向量也建好")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把文件收入资料库。一个文件有问题不影响其他文件；有没收进的，退出码为 1。"""
    with open_desk(home) as desk, progress_bar("收入资料") as progress:
        outcome = desk.index(paths, progress=progress, vectors="now" if wait else "later")
        left = desk.pending_vectors()
    if left:
        sys.stderr.write(f"{left} 段文字还没有向量，已可按关键词检索；打开网页后会自动补齐。\n")
    data = {
        "added": outcome.added,
        "unchanged": outcome.unchanged,
        "failed": [{"file": file, "error": error} for file, error in outcome.failed],
        "seconds": round(outcome.seconds, 3),
        "similar": [{"file": file, "note": note} for file, note in outcome.similar],
    }
    for file, words in (*outcome.failed, *outcome.similar):
        sys.stderr.write(f"{file}：{words}\n")
    emit(
        data,
        as_json,
        lambda: (
            f"新收入 {outcome.added} 份，未变 {outcome.unchanged} 份，"
            f"失败 {len(outcome.failed)} 份，用时 {outcome.seconds:.1f} 秒"
        ),
    )
    if outcome.failed:
        # Nothing usable at all is a wrong input; a few bad files are findings.
        raise typer.Exit(1 if outcome.added or outcome.unchanged else 2)


def documents(home: Home = None, as_json: AsJson = False) -> None:
    """列出资料库里的文件。"""
    with open_desk(home) as desk:
        entries = desk.documents()
    emit(
        shapes.listing(entries, shapes.entry),
        as_json,
        lambda: table(
            ("编号", "文件", "标题", "种类", "年份", "段落", "数字", "状态"),
            map(_document_cells, entries),
            "资料库里还没有文件，用“zhubi index”收入。",
        ),
    )


def _document_cells(entry: DocumentEntry) -> tuple[object, ...]:
    kind, state = KINDS[entry.kind], _state(entry)
    named = (entry.id, entry.file, entry.title, kind, entry.year)
    return (*named, entry.passages, entry.figures, state)


def _state(entry: DocumentEntry) -> str:
    """State, error and what it is like, for one cell."""
    words = f"{entry.state}：{entry.error}" if entry.error else entry.state
    return "；".join((words, *entry.similar))


def remove(
    document: Annotated[
        str, typer.Argument(metavar="文件编号", help="文件编号，见 zhubi documents")
    ],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """从资料库删去一个文件及其全部索引。"""
    with open_desk(home) as desk:
        entry = desk.remove(document)
    emit(shapes.entry(entry), as_json, lambda: f"已删去：{entry.file}")


def search(
    query: Annotated[str, typer.Argument(metavar="内容", help="要找的内容")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="最多几条")] = 8,
    year: Year = None,
    kind: Kind = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """在资料库里查找段落。"""
    with open_desk(home) as desk:
        result = desk.search(query, k=k, year=year, kind=kind)
    for notice in result.notices:
        sys.stderr.write(f"{notice}\n")
    emit(
        shapes.listing(result.hits, shapes.hit),
        as_json,
        lambda: (
            "\n\n".join(
                f"《{hit.passage.document_title}》{'／'.join(hit.passage.section_path)}\n"
                f"{hit.passage.text}"
                for hit in result.hits
            )
            or "没有找到相关内容。"
        ),
    )


def ask(
    question: Annotated[str, typer.Argument(metavar="问题", help="要问的问题")],
    year: Year = None,
    kind: Kind = None,
    after: Annotated[
        int | None, typer.Option("--after", help="接着问：上一个问题的编号，0 为最近一个", min=0)
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """就往年工作提问，回答附出处；没有依据时如实说明。"""
    answer: Answer | None = None
    with open_desk(home) as desk, streamed() as show:
        for event in desk.ask(question, year=year, kind=kind, after=_before(desk, after)):
            if isinstance(event, Answer):
                answer = event
            elif isinstance(event, Delta):
                show(event.text)
    assert answer is not None
    found = answer
    sources = "".join(f"\n[{c.n}]《{c.document}》{c.section}：{c.quote}" for c in found.citations)
    emit(shapes.answer(found), as_json, lambda: found.text + sources)
    if found.refused:
        raise typer.Exit(1)


def _before(desk: Desk, after: int | None) -> int | None:
    """The question to go on with; 0 is the last one asked."""
    if after != 0:
        return after
    asked = desk.questions(limit=1)
    return asked[0].id if asked else None


def reindex(home: Home = None, as_json: AsJson = False) -> None:
    """由已存的原文重建段落、数字、关键词和向量。"""
    with open_desk(home) as desk, progress_bar("重建索引") as progress:
        count = desk.reindex(progress)
    emit({"documents": count}, as_json, lambda: f"已重建 {count} 份文件的索引")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (read, index, documents, remove, search, ask, reindex):
        app.command()(command)
