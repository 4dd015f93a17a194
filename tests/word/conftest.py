"""Invented reports to export."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rag.reading.reader import read_document
from rag.records import LedgerRow, LedgerValue, Link, LinkStatus, Report, ReportSection
from rag.settings import Settings
from rag.text.outline import drafting_sections
from rag.word.export import export_report
from rag.word.layout import Style
from rag.word.reimport import read_back
from rag.word.returned import Reimport
from tests.word.edited import DAY, REPORT

NUMERALS = "一二三四五六七八九十"
SENTENCES = (
    "坚持把学习贯彻摆在首位，全年开展集中学习{0}次，组织专题宣讲{1}场，覆盖党员群众{2}余人次。",
    "健全“一月一调度、一季一通报”机制，排查问题清单{0}条（销号{1}条），整改率达到{3}%。",
    "推动干部下沉一线，为{0}名行动不便党员送学上门{1}次，帮助解决急难愁盼问题{2}件。",
    "完善三会一课制度，{0}个党支部全部完成换届，培养入党积极分子{1}名、发展党员{3}名。",
    "投入资金{0}万元改造活动阵地{3}处，同比增长{1}%，群众满意度进一步提升。",
)
POINTS = ("一是强化理论武装。", "二是压实工作责任。", "三是突出问题导向。", "四是夯实基层基础。")
TOPICS = (
    "聚焦政治建设",
    "聚焦队伍建设",
    "聚焦组织建设",
    "聚焦为民服务",
    "聚焦作风建设",
)


def paragraph(seed: int, points: int = 4) -> str:
    """A long paragraph of run-in points, every number in it different."""
    parts = []
    for index in range(points):
        base = seed * 7 + index * 3
        values = (12 + base, 3 + base, 180 + base * 11, 5 + base % 60)
        first = SENTENCES[(seed + index) % len(SENTENCES)]
        second = SENTENCES[(seed + index + 2) % len(SENTENCES)]
        parts.append(POINTS[index % 4] + first.format(*values) + second.format(*reversed(values)))
    return "".join(parts)


def chapter(ident: int, number: int, heading: str) -> ReportSection:
    return ReportSection(ident, 1, f"{NUMERALS[number]}、", heading, "", 1, "drafted")


def build_report(topics: int = 9, points: int = 4) -> Report:
    """An opening, three chapters and as many sections as asked: 12 sections by default."""
    opening = "镇党委：\n现将2024年度抓基层党建工作情况报告如下，请予审议。"
    sections = [ReportSection(1, 0, "", "", opening, 1, "edited")]
    heads = ("主要做法和成效", "存在问题和原因分析", "下一步打算")
    per_chapter = -(-topics // 3)
    for number, head in enumerate(heads):
        sections.append(chapter(100 + number, number, head))
        for index in range(min(per_chapter, topics - number * per_chapter)):
            ident = 200 + number * 20 + index
            label, topic = f"（{NUMERALS[index]}）", TOPICS[index % 5]
            text = paragraph(ident - 199, points)
            if index == 1:
                text = f"1. 主要进展\n{text}\n（1）【待填：培训人数（人），上年264】"
            sections.append(ReportSection(ident, 2, label, topic, text, 2, "drafted"))
    return Report(
        id=1,
        title="中共柳河镇委员会关于2024年度抓基层党建工作情况的报告",
        year=2024,
        fact_year=2024,
        unit="中共柳河镇委员会",
        like=None,
        sections=tuple(sections),
    )


LONG_TOPIC = (
    "聚焦健全党组织领导的自治法治德治相结合的基层治理体系，推动治理重心和服务资源向网格下沉"
)
"""A heading of two lines."""


def stress_report() -> Report:
    """Thirty sections and more: long headings, all four levels, a unit longer than its date."""
    report = build_report(27, 8)
    parts = []
    for number, section in enumerate(report.sections, start=1):
        if section.level == 2 and number % 4 == 0:
            long = f"1. {LONG_TOPIC}\n{section.text}\n（1）完善机制\n{POINTS[0]}\n（2）压实责任"
            section = replace(section, heading=LONG_TOPIC, text=f"{long}\n{POINTS[1]}")
        parts.append(section)
    parts[-1] = parts[-1].with_text(f"{parts[-1].text}\n特此报告，请予审议。")
    return replace(
        report,
        title="中共青石县柳河镇委员会关于2024年度抓基层党建和党风廉政建设及人才工作情况的报告",
        unit="中共青石县柳河镇委员会、柳河镇人民政府",
        sections=tuple(parts),
    )


def link_numbers(report: Report) -> dict[int, tuple[Link, ...]]:
    """A link on every run of digits, the statuses in turn."""
    order: Sequence[LinkStatus] = (
        "entered",
        "derived",
        "quoted",
        "stale",
        "conflict",
        "unsupported",
    )
    links = {}
    for section in report.sections:
        found = [
            Link(
                match.start(),
                match.end(),
                match.group(),
                order[index % len(order)],
                "集中学习",
                2024,
                "18次" if order[index % len(order)] in {"stale", "conflict"} else "",
                "台账：集中学习",
                "（18−12）÷12＝50%" if order[index % len(order)] == "derived" else "",
            )
            for index, match in enumerate(re.finditer(r"\d+", section.text))
        ]
        links[section.id] = tuple(found)
    return links


def value(number: str) -> LedgerValue:
    return LedgerValue(Decimal(number.strip("近余")), number, number.strip("0123456789."))


def ledger_rows(count: int = 3) -> tuple[LedgerRow, ...]:
    rows = [
        LedgerRow("集中学习", "次", "政治建设", {2023: value("12"), 2024: value("18")}),
        LedgerRow("群众满意率", "%", "为民服务", {2023: value("96.5"), 2024: value("98.2")}),
        LedgerRow("发送提醒短信", "条", "作风建设", {2023: value("1800余")}),
    ]
    for index in range(3, count):
        numbers = {2023: value(str(10 + index)), 2024: value(str(12 + index))}
        rows.append(LedgerRow(f"第{index}项较长名称的工作指标完成数量", "件", "其他", numbers))
    return tuple(rows[:count])


@pytest.fixture(scope="session")
def make_report() -> Callable[..., Report]:
    return build_report


@pytest.fixture(scope="session")
def stress() -> Report:
    return stress_report()


@pytest.fixture(scope="session")
def office(knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The sample office's newest report, section by section."""
    (path,) = (knowledge / "reports").glob("*2023*.docx")
    document = read_document(path, Settings(home=tmp_path_factory.mktemp("home")))
    *parts, last = drafting_sections(document)
    # the last section ends with the report's own signature and date
    parts.append(replace(last, text=last.text.rsplit("\n", 2)[0]))
    return Report(
        id=1,
        title=document.title,
        year=2023,
        fact_year=2023,
        unit=document.unit,
        like=None,
        sections=tuple(
            ReportSection(
                number,
                part.level,
                part.label,
                part.heading,
                part.text,
                1,
                "edited",
                "",
                part.run_in,
            )
            for number, part in enumerate(parts, start=1)
        ),
    )


