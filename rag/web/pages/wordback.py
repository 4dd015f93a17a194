"""收回领导改过的 Word: first what would change, then the same again, saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rag.desk.desk import Desk
from rag.desk.views import SectionCheck
from rag.desk.wordback import SIGNED, Reimported
from rag.errors import ConflictError, InputError
from rag.records import PROVED, Report, ReportSection
from rag.web.edge import Payload, Reply
from rag.web.pages.findings import section_name
from rag.web.pages.received import received
from rag.web.payloads import finding_json, link_json
from rag.word.returned import Note, Unplaced
from rag.word.revisions import Revision
from rag.writing.sentencediff import Change, sentence_diff

REVISIONS = {"insert": "添加", "delete": "删去", "move": "移动"}


def look(desk: Desk, payload: Payload) -> Reply:
    """What an uploaded file would change; nothing is saved.

    Raises NotFoundError, InputError for another report's file, and the errors of reading.
    """
    report = _report(desk, payload)
    path = received(payload)
    outcome = desk.reimport(report.id, path, exceptions=_refused(payload), save=False)
    return {"file": path.name, "seen": _state(report), **outcome_json(report, outcome)}


def adopt(desk: Desk, payload: Payload) -> Reply:
    """Save what was shown. Raises ConflictError when the report is no longer the one shown."""
    report = _report(desk, payload)
    path = received(payload)
    if list(payload.get("seen") or []) != _state(report):
        raise ConflictError(
            "报告刚刚又有人改过，还没有采用这份文件。", "请点“重新核对”，看过以后再采用。"
        )
    outcome = desk.reimport(
        report.id,
        path,
        made_by=str(payload.get("author") or "").strip(),
        exceptions=_refused(payload),
        leave=tuple(int(one) for one in payload.get("leave") or ()),
    )
    return {"saved": len(outcome.sections), **outcome_json(report, outcome)}


def add_part(desk: Desk, payload: Payload) -> Reply:
    """Make text under a heading of the leaders' own a new section.

    Raises InputError for text without a heading, NotFoundError.
    """
    report = _report(desk, payload)
    place = payload.get("place")
    part = Unplaced(int(place) if place else None, str(payload["text"]))
    author = str(payload.get("author") or "").strip()
    return {"name": section_name(desk.add_unplaced(report.id, part, made_by=author))}


def outcome_json(report: Report, outcome: Reimported) -> Reply:
    """A file brought back, in the page's words; ``report`` is the one before."""
    before = {part.id: part for part in report.sections}
    checks = {check.section_id: check for check in outcome.checks}
    heads = {change.section_id: change for change in outcome.headings}
    sections = []
    for part in outcome.sections:
        head = heads.get(part.id)
        sections.append(
            {
                "id": part.id,
                "name": section_name(before[part.id]),
                "heading": {"old": head.old, "new": head.new} if head else None,
                "changes": changes_json(before[part.id].text, part.text),
                **_doubts(checks.get(part.id)),
            }
        )
    return {
        "sections": sections,
        "revisions": [_revision_json(one, outcome.refused) for one in outcome.revisions],
        "comments": [_note_json(note, before) for note in outcome.comments],
        "unplaced": [
            {
                "after": _name(before, one.after, "文首"),
                "place": one.after,
                "text": one.text,
                "headed": one.headed,
            }
            for one in outcome.unplaced
        ],
        "missing": [_name(before, one, "") for one in outcome.missing],
        "older": [_name(before, one, "") for one in outcome.older],
        "moved": [_name(before, one, "") for one in outcome.moved],
        "warnings": _warnings(outcome),
        "author": outcome.made_by.removeprefix(SIGNED).replace("未署名", ""),
    }


def _warnings(outcome: Reimported) -> list[str]:
    """Without the line on revisions: they are listed one by one."""
    return [line for line in outcome.warnings if not (outcome.revisions and "处修订" in line)]


def changes_json(old: str, new: str) -> list[dict[str, str]]:
    """The sentences that differ in more than their line breaks."""
    return worded(change for change in sentence_diff(old, new) if change.kind != "keep")


def worded(changes: Iterable[Change]) -> list[dict[str, str]]:
    """Changes without the blanks around them; those of blanks alone are left out."""
    pairs = ((change.old.strip(), change.new.strip()) for change in changes)
    return [{"old": old, "new": new} for old, new in pairs if old != new]


def _doubts(check: SectionCheck | None) -> Reply:
    """Numbers of a changed section that nothing proves, and faults that must be mended."""
    if check is None:
        return {"unproved": [], "errors": []}
    return {
        "unproved": [link_json(link) for link in check.links if link.status not in PROVED],
        "errors": [
            finding_json(one, check.section_id)
            for one in check.findings
            if one.severity == "error" and one.kind != "numbers"
        ],
    }


def _revision_json(revision: Revision, refused: tuple[int, ...]) -> dict[str, Any]:
    return {
        "id": revision.id,
        "kind": REVISIONS[revision.kind],
        "author": revision.author,
        "date": revision.date[:10],
        "text": revision.text,
        "paragraph": revision.paragraph,
        "taken": revision.id not in refused,
    }


def _note_json(note: Note, before: dict[int, ReportSection]) -> dict[str, Any]:
    return {
        "author": note.author,
        "date": note.date[:10],
        "text": note.text,
        "quote": note.quote,
        "section": note.section_id,
        "sectionName": _name(before, note.section_id, "不属于任何一节"),
        "start": note.start,
        "end": note.end,
    }


def _name(sections: dict[int, ReportSection], section_id: int | None, none: str) -> str:
    return section_name(sections[section_id]) if section_id in sections else none


def _report(desk: Desk, payload: Payload) -> Report:
    number = int(payload.get("report") or 0)
    if not number:
        raise InputError("还没有打开报告。", "请先在第一步选择一份报告。")
    return desk.report(number)


def _state(report: Report) -> list[list[int]]:
    """Which version of each section was shown."""
    return [[part.id, part.version] for part in report.sections]


def _refused(payload: Payload) -> tuple[int, ...]:
    return tuple(int(one) for one in payload.get("refused") or ())
