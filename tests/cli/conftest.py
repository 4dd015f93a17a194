"""Running the command line inside the test's process, with its real exit codes and streams."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rag.cli.run import run


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


Zhubi = Callable[..., Ran]


@pytest.fixture
def home(home: Path) -> Path:
    """An empty home folder without vectors."""
    (home / "zhubi.toml").write_text('embedding = "none"\n', encoding="utf-8")
    return home


@pytest.fixture
def zhubi(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Zhubi:
    """Run ``zhubi ARGS --home HOME`` and return what happened."""

    def call(*args: object, json_output: bool = True) -> Ran:
        command = ["zhubi", *map(str, args), "--home", str(home)]
        monkeypatch.setattr("sys.argv", [*command, "--json"] if json_output else command)
        capsys.readouterr()
        code = 0
        try:
            run()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return call


REPORT = """云水镇2023年党建工作报告
今年以来，云水镇党委认真落实党建责任。
一、主要做法和成效
（一）聚焦政治建设
一是抓实学习。全年开展集中学习12次，举办主题党日264场，同比增长10%。
二是抓实阵地。新建党群服务中心3个，投入资金1.2万元。
（二）聚焦队伍建设
发展党员15名，培训党员1264人次。整改五类问题12项。
二、存在问题
学习形式还不够丰富。
三、下一步打算
2024年计划发展党员20名。
"""


@pytest.fixture
def past_report(tmp_path: Path) -> Path:
    """Last year's report as a text file."""
    path = tmp_path / "云水镇2023年党建工作报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def started(zhubi: Zhubi, past_report: Path) -> int:
    """The id of a 2024 report like last year's."""
    assert zhubi("index", past_report).code == 0
    return int(zhubi("report", "new", "--year", 2024).data["id"])