@pytest.fixture(scope="session")
def make_links() -> Callable[[Report], dict[int, tuple[Link, ...]]]:
    return link_numbers


@pytest.fixture(scope="session")
def make_rows() -> Callable[..., tuple[LedgerRow, ...]]:
    return ledger_rows


@pytest.fixture
def edit(tmp_path: Path, settings: Settings) -> Callable[..., Reimport]:
    """Export, change the XML as an editor would, read back."""

    def run(
        *changes: tuple[str, str], report: Report = REPORT, extra: str = "", **decided: Any
    ) -> Reimport:
        path = tmp_path / "报告.docx"
        export_report(report, path, style=Style(), date=DAY)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        for old, new in changes:
            assert old in parts["word/document.xml"], old
            parts["word/document.xml"] = parts["word/document.xml"].replace(old, new, 1)
        if extra:
            parts["word/comments.xml"] = extra
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        return read_back(path, report, settings, **decided)

    return run


@pytest.fixture(scope="session")
def resaved(
    tmp_path_factory: pytest.TempPathFactory, require_tool: Callable[[str], Path]
) -> tuple[Report, Path]:
    """An exported report as LibreOffice saves it again."""
    folder = tmp_path_factory.mktemp("resaved")
    report = build_report()
    path = folder / "a.docx"
    export_report(report, path, style=Style(), rows=ledger_rows(30), date=DAY)
    profile = (folder / "profile").as_uri()
    command = [require_tool("soffice"), f"-env:UserInstallation={profile}", "--headless"]
    target = ["--convert-to", "docx:Office Open XML Text", "--outdir", folder / "saved", path]
    subprocess.run([*command, *target], capture_output=True, check=True, timeout=120)
    return report, folder / "saved" / "a.docx"
