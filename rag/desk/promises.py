"""Last year's promises (承诺清单) and what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

from rag.desk.reports import ReportDesk, paths_of
from rag.desk.views import Mention, Promise
from rag.errors import NotFoundError
from rag.records import Report
from rag.reports.promises import PromiseStore
from rag.text.outline import drafting_sections
from rag.text.sentences import split_sentences
from rag.writing.plans import promises, role_of, roles_of

TOLD = 0.4
"""Share of a promise's character pairs that a sentence must have to be shown as its answer."""
_HAN = re.compile(r"[一-鿿]+")


class PromisesDesk(ReportDesk):
    """The promises of the report that this one follows."""

    @cached_property
    def promised(self) -> PromiseStore:
        """What was noted about promises."""
        return PromiseStore(self.engine)

    def promise_list(self, report_id: int) -> tuple[Promise, ...]:
        """What last year's report promised for this year, with where it stood.

        Each with what a person noted about it, and the sentence of this year's draft that comes
        nearest to telling of it. Raises NotFoundError.
        """
        report = self.store.get(report_id)
        if report.like is None:
            return ()
        sections = drafting_sections(self.catalog.document(report.like))
        noted = self.promised.of(report_id)
        told = list(_told(report))
        return tuple(
            Promise(section.label + section.heading, said, noted.get(said), _mention(said, told))
            for section, role in zip(sections, roles_of(sections), strict=True)
            if role == "plans"
            for said in promises(section.text)
        )

    def note_promise(
        self, report_id: int, promise: str, state: str, *, note: str = "", made_by: str = ""
    ) -> Promise:
        """Note what became of a promise; an empty state takes it back.

        ``state`` ∈ done | doing | undone | dropped. Raises NotFoundError, InputError.
        """
        if not any(one.text == promise for one in self.promise_list(report_id)):
            raise NotFoundError("承诺清单里没有这一条。", "请刷新页面后再试。")
        self.promised.note(report_id, promise, state, note=note, made_by=made_by)
        return next(one for one in self.promise_list(report_id) if one.text == promise)


def _told(report: Report) -> Iterator[tuple[Mention, frozenset[str]]]:
    """The sentences of a draft that tell of the year, not of plans, with their pairs."""
    paths = paths_of(report)
    for part in report.sections:
        if role_of(part.heading, paths[part.id]) == "plans":
            continue
        for start, end in split_sentences(part.text):
            sentence = part.text[start:end]
            name = f"{part.label}{part.heading}"
            yield Mention(part.id, name, start, end, sentence), _pairs(sentence)


def _mention(promise: str, told: Iterable[tuple[Mention, frozenset[str]]]) -> Mention | None:
    wanted = _pairs(promise)
    scored = [
        (len(wanted & pairs) / len(wanted), place, mention)
        for place, (mention, pairs) in enumerate(told)
        if wanted
    ]
    share, _, best = max(scored, key=lambda one: (one[0], -one[1]), default=(0.0, 0, None))
    return best if share >= TOLD else None


def _pairs(text: str) -> frozenset[str]:
    return frozenset(a + b for run in _HAN.findall(text) for a, b in pairwise(run))
