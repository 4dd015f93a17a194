"""Help is Chinese, for every command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from rag.cli.run import app, run

KNOWN = {
    "zhubi", "ZHUBI", "HOME", "JSON", "Word", "docx", "xlsx", "csv", "zip", "toml", "tsv", "txt",
    "UTF", "PDF", "LibreOffice", "national", "formulations", "outlines", "none", "accept",
    "reject", "actual", "report", "policy", "notice", "sheet", "other", "start", "today",
}  # fmt: skip
"""Names of files, formats and fixed values; and the commands' own names."""


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    if isinstance(command, TyperGroup):
        for name, one in command.commands.items():
            yield from commands(one, (*path, name))


ALL = list(commands(get_command(app)))
NAMES = KNOWN | {word for path, _ in ALL for name in path for word in name.split("-")}


@pytest.mark.parametrize("path", [path for path, _ in ALL], ids="-".join)
def test_a_help_page_has_no_english_sentence(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["zhubi", *path, "--help"])
    with pytest.raises(SystemExit) as end:
        run()
    page = capsys.readouterr().out
    assert end.value.code == 0
    assert page.startswith(f"用法：{' '.join(('zhubi', *path))} ")
    bare = re.sub(r"--?[a-z-]+", "", page)
    assert not set(re.findall(r"[A-Za-z]{3,}", bare)) - NAMES


@pytest.mark.parametrize(
    ("path", "name"),
    [(p, one.name) for p, c in ALL for one in c.params if one.name not in {"help", "version"}],
)
def test_each_argument_and_option_is_explained(path: tuple[str, ...], name: str) -> None:
    command = dict(ALL)[path]
    (parameter,) = (one for one in command.params if one.name == name)
    assert re.search(r"[一-鿿]", parameter.help or "")
    if parameter.param_type_name == "argument":
        assert re.search(r"[一-鿿]", parameter.metavar or "")
