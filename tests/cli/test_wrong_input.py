"""Every command with input it cannot use: a sentence on stderr, no traceback, the right code."""

from __future__ import annotations

import errno
import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from itertools import cycle
from pathlib import Path

import pytest

from rag.cli.output import prepare_streams, say
from rag.cli.run import run
from rag.cli.usage import system_message
from tests.cli.conftest import Ran, Zhubi

ON_FILES = (
    "read {}",
    "figures {}",
    "check {}",
    "check {} --layout",
    "check {good} --figures {}",
    "check {good} --past {}",
    "check --layout {word} --style {}",
    "verify 264场 --against {}",
    "ledger import {} --year 2024",
    "edit 1 3 --text-file {}",
    "reimport 1 {}",
    "compare {} {good}",
    "compare {good} {}",
    "export --from {} -o {out}",
    "eval {}",
    "eval --office {}",
    "restore {}",
)
FILES = ("missing.docx", "folder", "empty.docx", "garbage.docx", "good.txt/a.docx", "x" * 300)
ON_IDS = (
    "report show {}",
    "promises {}",
    "draft {} --all",
    "draft 1 {}",
    "revise {} 3 压缩",
    "revise 1 {} 压缩",
    "edit 1 {} --text-file {good}",
    "check {} --off terms",
    "ignore 1 {} 0",
    "export {} -o {out}",
    "export 1 --section {} -o {out}",
    "reimport {} {word}",
    "report versions 1 {}",
    "report trace {} 3",
    "report notes {}",
    "report notes 1 --done {}",
    "remove {}",
    "report new --year 2024 --like {}",
    "report section drop 1 {}",
    "report section restore 1 {}",
    "report section add 1 标题 --after {}",
    "report section length 1 300 --section {}",
    "ledger restore 党课 --year 2024 --number {}",
)
IDS = ("999", "0", "-1", "99999999999999999999", "abc")
ON_YEARS = (
    "figures {good} --year {}",
    "search 党日 --year {}",
    "ask 党日 --year {}",
    "ledger import {sheet} --year {}",
    "ledger set 党课 3 --year {}",
    "ledger missing --year {}",
    "ledger places 党课 --year {}",
    "ledger show --growth {}",
    "report new --year {}",
    "check {good} --year {}",
    "export 1 -o {out} --date {}",
)
YEARS = ("99999", "0", "-5", "明年")
ON_OUTPUTS = (
    "export 1 -o {}",
    "export --from {good} -o {}",
    "ledger export {}",
    "compare {good} {good} -o {}",
    "backup {}",
)
OUTPUTS = ("good.txt/o.docx", "folder", "/dev/full", "x" * 300 + ".xlsx")
OTHERS = (
    "search 党日 -k -1",
    "search 党日 -k 0",
    "search 党日 --kind 报告",
    "ledger set 党课 19.9万亩 --year 2024",
    "export 1 -o {out} --style missing.toml",
    "style set garbage.docx",
    "ledger set 党课 很多 --year 2024",
    "ledger alias 党课",
    "report new --year 2024 --kind 没有的",
    "check {good} --off nothing",
    "draft 1",
    "draft 1 3 --model other",
    "report nothing",
    "ledger set 党课",
)


def crossed(commands: Sequence[str], values: Sequence[str]) -> list[str]:
    """Each command once, each value several times."""
    return [line.replace("{}", value) for line, value in zip(commands, cycle(values), strict=False)]


CASES = [
    *crossed(ON_FILES, FILES),
    *crossed(ON_IDS, IDS),
    *crossed(ON_YEARS, YEARS),
    *crossed(ON_OUTPUTS, OUTPUTS),
    *OTHERS,
]
Call = Callable[..., Ran]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that cannot be used, a few that can, and a home with a report."""
    path = tmp_path_factory.mktemp("files")
    (path / "folder").mkdir()
    (path / "empty.docx").touch()
    (path / "garbage.docx").write_bytes(b"PK\x03\x04" + bytes(range(256)))
    (path / "good.txt").write_text(
        "云水镇2023年工作报告\n一、主要做法\n全年举办党课12次，做到月月有课。\n二、下一步打算\n继续努力。",
        encoding="utf-8",
    )
    (path / "sheet.csv").write_text("指标,单位,2024年\n党课,次,12\n", encoding="utf-8")
    (path / "home").mkdir()
    (path / "home" / "zhubi.toml").write_text('embedding = "none"\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def call(folder: Path) -> Call:
    """Run a command line in one home that all cases share, with ``{good}`` and the like filled."""
    places = {
        "good": folder / "good.txt",
        "sheet": folder / "sheet.csv",
        "word": folder / "word.docx",
        "out": folder / "out.docx",
    }

    def run_line(line: str, *more: str) -> Ran:
        words = [word.format(**places) for word in line.split()]
        out, err, code = io.StringIO(), io.StringIO(), 0
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.chdir(folder)
            patch.setattr("sys.argv", ["zhubi", *words, *more, "--home", str(folder / "home")])
            try:
                run()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
        return Ran(code, out.getvalue(), err.getvalue())

    for line in ("index {good}", "ledger import {sheet} --year 2024", "report new --year 2024"):
        assert run_line(line).code == 0
    assert run_line("export 1 -o {word}").code == 0
    return run_line


@pytest.mark.parametrize("line", CASES)
def test_what_cannot_be_used_is_said_in_a_sentence(line: str, call: Call) -> None:
    ran = call(line, "--json")
    assert ran.code in {2, 3}
    assert ran.out == ""
    assert re.search(r"[一-鿿]", ran.err)
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "line",
    ["report show 1", "ledger show", "documents", "search 党课", "check {good}", "read {good}"],
)
def test_what_can_be_used_is_one_json_document(line: str, call: Call) -> None:
    ran = call(line, "--json")
    assert ran.code in {0, 1}
    assert ran.out.count("\n") == 1
    assert json.loads(ran.out)


def test_a_damaged_database_is_a_sentence(zhubi: Zhubi, home: Path) -> None:
    (home / "zhubi.db").write_bytes(b"no database" * 500)
    ran = zhubi("documents")
    assert (ran.code, ran.out) == (3, "")
    assert "已损坏" in ran.err
    assert "zhubi restore" in ran.err


def test_a_stream_that_was_closed_or_speaks_another_encoding_takes_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding="ascii"))
    monkeypatch.setattr("sys.stderr", None)
    prepare_streams()
    sys.stdout.write("云水镇\udc80\n")
    sys.stdout.flush()
    say("云水镇")
    assert written.getvalue().decode("utf-8") == "云水镇?\n"


@pytest.mark.parametrize(
    ("number", "why"), [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "只读"), (9999, "系统错误9999")]
)
def test_what_the_system_refuses_is_said_in_chinese(number: int, why: str) -> None:
    sentence, hint = system_message(OSError(number, "No such luck", "/tmp/台账.xlsx"))
    assert "“台账.xlsx”" in sentence
    assert why in sentence
    assert not re.search(r"[A-Za-z]{3,}", (sentence + hint).replace("xlsx", ""))
