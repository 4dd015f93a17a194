"""Work that streams into the drafting desk, as small messages its script understands.

Messages are sent at most ten times a second; each carries the whole text so far, so that a lost
one does no harm. The last message of every piece of work has ``done``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rag.desk.desk import Desk
from rag.desk.views import Proposal
from rag.errors import ZhubiError
from rag.records import Delta, Draft, Progress, ReportSection
from rag.web.edge import Stops, edge
from rag.web.payloads import proposal_json, section_json

PAUSE = 0.1
"""Seconds between two messages of growing text."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the script asks for."""

    job: str
    kind: str
    report: int
    section: int
    rules: bool = False
    only_empty: bool = False
    wish: str = ""

    @classmethod
    def of(cls, kind: str, data: dict[str, Any]) -> Order:
        """The order in an event's data."""
        return cls(
            job=str(data["job"]),
            kind=kind,
            report=int(data["report"]),
            section=int(data["section"]),
            rules=bool(data.get("rules")),
            only_empty=bool(data.get("onlyEmpty")),
            wish=str(data.get("wish") or ""),
        )

    @property
    def model(self) -> bool | None:
        """False forces the rule-based way, None leaves it to the settings."""
        return False if self.rules else None


@dataclass(frozen=True, slots=True)
class Wire:
    """One message. Absent parts are None."""

    job: str
    kind: str
    section: int
    text: str | None = None
    progress: Progress | None = None
    saved: ReportSection | None = None
    proposal: Proposal | None = None
    notices: tuple[str, ...] = ()
    done: bool = False
    error: str = ""
    hint: str = ""

    def json(self) -> dict[str, Any]:
        """For the script; None is left out."""
        parts: dict[str, Any] = {
            "job": self.job,
            "kind": self.kind,
            "section": self.section,
            "text": self.text,
            "notices": list(self.notices),
            "done": self.done,
            "error": self.error,
            "hint": self.hint,
        }
        if self.progress:
            progress = self.progress
            parts["progress"] = {
                "done": progress.done,
                "total": progress.total,
                "label": progress.label,
            }
        if self.saved:
            parts["saved"] = section_json(self.saved)
        if self.proposal:
            parts["proposal"] = proposal_json(self.proposal)
        return {name: value for name, value in parts.items() if value is not None}


def stored(desk: Desk, order: Order) -> ReportSection | None:
    """The section as it is stored now."""
    sections = desk.report(order.report).sections
    return next((section for section in sections if section.id == order.section), None)


class Growing:
    """Text that grows piece by piece, shown at intervals."""

    def __init__(self) -> None:
        self.text = ""
        self._shown = 0.0

    def add(self, piece: str) -> bool:
        """Whether it is time to show the text again."""
        self.text += piece
        now = time.monotonic()
        if now - self._shown < PAUSE:
            return False
        self._shown = now
        return True


def draft_section(desk: Desk, stops: Stops, order: Order) -> Iterator[Wire]:
    """Draft one section; the result is stored by the desk."""
    growing = Growing()
    notices: tuple[str, ...] = ()
    stop = stops.start(order.job)
    try:
        for item in desk.draft(order.report, order.section, model=order.model, stop=stop):
            if isinstance(item, Draft):
                notices = item.notices
            elif growing.add(item.text):
                yield Wire(order.job, order.kind, order.section, text=growing.text)
    finally:
        stops.done(order.job, stop)
    yield Wire(
        order.job,
        order.kind,
        order.section,
        saved=stored(desk, order),
        notices=notices,
        done=True,
    )


def draft_all(desk: Desk, stops: Stops, order: Order) -> Iterator[Wire]:
    """Draft all sections one after the other."""
    stop = stops.start(order.job)
    drafted = 0
    try:
        work = desk.draft_all(
            order.report, model=order.model, only_empty=order.only_empty, stop=stop
        )
        for item in work:
            if isinstance(item, Progress):
                yield Wire(order.job, order.kind, order.section, progress=item)
                continue
            drafted += 1
            here = Order(order.job, order.kind, order.report, item[0])
            yield Wire(order.job, order.kind, item[0], saved=stored(desk, here))
    finally:
        stops.done(order.job, stop)
    ended = f"已起草 {drafted} 节。" if not stop.is_set() else f"已停止，起草了 {drafted} 节。"
    yield Wire(order.job, order.kind, order.section, notices=(ended,), done=True)


def revise_section(desk: Desk, stops: Stops, order: Order) -> Iterator[Wire]:
    """Propose a revised text; nothing is stored before the person accepts."""
    growing = Growing()
    proposal: Proposal | None = None
    stop = stops.start(order.job)
    try:
        for item in desk.propose(order.report, order.section, order.wish, stop=stop):
            if isinstance(item, Delta):
                if growing.add(item.text):
                    yield Wire(order.job, order.kind, order.section, text=growing.text)
            else:
                proposal = item
    finally:
        stops.done(order.job, stop)
    yield Wire(order.job, order.kind, order.section, proposal=proposal, done=True)


WORK: dict[str, Callable[[Desk, Stops, Order], Iterator[Wire]]] = {
    "draft": draft_section,
    "draft_all": draft_all,
    "revise": revise_section,
}


def run(desk: Desk, stops: Stops, order: Order) -> Iterator[Wire]:
    """Do the work ordered; an error becomes the last message, with what was kept."""
    try:
        with edge():
            yield from WORK[order.kind](desk, stops, order)
    except ZhubiError as error:
        yield Wire(
            order.job,
            order.kind,
            order.section,
            saved=stored(desk, order) if order.kind == "draft" else None,
            done=True,
            error=error.message,
            hint=error.hint,
        )
