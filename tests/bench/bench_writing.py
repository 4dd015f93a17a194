"""What the program adds to a model's own time: to the first word, and to a whole section.

Run with ``python -m tests.bench.bench_writing``. The endpoint is the test server on loopback,
which answers at once, so that what is measured is ours. Times are medians in milliseconds.
"""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from rag.desk.desk import Desk
from rag.reading.reader import read_document
from rag.records import Delta
from rag.settings import Settings
from rag.writing.evaluate import entered_rows

ROOT = Path(__file__).parent.parent.parent
SERVER = ROOT / "tests" / "writing" / "wire_server.py"
ROUNDS = 15
FIRST_TOKEN_GOAL, OVERHEAD_GOAL = 60.0, 150.0


def bare(url: str) -> tuple[float, float]:
    """Seconds to the first piece and to the end, by the standard library alone."""
    body = json.dumps(
        {"model": "ok", "messages": [{"role": "user", "content": "写"}], "stream": True}
    )
    headers = {"content-type": "application/json", "authorization": "Bearer right-key"}
    started = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("POST", "/v1/chat/completions", body, headers)
    reply = connection.getresponse()
    reply.readline()
    first = time.perf_counter() - started
    reply.read()
    connection.close()
    return first, time.perf_counter() - started


def drafted(desk: Desk, report: int, section: int) -> tuple[float, float]:
    """Seconds to the first piece and to the saved draft, through the desk."""
    started = time.perf_counter()
    first = 0.0
    for event in desk.draft(report, section):
        if not first and isinstance(event, Delta):
            first = time.perf_counter() - started
    return first, time.perf_counter() - started


def run() -> list[dict[str, object]]:
    """The measured lines, each with its goal."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([sys.executable, str(SERVER)], stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        try:
            return _measured(Path(folder), url)
        finally:
            server.terminate()
            server.wait()


def _measured(folder: Path, url: str) -> list[dict[str, object]]:
    desk = Desk(
        Settings(
            home=folder / "home",
            embedding="none",
            sample=False,
            model_url=f"{url}/v1",
            model="ok",
            model_key="right-key",
        )
    )
    try:
        files = sorted((ROOT / "knowledge" / "reports").iterdir())
        desk.index([*files, *sorted((ROOT / "knowledge" / "policies").iterdir())])
        report = desk.new_report(year=2024)
        newest = read_document(files[-1], desk.settings)
        desk.figures.import_rows(entered_rows(newest, newest.year or 2023)[0], made_by="bench")
        section = next(part.id for part in report.sections if part.level == 2)
        list(desk.draft(report.id, section))
        ours = [drafted(desk, report.id, section) for _ in range(ROUNDS)]
    finally:
        desk.close()
    bare(url)
    theirs = [bare(url) for _ in range(ROUNDS)]
    return [
        _line("首字时间比直接请求多", lambda pair: pair[0], ours, theirs, FIRST_TOKEN_GOAL),
        _line("起草一节程序本身用时", lambda pair: pair[1], ours, theirs, OVERHEAD_GOAL),
    ]


def _line(
    name: str,
    part: Callable[[tuple[float, float]], float],
    ours: list[tuple[float, float]],
    theirs: list[tuple[float, float]],
    goal: float,
) -> dict[str, object]:
    own, other = (statistics.median(map(part, pairs)) * 1000 for pairs in (ours, theirs))
    added = own - other
    return {
        "name": name,
        "ours_ms": round(own, 1),
        "bare_ms": round(other, 1),
        "added_ms": round(added, 1),
        "goal_ms": goal,
        "reached": added <= goal,
    }


if __name__ == "__main__":
    for line in run():
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
