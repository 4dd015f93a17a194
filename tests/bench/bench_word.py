"""Export beside bare python-docx, docxtpl and pandoc, on the same text in one run.

Run with ``python -m tests.bench.bench_word``. docxtpl and pandoc go into a throw-away
environment; without a package index their rows are left out with a note.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import docx

from rag.records import Report
from rag.word.export import export_report
from rag.word.layout import Style
from rag.word.plan import plan
from tests.word.conftest import build_report, link_numbers

ROUNDS = 7
SIZES = {"6,000": (9, 7), "60,000": (27, 23)}
"""Characters, and the sections and points per section that make a report of that length."""

GOALS = {"export": 2.5, "annotated": 6.0}
"""Most that may be spent for 6,000 characters, in times of bare python-docx."""

_OTHERS = """
import json, sys, time
from pathlib import Path
texts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
folder, rounds = Path(sys.argv[2]), int(sys.argv[3])

def seconds(action):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)

import docx
import pypandoc
from docxtpl import DocxTemplate

template = folder / "template.docx"
page = docx.Document()
page.add_paragraph("{%p for line in lines %}")
page.add_paragraph("{{ line }}")
page.add_paragraph("{%p endfor %}")
page.save(str(template))

def with_docxtpl():
    made = DocxTemplate(str(template))
    made.render({"lines": texts})
    made.save(str(folder / "tpl.docx"))

def with_pandoc():
    pypandoc.convert_text("\\n\\n".join(texts), "docx", format="markdown",
                          outputfile=str(folder / "pandoc.docx"))

print(json.dumps({"docxtpl": seconds(with_docxtpl), "pandoc": seconds(with_pandoc)}))
"""


def run() -> list[dict[str, Any]]:
    """One row for each size and tool: milliseconds, times of bare python-docx, goal, note."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="zhubi-bench-") as name:
        folder = Path(name)
        python = _environment(folder)
        for size, (topics, points) in SIZES.items():
            rows += _measure(size, build_report(topics, points), folder, python)
    return rows + _growth(rows)


def _measure(size: str, report: Report, folder: Path, python: Path | None) -> list[dict[str, Any]]:
    texts = [item.text for item in plan(report)]
    links = link_numbers(report)
    target = folder / "a.docx"

    def bare() -> None:
        document = docx.Document()
        for text in texts:
            document.add_paragraph(text)
        document.save(str(folder / "bare.docx"))

    found = {
        "python-docx": _seconds(bare),
        "export": _seconds(lambda: export_report(report, target, style=Style())),
        "annotated": _seconds(
            lambda: export_report(report, target, style=Style(), annotated=True, links=links)
        ),
    }
    others = _others(texts, folder, python)
    note = "" if others else "docxtpl and pandoc could not be installed"
    base = found["python-docx"]
    return [
        {
            "name": f"{tool}, {size} characters",
            "tool": tool,
            "characters": sum(map(len, texts)),
            "ms": round(seconds * 1000, 1),
            "times": round(seconds / base, 2),
            "goal": GOALS.get(tool) if size == "6,000" else None,
            "note": note if tool == "python-docx" else "",
        }
        for tool, seconds in (found | others).items()
    ]


def _growth(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How time grows with length: 1 is linear."""
    found = []
    for tool in GOALS:
        small, large = (row for row in rows if row["tool"] == tool)
        length = large["characters"] / small["characters"]
        found.append(
            {
                "name": f"{tool}: time per character, 60,000 to 6,000",
                "tool": tool,
                "characters": large["characters"],
                "ms": large["ms"],
                "times": round(large["ms"] / small["ms"] / length, 2),
                "goal": 1.3,
                "note": "",
            }
        )
    return found


def _seconds(action: Callable[[], object]) -> float:
    """The best of some rounds: whatever else the machine does only adds to it."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return min(times)


def _environment(folder: Path) -> Path | None:
    """A Python with docxtpl and pandoc, None where they cannot be installed."""
    home = folder / "env"
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    uv = [sys.executable, "-m", "uv"]
    for command in (
        [*uv, "venv", "--quiet", "--python", sys.executable, str(home)],
        [*uv, "pip", "install", "--quiet", "--python", str(python), "docxtpl", "pypandoc-binary"],
    ):
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            return None
    return python


def _others(texts: list[str], folder: Path, python: Path | None) -> dict[str, float]:
    if python is None:
        return {}
    given = folder / "texts.json"
    given.write_text(json.dumps(texts), encoding="utf-8")
    command = [str(python), "-c", _OTHERS, str(given), str(folder), str(ROUNDS)]
    done = subprocess.run(command, capture_output=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    for row in run():
        goal = f"  (goal ≤ {row['goal']})" if row["goal"] else ""
        sys.stdout.write(f"{row['name']:45} {row['ms']:8.1f} ms  {row['times']:6.2f}×{goal}")
        sys.stdout.write(f"  {row['note']}\n" if row["note"] else "\n")
