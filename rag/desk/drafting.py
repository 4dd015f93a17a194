"""What a person can have written: drafts and revisions. The only loop draft → check → repair."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.desk.checking import CheckingDesk
from rag.desk.reports import paths_of
from rag.desk.views import Proposal, ProposalChange
from rag.errors import InstructionError, ModelError, ModelNotConfiguredError
from rag.records import (
    Delta,
    Draft,
    Finding,
    Hit,
    LedgerRow,
    Progress,
    Report,
    ReportSection,
    Section,
)
from rag.reports.store import PastSection
from rag.writing.draft import DraftRequest, stream_draft
from rag.writing.model import ChatModel
from rag.writing.plans import promises, roles_of
from rag.writing.repair import repair
from rag.writing.revise import by_rule, stream_revision
from rag.writing.sentencediff import accept, sentence_diff
from rag.writing.skeleton import draft_report

REPAIRS = 2
"""Rounds in which a model may put right what the checks found; the rest is marked."""
MATERIALS = 6
"""Policy passages offered to the model for a section."""


class DraftingDesk(CheckingDesk):
    """Sections written by rule or by a model, and revised."""

    def draft(
        self,
        report_id: int,
        section_id: int,
        *,
        model: bool | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Delta | Draft]:
        """Draft a section and save it as a version; the last item is the draft.

        ``model=False`` drafts by rule, ``None`` with the configured model if there is one. What a
        failing model had written is kept as a version “interrupted” and the ModelError raised.
        """
        report = self.store.get(report_id)
        section = self.section(report_id, section_id)
        chat = self._chosen(model)
        skeleton = self._skeletons(report)[section.id]
        if chat is None:
            yield from _sentences(skeleton.text)
            yield self._saved(report, section, skeleton)
            return
        try:
            yield from self._with_model(chat, report, section, skeleton, stop)
        except ModelError as error:
            if error.partial.strip():
                made_by = f"{chat.name}（中断）"
                self.store.save(section_id, error.partial, made_by=made_by, note="interrupted")
            raise

    def draft_all(
        self,
        report_id: int,
        *,
        model: bool | None = None,
        only_empty: bool = False,
        stop: threading.Event | None = None,
    ) -> Iterator[Progress | tuple[int, Draft]]:
        """Draft the sections one after another; ``only_empty`` goes on where it was stopped."""
        report = self.store.get(report_id)
        sections = [part for part in report.sections if not (only_empty and part.version)]
        for number, section in enumerate(sections):
            if stop is not None and stop.is_set():
                return
            yield Progress(number, len(sections), f"{section.label}{section.heading}" or "开头")
            for event in self.draft(report_id, section.id, model=model, stop=stop):
                if isinstance(event, Draft):
                    yield section.id, event
        yield Progress(len(sections), len(sections), "完成")

    def propose(
        self,
        report_id: int,
        section_id: int,
        instruction: str,
        *,
        stop: threading.Event | None = None,
    ) -> Iterator[Delta | Proposal]:
        """Revise a section as told, without saving; the last item is the proposal.

        Raises InstructionError for what rules cannot do when there is no model.
        """
        report = self.store.get(report_id)
        section = self.section(report_id, section_id)
        for event in self._revision(report, section, instruction, stop):
            yield _proposal(section, event) if isinstance(event, Draft) else event

    def accept(
        self, proposal: Proposal, kept: Sequence[bool] | None = None, *, made_by: str = ""
    ) -> ReportSection:
        """Save a proposal, whole or only the changes kept.

        Raises ConflictError when the section was saved since.
        """
        text = proposal.new
        if kept is not None:
            changes = sentence_diff(proposal.old, proposal.new)
            text = accept(changes, [place for place, taken in enumerate(kept) if taken])
        return self.store.save(
            proposal.section_id,
            text,
            made_by=made_by or proposal.made_by,
            note="revise",
            base_version=proposal.base_version,
        )

    def _revision(
        self,
        report: Report,
        section: ReportSection,
        instruction: str,
        stop: threading.Event | None,
    ) -> Iterator[Delta | Draft]:
        if not section.text.strip():
            raise InstructionError("这一节还没有正文。", "请先起草或写几句，再提修改要求。")
        if self.model is not None:
            yield from stream_revision(
                self.model,
                section.text,
                instruction,
                self.rows(report),
                report.fact_year,
                heading=section.heading,
                home=self.settings.home,
                stop=stop,
            )
            return
        year = report.fact_year
        made = by_rule(section.text, instruction, rows=self.rows(report), year=year)
        yield Delta(made.text)
        yield made

    def _chosen(self, wanted: bool | None) -> ChatModel | None:
        if wanted is False:
            return None
        if wanted and self.model is None:
            raise ModelNotConfiguredError("没有配置模型。")
        return self.model

    def _skeletons(self, report: Report) -> dict[int, Draft]:
        """Every section by rule. They are made together, so that each figure has one place."""
        # What the whole document says of a figure's year is lost in a section alone.
        figures = self.catalog.figures(report.like) if report.like else ()
        drafts = draft_report(
            self._past_sections(report),
            self._past_year(report),
            self.rows(report),
            report.year,
            past_figures=figures or None,
        )
        return {section.id: draft for section, draft in zip(report.sections, drafts, strict=True)}

    def _past_sections(self, report: Report) -> tuple[Section, ...]:
        """Last year's section for each of the report's, with offsets into last year's text."""
        paths = paths_of(report)
        parts = []
        for section in report.sections:
            past = self.store.past(section.id)
            heading = past.heading or section.heading
            path = (*paths[section.id][:-1], section.label + heading)
            end = past.start + len(past.text)
            parts.append(
                Section(section.level, section.label, heading, path, past.text, past.start, end)
            )
        return tuple(parts)

    def _with_model(
        self,
        chat: ChatModel,
        report: Report,
        section: ReportSection,
        skeleton: Draft,
        stop: threading.Event | None,
    ) -> Iterator[Delta | Draft]:
        past = self.store.past(section.id)
        rows = self.rows(report)
        request = self._request(report, section, past, skeleton, rows, stop)
        draft: Draft | None = None
        for event in stream_draft(chat, request, home=self.settings.home):
            if isinstance(event, Draft):
                draft = event
            else:
                yield event
        assert draft is not None
        for _ in range(REPAIRS):
            findings = self._wrong_numbers(report, section, draft)
            if not findings:
                break
            draft = repair(
                chat, draft, findings, rows, report.year, home=self.settings.home, stop=stop
            )
        yield self._saved(report, section, draft)

    def _request(
        self,
        report: Report,
        section: ReportSection,
        past: PastSection,
        skeleton: Draft,
        rows: tuple[LedgerRow, ...],
        stop: threading.Event | None,
    ) -> DraftRequest:
        used = {link.indicator for link in skeleton.links}
        return DraftRequest(
            heading=section.heading,
            year=report.year,
            past_year=self._past_year(report),
            past_text=past.text,
            skeleton=skeleton.text,
            rows=tuple(row for row in rows if row.indicator in used),
            hits=self._materials(section, past),
            promises=promises(past.text) if self._is_plan(report, section) else (),
            unit=report.unit,
            fact_year=report.fact_year,
            stop=stop,
            skeleton_links=skeleton.links,
        )

    def _is_plan(self, report: Report, section: ReportSection) -> bool:
        roles = roles_of(self._past_sections(report))
        place = [part.id for part in report.sections].index(section.id)
        return roles[place] == "plans"

    def _materials(self, section: ReportSection, past: PastSection) -> tuple[Hit, ...]:
        query = f"{section.heading} {past.text[:100]}".strip()
        if not query:
            return ()
        return self.library.retriever.search(query, k=MATERIALS, kind="policy").hits

    def _wrong_numbers(
        self, report: Report, section: ReportSection, draft: Draft
    ) -> tuple[Finding, ...]:
        found = self.check_section(report.id, section.id, draft.text).findings
        return tuple(f for f in found if f.kind == "numbers" and f.severity == "error")

    def _saved(self, report: Report, section: ReportSection, draft: Draft) -> Draft:
        self.store.save(
            section.id,
            draft.text,
            made_by=draft.made_by,
            note="draft",
            citations=draft.citations,
        )
        links = self.check_section(report.id, section.id, draft.text).links
        return replace(draft, links=links)

    def _past_year(self, report: Report) -> int:
        known = {entry.id: entry.year for entry in self.catalog.list()}
        return known.get(report.like or "") or report.year - 1


def _proposal(section: ReportSection, made: Draft) -> Proposal:
    changes = sentence_diff(section.text, made.text)
    return Proposal(
        section_id=section.id,
        base_version=section.version,
        old=section.text,
        new=made.text,
        made_by=made.made_by,
        changes=tuple(
            ProposalChange(change.old, change.new, kept=change.kind != "keep") for change in changes
        ),
        notices=made.notices,
    )


def _sentences(text: str) -> Iterator[Delta]:
    """The text in the pieces in which it is shown."""
    for line in text.splitlines(keepends=True):
        yield Delta(line)
