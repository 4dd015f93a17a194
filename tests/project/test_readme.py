"""What the README says is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rag.cli.run import app
from rag.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_settings_table_is_the_settings() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(ZHUBI_\w+)` \| (.+?) \| (.+?) \|$", README, re.MULTILINE)
    table = {name: (variable, default, meaning) for name, variable, default, meaning in rows}
    assert list(table) == list(Settings.model_fields)
    for name, field in Settings.model_fields.items():
        variable, default, meaning = table[name]
        assert variable == f"ZHUBI_{name.upper()}"
        assert meaning == field.description
        if field.default_factory is None:
            assert default == ("–" if field.default in {"", None} else f"`{field.default}`")


@pytest.mark.parametrize("command", re.findall(r"`zhubi (\w+)", README))
def test_every_command_named_in_the_readme_exists(command: str) -> None:
    names = {info.name or info.callback.__name__ for info in app.registered_commands}
    assert command in names | {group.name for group in app.registered_groups}


def test_the_make_targets_named_first_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
