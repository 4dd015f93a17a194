"""Puts the commands together and turns errors into exit codes.

Exit 0: fine. 1: findings, or refused. 2: bad usage or input. 3: a component is unreachable.
"""

from __future__ import annotations

import os
import sys

import typer

from rag.cli import checks, figures, library, reports, system, word
from rag.cli.output import Home
from rag.errors import ZhubiError

app = typer.Typer(
    name="zhubi",
    no_args_is_help=True,
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


for room in (library, figures, reports, checks, word, system):
    room.register(app)


def run() -> None:
    """Run the command line; a ZhubiError becomes a sentence on stderr and its exit code."""
    try:
        app()
    except ZhubiError as error:
        sys.stderr.write(f"{error.message}\n")
        if error.hint:
            sys.stderr.write(f"{error.hint}\n")
        raise SystemExit(error.exit_code) from None
