"""Work that streams into the drafting desk, as small messages its script understands.

Messages are sent at most ten times a second; each carries the whole text so far, so that a lost
one does no harm. The last message of every piece of work has ``done``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.desk.desk import Desk
from rag.desk.revising import REWORD
from rag.desk.views import Proposal
from rag.errors import ZhubiError
from rag.records import Delta, Draft, Finding, Progress, ReportSection
from rag.web.edge import Stops, edge
from rag.web.hints import plain
from rag.web.payloads import finding_from, proposal_json, section_json

if TYPE_CHECKING:
    from rag.jobs.jobs import JobState

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
    selection: tuple[int, int] | None = None
    finding: Finding | None = None
    queue: str = ""

    @classmethod
    def of(cls, kind: str, data: dict[str, Any]) -> Order:
        """The order in an event's data."""
        span = data.get("selection")
        return cls(
            job=str(data["job"]),
            kind=kind,
            report=int(data["report"]),
            section=int(data["section"]),
            rules=bool(data.get("rules")),
            only_empty=bool(data.get("onlyEmpty")),
            wish=str(data.get("wish") or ""),
            selection=(int(span[0]), int(span[1])) if span else None,
            finding=finding_from(data["finding"]) if data.get("finding") else None,
            queue=str(data.get("queue") or ""),
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
    proposals: tuple[Proposal, ...] = ()
    notices: tuple[str, ...] = ()
    done: bool = False
    error: str = ""
    hint: str = ""
    detail: str = ""

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
            "detail": self.detail,
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
        if self.proposals:
            parts["proposals"] = [proposal_json(one) for one in self.proposals]
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
    """Queue all sections and follow the queue; ``order.queue`` is one that runs already.

    The queue goes on when nobody follows it any more.
    """
    versions = {part.id: part.version for part in desk.report(order.report).sections}
    job = order.queue or desk.start_drafting(
        order.report, model=order.model, only_empty=order.only_empty
    )
    stop = stops.start(order.job)
    try:
        while (state := desk.drafting(job)).status == "running":
            if stop.is_set():
                desk.stop_drafting(job)
            yield from _news(desk, order, state, versions)
            time.sleep(PAUSE)
        yield from _news(desk, order, state, versions)
    finally:
        stops.done(order.job, stop)
    yield _end_of_queue(order, state, stopped=stop.is_set())


def _news(desk: Desk, order: Order, state: JobState, versions: dict[int, int]) -> Iterator[Wire]:
    """Progress, the text of the section being written, and the sections saved since.

    ``versions`` are those known; they are brought up to date.
    """
    current = int(state.current or 0)
    sections = desk.report(order.report).sections
    names = {one.id: f"{one.label}{one.heading}" or "开头" for one in sections}
    progress = Progress(state.done, state.total, names.get(current, ""))
    yield Wire(order.job, order.kind, order.section, progress=progress)
    if current and (text := desk.unfinished_text(current)):
        yield Wire(order.job, order.kind, current, text=text)
    for section in sections:
        if section.version != versions.get(section.id):
            versions[section.id] = section.version
            yield Wire(order.job, order.kind, section.id, saved=section)


def _end_of_queue(order: Order, state: JobState, *, stopped: bool) -> Wire:
    drafted = state.done - len(state.failed)
    said = f"已停止，起草了 {drafted} 节。" if stopped else f"已起草 {drafted} 节。"
    errors = dict.fromkeys(message for _step, message in state.failed)
    told = () if stopped else tuple(f"有章节没有写成：{message}" for message in errors)
    return Wire(order.job, order.kind, order.section, notices=(said, *told), done=True)


def revise_section(desk: Desk, stops: Stops, order: Order) -> Iterator[Wire]:
    """Propose a revised text; nothing is stored before the person accepts."""

    def work(stop: threading.Event) -> Iterator[Delta | Progress | Proposal]:
        return desk.propose(
            order.report, order.section, order.wish, selection=order.selection, stop=stop
        )

    return _proposed(stops, order, work)


def fix_finding(desk: Desk, stops: Stops, order: Order) -> Iterator[Wire]:
    """Propose what one finding asks for."""
    finding = order.finding
    assert finding is not None

    def work(stop: threading.Event) -> Iterator[Delta | Progress | Proposal]:
        return desk.fix(order.report, order.section, finding, stop=stop)

    return _proposed(stops, order, work)


def alternatives(desk: Desk, stops: Stops, order: Order) -> Iterator[Wire]:
    """Propose several ways to write a section or a passage."""

    def work(stop: threading.Event) -> Iterator[Delta | Progress | Proposal]:
        return desk.alternatives(
            order.report,
            order.section,
            instruction=order.wish or REWORD,
            selection=order.selection,
            stop=stop,
        )

    return _proposed(stops, order, work)


def _proposed(
    stops: Stops,
    order: Order,
    work: Callable[[threading.Event], Iterator[Delta | Progress | Proposal]],
) -> Iterator[Wire]:
    growing = Growing()
    proposals: list[Proposal] = []
    stop = stops.start(order.job)
    try:
        for item in work(stop):
            if isinstance(item, Proposal):
                proposals.append(item)
            elif isinstance(item, Progress):
                yield Wire(order.job, order.kind, order.section, progress=item)
            elif growing.add(item.text):
                yield Wire(order.job, order.kind, order.section, text=growing.text)
    finally:
        stops.done(order.job, stop)
    yield Wire(order.job, order.kind, order.section, proposals=tuple(proposals), done=True)


WORK: dict[str, Callable[[Desk, Stops, Order], Iterator[Wire]]] = {
    "draft": draft_section,
    "draft_all": draft_all,
    "revise": revise_section,
    "fix": fix_finding,
    "alternatives": alternatives,
}


def run(desk: Desk, stops: Stops, order: Order) -> Iterator[Wire]:
    """Do the work ordered; an error becomes the last message, with what was kept."""
    try:
        with edge():
            yield from WORK[order.kind](desk, stops, order)
    except ZhubiError as error:
        hint = plain(error.hint)
        yield Wire(
            order.job,
            order.kind,
            order.section,
            saved=stored(desk, order) if order.kind == "draft" else None,
            done=True,
            hint=hint.words,
            detail=hint.detail,
            error=error.message,
        )
