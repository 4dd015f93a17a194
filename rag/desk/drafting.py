"""What a person can have drafted. The only loop draft → check → repair."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.desk.skeletons import SkeletonDesk
from rag.desk.views import SectionCheck
from rag.errors import ModelError, ModelNotConfiguredError
from rag.records import (
    Delta,
    Draft,
    Finding,
    Hit,
    Progress,
    Report,
    ReportSection,
)
from rag.reports.store import PastSection
from rag.writing.draft import DraftRequest, stream_draft
from rag.writing.fallback import faults, with_rule_sentences
from rag.writing.headings import STILL_OPEN, bare_heading, is_open
from rag.writing.locks import keep_locked
from rag.writing.missing import add_missing, missing_figures, missing_findings, stated
from rag.writing.model import ChatModel
from rag.writing.plans import promises, roles_of
from rag.writing.repair import repair

REPAIRS = 2
"""Rounds in which a model may put right what the checks found; the rest is marked."""
MATERIALS = 6
"""Policy passages offered to the model for a section."""
WORSE = (
    "模型这一稿不如按规则起草的一稿（{}）。按规则起草的一稿已存为前一个版本，可在历史版本里恢复。"
)
SENTENCE_END = frozenset("。！？；\n")
REPAIRED = frozenset({"numbers", "terms", "overlap"})
"""Kinds of findings that go back to the model; of overlap only a section mostly copied."""


class DraftingDesk(SkeletonDesk):
    """Sections written by rule or by a model."""

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
        failing model had written is kept as a version “interrupted” and the ModelError raised;
        so it is when nobody listens any more, and when the process is killed.
        """
        report = self.store.get(report_id)
        section = self.section(report_id, section_id)
        chat = self._chosen(model)
        started = time.perf_counter()
        skeleton = self._skeletons(report)[section.id]
        section = self._with_heading(report, section)
        if chat is None:
            yield from _sentences(skeleton.text)
            yield self._saved(report, section, self._traced(report, section, skeleton, started))
            return
        try:
            yield from self._with_model(chat, report, section, skeleton, stop)
        except ModelError as error:
            self._keep(section_id, error.partial, chat)
            raise
        except GeneratorExit:
            self._keep(section_id, self.store.unfinished(section_id), chat)
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
        sections = self.to_draft(report_id, only_empty=only_empty)
        for number, section in enumerate(sections):
            if stop is not None and stop.is_set():
                return
            yield Progress(number, len(sections), f"{section.label}{section.heading}" or "开头")
            for event in self.draft(report_id, section.id, model=model, stop=stop):
                if isinstance(event, Draft):
                    yield section.id, event
        yield Progress(len(sections), len(sections), "完成")

    def to_draft(self, report_id: int, *, only_empty: bool) -> tuple[ReportSection, ...]:
        """The sections that “draft all” drafts: all, or those nobody has finished yet."""
        return tuple(
            section
            for section in self.store.get(report_id).sections
            if not only_empty or section.state in ("empty", "interrupted")
        )

    def _keep(self, section_id: int, text: str, chat: ChatModel) -> None:
        if text.strip():
            made_by = f"{chat.name}（中断）"
            self.store.save(section_id, text, made_by=made_by, note="interrupted")

    def _chosen(self, wanted: bool | None) -> ChatModel | None:
        if wanted is False:
            return None
        if wanted and self.model is None:
            raise ModelNotConfiguredError("没有配置模型。")
        return self.model

    def _with_model(
        self,
        chat: ChatModel,
        report: Report,
        section: ReportSection,
        skeleton: Draft,
        stop: threading.Event | None,
    ) -> Iterator[Delta | Draft]:
        request = self._request(report, section, skeleton, stop)
        draft: Draft | None = None
        written = ""
        for event in stream_draft(chat, request, home=self.settings.home):
            if isinstance(event, Draft):
                draft = event
                continue
            written += event.text
            yield event
            if any(mark in event.text for mark in SENTENCE_END):
                self.store.keep_unfinished(section.id, written, f"{chat.name}（中断）")
        assert draft is not None
        repaired, check = self._repaired(chat, report, section, draft, request)
        made = self._with_rules(report, section, repaired, check, request)
        reasons = faults(made, skeleton)
        missing = missing_figures(made, request.skeleton_links)
        made = add_missing(made, missing, request.rows)
        if reasons:
            made = self._offered(section, skeleton, made, reasons)
        yield self._saved(report, section, made)

    def _offered(
        self, section: ReportSection, skeleton: Draft, made: Draft, reasons: Sequence[str]
    ) -> Draft:
        """The model's draft with a notice; the rules' draft, the better one, as version before."""
        kept = keep_locked(section.text, skeleton.text, section.locked).text
        self.store.save(section.id, kept, made_by=skeleton.made_by, note="draft")
        return replace(made, notices=(WORSE.format("、".join(reasons)), *made.notices))

    def _repaired(
        self,
        chat: ChatModel,
        report: Report,
        section: ReportSection,
        draft: Draft,
        request: DraftRequest,
    ) -> tuple[Draft, SectionCheck]:
        """The draft put right as far as the model can, with its checks.

        A model that fails now has done its draft already: it is kept, with a notice.
        """
        check = self.check_section(report.id, section.id, draft.text)
        for turn in range(REPAIRS):
            draft = replace(draft, links=check.links)
            findings = _to_repair(check.findings)
            if not turn:
                missing = missing_figures(draft, request.skeleton_links)
                findings += missing_findings(draft.text, missing)
            if not findings:
                break
            before = draft.text
            try:
                draft = repair(
                    chat,
                    draft,
                    findings,
                    request.rows,
                    report.year,
                    fact_year=report.fact_year,
                    home=self.settings.home,
                    stop=request.stop,
                )
            except ModelError as error:
                notice = f"模型没有完成改正（{error.message}），没有依据的数字已标出。"
                draft = replace(draft, notices=(*draft.notices, notice))
                break
            if draft.text == before:
                # A model that changes nothing now will not the next time.
                break
            check = self.check_section(report.id, section.id, draft.text)
        return draft, check

    def _with_rules(
        self,
        report: Report,
        section: ReportSection,
        draft: Draft,
        check: SectionCheck,
        request: DraftRequest,
    ) -> Draft:
        """The rules' sentences in place of those the model has reworded with a wrong number."""
        wrong = [f for f in check.findings if f.kind == "numbers" and f.severity == "error"]
        replaced = with_rule_sentences(draft, wrong, request.skeleton)
        if replaced is not draft:
            check = self.check_section(report.id, section.id, replaced.text)
        return replace(replaced, links=check.links)

    def _request(
        self,
        report: Report,
        section: ReportSection,
        skeleton: Draft,
        stop: threading.Event | None,
    ) -> DraftRequest:
        past = self.store.past(section.id)
        example, past_year = self._example(report, section, past)
        used = {link.indicator for link in skeleton.links}
        return DraftRequest(
            heading=bare_heading(section.heading),
            year=report.year,
            past_year=past_year,
            past_text=example,
            skeleton=skeleton.text,
            rows=tuple(row for row in self.rows(report) if row.indicator in used),
            hits=self._materials(section, past),
            promises=promises(past.text) if self._is_plan(report, section) else (),
            unit=report.unit,
            length=section.length,
            fact_year=report.fact_year,
            stop=stop,
            skeleton_links=skeleton.links,
        )

    def _example(
        self, report: Report, section: ReportSection, past: PastSection
    ) -> tuple[str, int]:
        """How such a section was written, and in which year: last year's, else the likest one."""
        if not past.text and section.heading:
            heading = bare_heading(section.heading)
            found = self.library.retriever.similar_section(heading, year=report.year, k=1).hits
            if found:
                passage = found[0].passage
                return passage.text, passage.report_year or self._past_year(report)
        return past.text, self._past_year(report)

    def _is_plan(self, report: Report, section: ReportSection) -> bool:
        roles = roles_of(self._past_sections(report))
        place = [part.id for part in report.sections].index(section.id)
        return roles[place] == "plans"

    def _materials(self, section: ReportSection, past: PastSection) -> tuple[Hit, ...]:
        query = f"{section.heading} {past.text[:100]}".strip()
        if not query:
            return ()
        return self.library.retriever.search(query, k=MATERIALS, kind="policy").hits

    def _saved(self, report: Report, section: ReportSection, draft: Draft) -> Draft:
        kept = keep_locked(section.text, draft.text, section.locked)
        trace = draft.trace and replace(draft.trace, figures=stated(draft.links))
        self.store.save(
            section.id,
            kept.text,
            made_by=draft.made_by,
            note="draft",
            citations=draft.citations,
            trace=trace,
        )
        links = self.check_section(report.id, section.id, kept.text).links
        open_heading = (STILL_OPEN,) if is_open(section.heading) else ()
        notices = (*draft.notices, *kept.notices, *open_heading)
        return replace(draft, text=kept.text, links=links, notices=notices, trace=trace)


def _to_repair(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What goes back to the model: errors, and copied sentences in a section mostly copied."""
    copied = any(f.kind == "overlap" and f.severity == "warning" for f in findings)
    return tuple(
        finding
        for finding in findings
        if (finding.kind in REPAIRED and finding.severity == "error")
        or (finding.kind == "terms" and finding.severity == "warning")
        or (finding.kind == "overlap" and finding.severity == "hint" and copied)
    )


def _sentences(text: str) -> Iterator[Delta]:
    """The text in the pieces in which it is shown."""
    for line in text.splitlines(keepends=True):
        yield Delta(line)
