"""Commands on the installation: serve, doctor, eval."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.output import AsJson, Home, emit, open_desk, table
from rag.errors import InputError
from rag.settings import load_settings


def serve(
    host: Annotated[str | None, typer.Option("--host", help="监听地址")] = None,
    port: Annotated[int | None, typer.Option("--port", help="端口")] = None,
    browser: Annotated[bool, typer.Option("--open", help="同时打开浏览器")] = False,
    home: Home = None,
) -> None:
    """打开网页。"""
    from rag.web.app import serve as serve_page

    given = {"host": host, "port": port}
    overrides = {name: value for name, value in given.items() if value is not None}
    serve_page(load_settings(home, **overrides), open_browser=browser)


def evaluate(
    data: Annotated[Path | None, typer.Argument(help="测评数据文件夹", show_default=False)] = None,
    office: Annotated[
        Path | None,
        typer.Option("--office", help="一个单位历年报告的文件夹：藏起最新一年，起草后对照"),
    ] = None,
    only: Annotated[str, typer.Option("--only", help="只测一项，如 figures")] = "",
    vectors: Annotated[bool, typer.Option("--vectors", help="检索也用向量（很慢）")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """在一批真实文本上测量各部分的准确程度；或用本单位的历年报告测量起草得怎样。"""
    if (data is None) == (office is None):
        raise InputError("请给出测评数据文件夹，或用 --office 给出历年报告的文件夹。")
    if office is not None:
        _evaluate_office(office, home, as_json)
        return
    assert data is not None
    from rag.desk.evaluation import Measured
    from rag.desk.evaluation import evaluate as measure

    found: list[Measured] = []
    for line in measure(data, load_settings(home), only=only, vectors=vectors):
        sys.stderr.write(f"{line.name}：{line.value:.4g}\n")
        found.append(line)
    rows = [
        {
            "name": line.name,
            "value": round(line.value, 5),
            "goal": line.goal,
            "count": line.count,
            "reached": line.reached,
        }
        for line in found
    ]
    emit(
        rows,
        as_json,
        lambda: table(
            ("项目", "今天", "目标", "达到"),
            (
                (
                    line.name,
                    f"{line.value:.4g}",
                    f"{'≤' if line.most else '≥'}{line.goal}",
                    "是" if line.reached else "否",
                )
                for line in found
            ),
        ),
    )


def _evaluate_office(folder: Path, home: Path | None, as_json: bool) -> None:
    from rag.desk.office import evaluate_office

    scores = list(evaluate_office(folder, load_settings(home)))
    emit(
        [
            {
                "way": one.way,
                "year": one.year,
                "entered": one.entered,
                "coverage": round(one.coverage, 4),
                "left": one.left,
                "overlap": round(one.overlap, 4),
                "headings": round(one.headings, 4),
                "rouge_l": round(one.rouge_l, 4),
                "prompt_tokens": one.usage.prompt_tokens,
                "completion_tokens": one.usage.completion_tokens,
                "seconds": round(one.usage.seconds, 2),
            }
            for one in scores
        ],
        as_json,
        lambda: table(
            (
                "起草方式",
                "年份",
                "数据写入",
                "旧数留下",
                "与去年重复",
                "标题相合",
                "ROUGE-L",
                "token",
                "秒",
            ),
            (
                (
                    one.way,
                    one.year,
                    f"{one.coverage:.1%}（{one.entered}）",
                    one.left,
                    f"{one.overlap:.0%}",
                    f"{one.headings:.0%}",
                    f"{one.rouge_l:.3f}",
                    one.usage.prompt_tokens + one.usage.completion_tokens,
                    f"{one.usage.seconds:.1f}",
                )
                for one in scores
            ),
        ),
    )


def doctor(home: Home = None, as_json: AsJson = False) -> None:
    """检查各部件是否可用，并说明不可用时怎么办。"""
    with open_desk(home) as desk:
        lines = desk.doctor()
    data = [
        {
            "component": line.component,
            "state": line.state,
            "detail": line.detail,
            "hint": line.hint,
        }
        for line in lines
    ]
    emit(
        data,
        as_json,
        lambda: table(
            ("部件", "状态", "说明", "怎么办"),
            ((line.component, line.state, line.detail, line.hint) for line in lines),
        ),
    )
    if any(line.state == "不可用" for line in lines):
        raise typer.Exit(3)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(serve)
    app.command()(doctor)
    app.command("eval")(evaluate)
