"""Commands on the office's layout: style show, set, reset."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.helppage import App
from rag.cli.output import AsJson, Home, emit, open_desk, table
from rag.desk.style import office_layout
from rag.word.layout import LayoutValue, Style, layout_values

PLACES = {"outside": "单页右、双页左", "center": "居中", "none": "不印页码"}
style = App(help="本单位的版式：查看、设定、恢复国标。")


@style.command("show")
def show(home: Home = None, as_json: AsJson = False) -> None:
    """显示现在所用的版式：每一项的值、条款和约束力。"""
    with open_desk(home) as desk:
        _tell(desk.style(), office_layout(desk.settings), as_json)


@style.command("set")
def set_style(
    file: Annotated[
        Path, typer.Argument(metavar="文件", help="版式文件（.toml），可照 national.toml 修改")
    ],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把一个版式文件定为本单位的版式：导出、预览、检查版式都用它。"""
    with open_desk(home) as desk:
        _tell(desk.set_style(file), office_layout(desk.settings), as_json)


@style.command("reset")
def reset(home: Home = None, as_json: AsJson = False) -> None:
    """恢复国家标准版式。"""
    with open_desk(home) as desk:
        _tell(desk.reset_style(), None, as_json)


def _tell(used: Style, file: Path | None, as_json: bool) -> None:
    values = layout_values(used)
    data = {
        "name": used.name,
        "file": str(file) if file else None,
        "fonts": list(used.fonts()),
        "values": [
            {
                "path": one.path,
                "name": one.rule.name,
                "value": one.value,
                "unit": one.rule.unit,
                "clause": one.rule.clause,
                "strength": one.rule.strength,
            }
            for one in values
        ],
    }
    rows = ((_name(one), _value(one), one.rule.source) for one in values)
    emit(data, as_json, lambda: f"{used.name}\n" + table(("项目", "值", "依据"), rows))


def _name(one: LayoutValue) -> str:
    """What a value is called; of a heading's with its level."""
    level = re.match(r"levels\.(\d)\.", one.path)
    return f"{'一二三四'[int(level[1]) - 1]}级{one.rule.name}" if level else one.rule.name


def _value(one: LayoutValue) -> str:
    """A value for a person to read; 0 and nothing mean the body's."""
    if isinstance(one.value, bool):
        return "是" if one.value else "否"
    if one.value == "" or (one.value == 0 and one.path.startswith("levels.")):
        return "与正文相同"
    if one.path.endswith(".place"):
        return PLACES[str(one.value)]
    return (
        f"{one.value:g}{one.rule.unit}"
        if isinstance(one.value, float)
        else f"{one.value}{one.rule.unit}"
    )
