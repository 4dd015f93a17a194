"""Taking an answer into a report in progress, with what it rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.desk.rooms import Rooms
from rag.errors import InputError, NotFoundError
from rag.records import Citation, Passage, ReportSection, Trace

_MARK = re.compile(r"\s*[\[［【]\d{1,2}[\]］】]")
_QUOTED_LINE = re.compile(r"^“(?P<words>.*)”$")


class InsertionDesk(Rooms):
    """Answers go into a section as a new version."""

    def insert(
        self,
        report_id: int,
        section_id: int,
        text: str,
        citations: Sequence[Citation] = (),
        *,
        made_by: str = "",
    ) -> ReportSection:
        """Add a text behind a section's own, its sources to the section's citations.

        The marks [n] stay out of the report's text: they would be printed. The sources stay with
        the section through later edits, prove the numbers they state, and the version's trace
        names them. Raises NotFoundError for an unknown section, InputError for an empty text.
        """
        words = plain_words(text)
        if not words:
            raise InputError("没有可以放入草稿的文字。", "请先提问，得到回答后再放入。")
        section = self._section_of(report_id, section_id)
        kept = self.store.citations(section_id)
        own = section.text.rstrip()
        return self.store.save(
            section_id,
            f"{own}\n{words}" if own else words,
            made_by=made_by,
            note="edit",
            base_version=section.version,
            citations=_joined(kept, citations),
            trace=_trace(citations),
        )

    def sources(self, section_id: int) -> tuple[Citation, ...]:
        """What a section rests on: what its text quotes, then what it was drafted from.

        The latter have the number 0: the passage of last year's report that was followed and
        those offered to a model. Passages of documents removed since are among the quoted only.
        """
        cited = self.store.citations(section_id)
        known = {one.passage_id for one in cited}
        offered: list[str] = []
        for version in self.store.versions(section_id):
            offered += version.trace.passages if version.trace else ()
            if version.note in ("draft", "interrupted"):
                break
        found = self.catalog.passages_by_id([one for one in offered if one not in known])
        return (*cited, *(_followed(one) for one in found.values()))

    def _section_of(self, report_id: int, section_id: int) -> ReportSection:
        for section in self.store.get(report_id).sections:
            if section.id == section_id:
                return section
        raise NotFoundError("这份报告里没有这一节。", "这一节可能已被删去，请重新选择。")


def plain_words(answer: str) -> str:
    """An answer as a report has it: without [n] and without quotation marks around a line."""
    lines = (_MARK.sub("", line).strip() for line in answer.splitlines())
    bare = (_QUOTED_LINE.sub(r"\g<words>", line) for line in lines)
    return "\n".join(line for line in bare if line)


def _followed(passage: Passage) -> Citation:
    section = " › ".join(passage.section_path)
    title = passage.document_title
    return Citation(0, passage.document_id, title, section, passage.text, passage.id)


def _trace(citations: Sequence[Citation]) -> Trace:
    """Where the added text comes from; no model is named, the answer may be anybody's."""
    named = (f"《{one.document}》{one.section}".rstrip() for one in citations)
    sources = "、".join(dict.fromkeys(named))
    return Trace(
        model="",
        prompt="",
        prompt_hash="",
        passages=tuple(dict.fromkeys(one.passage_id for one in citations if one.passage_id)),
        instruction=f"放入问答的回答，引自{sources}" if sources else "放入问答的回答",
    )


def _joined(kept: Sequence[Citation], added: Sequence[Citation]) -> tuple[Citation, ...]:
    """The citations numbered on; one that is there already is not added again."""
    known = {(one.passage_id, one.quote) for one in kept}
    new = [one for one in added if (one.passage_id, one.quote) not in known]
    first = max((one.n for one in kept), default=0) + 1
    return (*kept, *(replace(one, n=n) for n, one in enumerate(new, start=first)))
