"""Places in drafts that state an old value: shown before and after, changed, and changed back."""

from __future__ import annotations

from typing import Any

from rag.desk.desk import Desk
from rag.desk.views import Place
from rag.web.edge import Payload, Reply, Served, person, served


def place_json(place: Place) -> dict[str, Any]:
    """A place with its sentence as it would be; it comes back as it is when it is chosen."""
    new = place.replacement
    head, tail = place.sentence[: place.at], place.sentence[place.at + len(place.text) :]
    return {
        "report": place.report_id,
        "reportName": place.report,
        "section": place.section_id,
        "sectionName": place.section or "开头",
        "version": place.version,
        "start": place.start,
        "end": place.end,
        "text": place.text,
        "sentence": place.sentence,
        "after": None if new is None else f"{head}{new}{tail}",
        "expected": place.expected,
        "replacement": new,
        "at": place.at,
    }


def place_from(data: dict[str, Any]) -> Place:
    """The place a script sends back."""
    return Place(
        report_id=int(data["report"]),
        report=str(data["reportName"]),
        section_id=int(data["section"]),
        section=str(data["sectionName"]),
        version=int(data["version"]),
        start=int(data["start"]),
        end=int(data["end"]),
        text=str(data["text"]),
        sentence=str(data["sentence"]),
        expected=str(data["expected"]),
        replacement=data["replacement"],
        at=int(data["at"]),
    )


def place_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions for assets/places.js."""

    @served
    def find_places(payload: Payload) -> Reply:
        places = desk.places_of(
            str(payload["indicator"]), int(payload["year"]), unit=str(payload.get("unit") or "")
        )
        return {"places": [place_json(place) for place in places]}

    @served
    def update_places(payload: Payload) -> Reply:
        chosen = [place_from(one) for one in payload["places"]]
        saved = desk.update_places(chosen, made_by=person(payload))
        return {"updated": {str(one.id): one.version for one in saved}}

    @served
    def undo_places(payload: Payload) -> Reply:
        updated = {int(key): int(version) for key, version in payload["updated"].items()}
        desk.take_back_places(updated, made_by=person(payload))
        return {}

    return find_places, update_places, undo_places
