"""What the checks found in a whole report, and what to ask before it leaves the house."""

from __future__ import annotations

from typing import Any

from rag.desk.desk import Desk
from rag.records import ReportSection, Severity
from rag.web.edge import Reply
from rag.web.payloads import finding_json

ORDER: tuple[Severity, ...] = ("error", "warning", "hint")


def section_name(section: ReportSection) -> str:
    """A section as a person names it."""
    return f"{section.label}{section.heading}" or "开头"


def unwritten(sections: tuple[ReportSection, ...]) -> list[ReportSection]:
    """Sections without text; a heading over sub-sections needs none of its own."""
    following = [*(part.level for part in sections[1:]), 0]
    return [
        part
        for part, below in zip(sections, following, strict=True)
        if not part.text.strip() and not 0 < part.level < below
    ]


def findings_view(desk: Desk, report_id: int) -> Reply:
    """All findings of a report, the gravest first, and the count of numbers."""
    report = desk.report(report_id)
    names = {part.id: section_name(part) for part in report.sections}
    summary = desk.check(report_id)
    found: list[dict[str, Any]] = []
    for part in summary.sections:
        for finding in part.findings:
            line = finding_json(finding, part.section_id)
            found.append({**line, "sectionName": names.get(part.section_id, "")})
    found.sort(key=lambda line: ORDER.index(line["severity"]))
    counts = summary.counts
    return {
        "findings": found,
        "numbers": sum(counts.values()),
        "unproved": summary.unproved,
        "empty": [names[part.id] for part in unwritten(report.sections)],
        "blanks": sum(
            part.text.count("【待填") + part.text.count("【待核") for part in report.sections
        ),
    }


def question_before(view: Reply) -> str:
    """What to ask before a file leaves with open faults; empty when it is clean."""
    errors = sum(1 for line in view["findings"] if line["severity"] == "error")
    open_points = [
        (view["unproved"], "个数字没有依据或与台账不符"),
        (errors, "处必须改的问题"),
        (view["blanks"], "处待填、待核"),
    ]
    named = [f"{count} {words}" for count, words in open_points if count]
    return f"还有 {'、'.join(named)}。仍要下载吗？" if named else ""
