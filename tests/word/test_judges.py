"""Two judges that share no code with the exporter: docx-integrity and docx-plus."""

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.reading.reader import read_document
from rag.records import LedgerRow, Link, Report
from rag.settings import Settings
from rag.word.export import export_report
from rag.word.layout import NATIONAL_TOML, Style, load_style
from rag.word.relay import export_document

RequireTool = Callable[[str], Path]
MakeReport = Callable[..., Report]


@pytest.fixture(scope="module")
def files(
    tmp_path_factory: pytest.TempPathFactory,
    make_report: MakeReport,
    make_links: Callable[[Report], dict[int, tuple[Link, ...]]],
    make_rows: Callable[..., tuple[LedgerRow, ...]],
    stress: Report,
    office: Report,
) -> dict[str, Path]:
    """The sample report, its annotated copy, a unit's layout, two sections, a report of 30
    sections, and a file set anew.
    """
    folder = tmp_path_factory.mktemp("judged")
    report = make_report()
    settings = Settings(home=folder)
    unit = load_style(NATIONAL_TOML.with_name("unit-example.toml"))
    rows, day = make_rows(40), date(2024, 12, 5)
    links = make_links(report)
    made = {
        "clean": export_report(
            report, folder / "clean.docx", style=Style(), rows=rows[:3], date=day
        ),
        "office": export_report(office, folder / "office.docx", style=Style(), rows=rows, date=day),
        "annotated": export_report(
            report, folder / "annotated.docx", style=Style(), rows=rows, annotated=True, links=links
        ),
        "unit": export_report(report, folder / "unit.docx", style=unit, rows=rows),
        "section": export_report(
            replace(report, sections=report.sections[2:4]),
            folder / "section.docx",
            style=Style(),
            promises=("力争全年发展党员20名",),
            signature=None,
        ),
        "stress": export_report(stress, folder / "stress.docx", style=Style(), rows=rows, date=day),
    }
    assert len(stress.sections) >= 30
    made["relaid"] = folder / "relaid.docx"
    export_document(read_document(made["unit"], settings), made["relaid"], style=Style())
    return made


def inspect(tool: Path, path: Path) -> list[dict[str, Any]]:
    done = subprocess.run([tool, "inspect", path, "--json"], capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def clean_paragraphs(require_tool: RequireTool, files: dict[str, Path]) -> list[dict[str, Any]]:
    return inspect(require_tool("docx-plus"), files["clean"])


def test_no_file_has_a_structural_fault(require_tool: RequireTool, files: dict[str, Path]) -> None:
    command: Sequence[str | Path] = (
        require_tool("docx-integrity"),
        "check",
        "--fail-on",
        "info",
        "--no-config",
        *files.values(),
    )
    done = subprocess.run(command, capture_output=True, check=False)

    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize(
    ("style_id", "expected"),
    [
        ("Title", {"font_name": "方正小标宋简体", "font_size": 22.0, "alignment": "center"}),
        ("Heading1", {"font_name": "黑体", "font_size": 16.0, "bold": False, "outline_level": 0}),
        ("Heading2", {"font_name": "楷体_GB2312", "font_size": 16.0, "outline_level": 1}),
        ("Heading3", {"font_name": "仿宋_GB2312", "outline_level": 2, "keep_with_next": True}),
        ("Heading4", {"font_name": "仿宋_GB2312", "outline_level": 3, "indent_first_line": 640}),
        ("BodyText", {"font_name": "仿宋_GB2312", "font_size": 16.0, "indent_first_line": 640}),
        ("Signature", {"alignment": "right", "indent_right": 640, "spacing_before": 579}),
        ("AttachmentLabel", {"font_name": "黑体", "font_size": 16.0}),
        ("AttachmentTitle", {"font_name": "方正小标宋简体", "spacing_before": 579}),
    ],
)
def test_effective_formatting_is_the_standards(
    clean_paragraphs: list[dict[str, Any]], style_id: str, expected: dict[str, Any]
) -> None:
    found = [item["fields"] for item in clean_paragraphs if item["style_id"] == style_id]

    assert found
    for fields in found:
        assert {name: fields.get(name) for name in expected} == expected


def test_every_line_of_text_is_black_and_579_twips_high(
    require_tool: RequireTool, files: dict[str, Path]
) -> None:
    paragraphs = inspect(require_tool("docx-plus"), files["stress"])
    # the last line is the point-high one that Word wants after a table
    text = [item["fields"] for item in paragraphs[:-1]]

    assert {fields["line_spacing"] for fields in text} == {579.0}
    assert {fields["line_spacing_rule"] for fields in text} == {"exact"}
    assert {item["fields"]["color_rgb"] for item in paragraphs} == {"000000"}


def test_a_units_layout_reaches_the_file(require_tool: RequireTool, files: dict[str, Path]) -> None:
    paragraphs = inspect(require_tool("docx-plus"), files["unit"])
    second = next(item["fields"] for item in paragraphs if item["style_id"] == "Heading2")

    assert second["bold"] is True
    assert second["font_name"] == "楷体"
    assert second["line_spacing"] == 560.0
