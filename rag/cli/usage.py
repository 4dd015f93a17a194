"""What was wrong with a command line, in Chinese. Typer itself speaks English only."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import ValidationError
from typer.exceptions import TyperException

from rag.cli.helppage import called
from rag.errors import system_reason
from rag.settings import explain

_LONGEST_NAME = 60


def usage_message(error: TyperException) -> str:
    """One sentence on what is missing, unknown or wrong in the command line."""
    name = _name_of(error)
    match type(error).__name__:
        case "MissingParameter":
            return f"缺少参数：{name}。"
        case "NoSuchOption":
            near = "、".join(getattr(error, "possibilities", None) or ())
            return f"没有这个选项：{name}。" + (f"是不是 {near}？" if near else "")
        case "BadOptionUsage" if "argument" in error.message:
            return f"选项 {name} 后面缺少内容。"
        case "BadOptionUsage":
            return f"选项 {name} 后面不应有内容。"
        case "BadParameter":
            return f"{name}：{_reason(error)}。"
    quoted = re.search(r"command '(.*)'", error.message)
    if quoted:
        return f"没有这个命令：{quoted[1]}。"
    extra = re.search(r"extra argument.*? \((.*)\)$", error.message)
    if extra:
        return f"多出来的内容：{extra[1]}。"
    return error.format_message()


def help_hint(error: TyperException) -> str:
    """Where the right usage is told."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "zhubi"
    return f"用法请看：{command} --help"


def _name_of(error: TyperException) -> str:
    option = getattr(error, "option_name", None)
    if option:
        return str(option)
    parameter = getattr(error, "param", None)
    return "" if parameter is None else called(parameter)


def _reason(error: TyperException) -> str:
    cause = error.__cause__
    choices = re.search(r"is not one of (.*?)\.?$", error.message)
    if choices:
        return f"只能是 {choices[1]}"
    if isinstance(cause, ValidationError):
        return "，".join(explain(problem) for problem in cause.errors())
    missing = re.search(r"(?:File|Directory|Path) '(.*)' does not exist", error.message)
    return f"找不到 {missing[1]}" if missing else error.message


def system_message(error: OSError) -> tuple[str, str]:
    """A sentence and a hint for a file or folder that the system would not give."""
    name = Path(str(error.filename or "")).name
    file = f"“{name[:_LONGEST_NAME]}”" if name else "文件"
    return f"{file}不能使用：{system_reason(error)}。", "请检查名称、文件夹、权限和磁盘。"
