"""Puts the commands together and turns errors into exit codes.

Exit 0: fine. 1: findings, or refused. 2: bad usage or input. 3: a component is unreachable.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import NoReturn

from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command

from rag.cli import (
    backup,
    checks,
    evaluation,
    figures,
    library,
    names,
    reports,
    system,
    users,
    word,
)
from rag.cli.helppage import App
from rag.cli.output import Home, prepare_streams
from rag.cli.usage import help_hint, system_message, usage_message
from rag.errors import ZhubiError

app = App(
    name="zhubi",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def options(home: Home = None) -> None:
    """主笔：依据往年报告和今年数据起草工作报告，每个数字都有出处。"""
    if home is not None:
        # The same as behind the command: what follows reads it as the default.
        os.environ["ZHUBI_HOME"] = str(home)


for room in (library, figures, names, reports, checks, word, system, backup, users, evaluation):
    room.register(app)


def run() -> None:
    """Run the command line; an error becomes a sentence on stderr and its exit code."""
    prepare_streams()
    try:
        raise SystemExit(_command().main(prog_name="zhubi", standalone_mode=False) or 0)
    except ZhubiError as error:
        _fail(error.message, error.hint, error.exit_code)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            _fail(error.message, "", 2)
        _fail(usage_message(error), help_hint(error), 2)
    except UnicodeEncodeError:
        _fail("命令里有无法识别的字符。", "请在 UTF-8 编码的终端里输入。", 2)
    except OSError as error:
        _fail(*system_message(error), 2)


@cache
def _command() -> TyperGroup:
    # Typer reads every command's signature anew on each call of the app.
    command = get_command(app)
    assert isinstance(command, TyperGroup)
    return command


def _fail(message: str, hint: str, code: int) -> NoReturn:
    sys.stderr.write(f"{message}\n{hint}\n" if hint else f"{message}\n")
    raise SystemExit(code)
