"""The help pages of all commands in Chinese. Typer itself speaks English only."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandFunctionType

from rag.errors import InputError

_KINDS = {"path": "路径", "int": "整数", "float": "数字", "str": "文字", "bool": ""}
LARGEST = 2**31 - 1
"""What the databases hold as an id, a length or a year."""
_WIDTH = 100
"""Columns of a page that does not go to a terminal."""


class Command(TyperCommand):
    """A command whose help page is in Chinese, and that takes no number a database cannot hold."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Raises InputError for a number that is far too large."""
        for name, value in ctx.params.items():
            for one in value if isinstance(value, list | tuple) else (value,):
                if isinstance(one, int) and abs(one) > LARGEST:
                    (parameter,) = (known for known in self.params if known.name == name)
                    raise InputError(f"{called(parameter)}：{one} 太大了。")
        return super().invoke(ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page into Typer's formatter."""
        formatter.write(_page(self, ctx, "", ()))


class Group(TyperGroup):
    """A group of commands whose help page is in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page into Typer's formatter."""
        shown = [(name, one.help or "") for name, one in self.commands.items() if not one.hidden]
        formatter.write(_page(self, ctx, " 命令 …", [(n, _first(words)) for n, words in shown]))


class App(typer.Typer):
    """A ``typer.Typer`` that speaks Chinese; without a command it shows what there is."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=Group, no_args_is_help=True, **settings)

    def command(
        self, name: str | None = None, **settings: Any
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """Register a command, as ``typer.Typer.command`` does."""
        return super().command(name, cls=Command, **settings)


def argument_name(parameter: Any) -> str:
    """What a person calls an argument: its Chinese name, else the English one."""
    return str(parameter.metavar or parameter.name.upper())


def called(parameter: Any) -> str:
    """What a person calls an option or an argument."""
    options = [name for name in parameter.opts if name.startswith("-")]
    return "/".join(options) or argument_name(parameter)


def _page(command: Any, ctx: Any, more: str, commands: Sequence[tuple[str, str]]) -> str:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.get_params(ctx) if one.param_type_name == "option"]
    usage = "".join(f" {_in_usage(one)}" for one in arguments)
    words = re.sub(r"\n(?!\n)", "", (command.help or "").strip())
    parts = (
        f"用法：{ctx.command_path} [选项]{usage}{more}",
        words,
        _list("命令", commands),
        _list("参数", ((argument_name(one), _told(one)) for one in arguments)),
        _list("选项", ((_option(one, ctx), _told(one)) for one in options)),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _first(words: str) -> str:
    """The first paragraph of a command's help."""
    return "".join(words.strip().split("\n\n")[0].split("\n"))


def _in_usage(argument: Any) -> str:
    name = argument_name(argument) + ("…" if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


def _option(option: Any, ctx: Any) -> str:
    kind = "" if option.is_flag else option.metavar or _kind(option, ctx)
    return ", ".join(option.opts) + (f" {kind}" if kind else "")


def _kind(option: Any, ctx: Any) -> str:
    """What is to be written behind an option."""
    said = re.sub(r"^<(?:list\[)?|(?: range)?\]?>$", "", option.display_type(ctx))
    return _KINDS.get(said.lower(), said)


def _told(parameter: Any) -> str:
    """Its help, and what must and may be given."""
    if "--help" in parameter.opts:
        return "显示这段说明"
    notes = []
    if parameter.required:
        notes.append("必填")
    given = parameter.default
    if parameter.show_default and given and isinstance(given, str | int) and given is not True:
        notes.append(f"默认 {parameter.default}")
    words = parameter.help or ""
    return f"{words}（{'，'.join(notes)}）" if notes else words


def _list(title: str, lines: Iterable[tuple[str, str]]) -> str:
    """Names and words in two columns; Chinese characters take two places."""
    from rich.console import Console
    from rich.table import Table

    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for name, words in lines:
        grid.add_row(f"  {name}", words)
    if not grid.row_count:
        return ""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    with console.capture() as capture:
        console.print(grid, markup=False, highlight=False)
    told = "\n".join(line.rstrip() for line in capture.get().splitlines())
    return f"{title}：\n{told}"
