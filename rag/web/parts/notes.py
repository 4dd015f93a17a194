"""Leaders' remarks on the page: beside the section they are about, and all in the last step."""

from __future__ import annotations

from rag.desk.desk import Desk
from rag.desk.notes import PlacedNote
from rag.web.edge import Payload, Reply, Served, person, served


def notes_json(desk: Desk, report_id: int) -> Reply:
    """All remarks on a report; offsets count in each section's newest text."""
    names = {
        part.id: f"{part.label}{part.heading}" or "开头" for part in desk.report(report_id).sections
    }
    return {"notes": [_note_json(one, names) for one in desk.notes(report_id)]}


def _note_json(one: PlacedNote, names: dict[int, str]) -> Reply:
    note, place = one.note, one.place
    shown = note.section_id if note.section_id in names else None
    return {
        "id": note.id,
        "author": note.author,
        "date": note.said_at[:10],
        "text": note.text,
        "quote": note.anchor.quote,
        "section": shown,
        "sectionName": names.get(note.section_id or 0, "不属于任何一节"),
        "start": place.start if place else 0,
        "end": place.end if place else 0,
        "placed": place is not None,
        "exact": bool(place and place.exact),
        "done": one.done,
        "doneBy": note.done_by,
    }


def notes_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions on remarks; each replies with all of them."""

    @served
    def list_notes(payload: Payload) -> Reply:
        return notes_json(desk, int(payload["report"]))

    @served
    def settle_note(payload: Payload) -> Reply:
        report, note = int(payload["report"]), int(payload["note"])
        if payload.get("done"):
            desk.settle_note(report, note, made_by=person(payload))
        else:
            desk.reopen_note(report, note)
        return notes_json(desk, report)

    return list_notes, settle_note
