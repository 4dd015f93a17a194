"""``zhubi eval``: how good it is today, on real texts or on an office's own reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.output import AsJson, Home, emit, table
from rag.errors import InputError
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from rag.desk.evaluation import Measured
    from rag.desk.office import OfficeScore

_OFFICE_HEAD = (
    "起草方式",
    "年份",
    "数据写入",
    "旧数留下",
    "与去年重复",
    "标题相合",
    "ROUGE-L",
    "token",
    "秒",
)


def evaluate(
    data: Annotated[
        Path | None, typer.Argument(metavar="文件夹", help="测评数据文件夹", show_default=False)
    ] = None,
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
    settings = load_settings(home)
    if office is not None:
        _evaluate_office(office, settings, as_json)
    elif data is not None:
        _evaluate_parts(data, settings, only, vectors, as_json)


def _evaluate_parts(
    data: Path, settings: Settings, only: str, vectors: bool, as_json: bool
) -> None:
    from rag.desk.evaluation import evaluate as measure

    found: list[Measured] = []
    for line in measure(data, settings, only=only, vectors=vectors):
        sys.stderr.write(f"{line.name}：{line.value:.4g}\n")
        found.append(line)
    emit(
        [_shape(line) for line in found],
        as_json,
        lambda: table(("项目", "今天", "目标", "达到"), map(_cells, found)),
    )


def _evaluate_office(folder: Path, settings: Settings, as_json: bool) -> None:
    from rag.desk.office import evaluate_office

    scores = list(evaluate_office(folder, settings))
    emit(
        [_office_shape(score) for score in scores],
        as_json,
        lambda: table(_OFFICE_HEAD, map(_office_cells, scores)),
    )


def _shape(line: Measured) -> dict[str, object]:
    return {
        "name": line.name,
        "value": round(line.value, 5),
        "goal": line.goal,
        "count": line.count,
        "reached": line.reached,
    }


def _cells(line: Measured) -> tuple[str, ...]:
    goal = f"{'≤' if line.most else '≥'}{line.goal}"
    return line.name, f"{line.value:.4g}", goal, "是" if line.reached else "否"


def _office_shape(score: OfficeScore) -> dict[str, object]:
    return {
        "way": score.way,
        "year": score.year,
        "entered": score.entered,
        "coverage": round(score.coverage, 4),
        "left": score.left,
        "overlap": round(score.overlap, 4),
        "headings": round(score.headings, 4),
        "rouge_l": round(score.rouge_l, 4),
        "prompt_tokens": score.usage.prompt_tokens,
        "completion_tokens": score.usage.completion_tokens,
        "seconds": round(score.usage.seconds, 2),
    }


def _office_cells(score: OfficeScore) -> tuple[object, ...]:
    return (
        score.way,
        score.year,
        f"{score.coverage:.1%}（{score.entered}）",
        score.left,
        f"{score.overlap:.0%}",
        f"{score.headings:.0%}",
        f"{score.rouge_l:.3f}",
        score.usage.prompt_tokens + score.usage.completion_tokens,
        f"{score.usage.seconds:.1f}",
    )


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("eval")(evaluate)
