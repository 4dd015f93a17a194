"""What a person can have revised: a section, a selected passage, or what one finding names."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from rag.desk.drafting import DraftingDesk
from rag.desk.views import Proposal, ProposalChange
from rag.errors import InputError, InstructionError, ModelNotConfiguredError
from rag.records import Delta, Draft, Finding, Progress, Report, ReportSection
from rag.text.sentences import split_sentences
from rag.writing.edits import Edit, apply
from rag.writing.locks import keep_locked
from rag.writing.placeholders import without_figures
from rag.writing.revise import (
    UNLIKE_LAST_YEAR,
    by_rule,
    fix_instruction,
    is_exact,
    stream_revision,
)
from rag.writing.sentencediff import accept, sentence_diff

WARMTHS = (0.3, 0.7, 1.0, 1.2)
"""Temperatures of alternatives: the first stays close, the later ones wander further."""
REWORD = "换一种说法，意思和数据不变。"

Span = tuple[int, int]


class RevisingDesk(DraftingDesk):
    """Proposals; nothing is saved before a person accepts."""

    def propose(
        self,
        report_id: int,
        section_id: int,
        instruction: str,
        *,
        selection: Span | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Delta | Proposal]:
        """Revise a section, or the ``selection`` of its saved text, as told, without saving.

        The last item is the proposal. Raises InstructionError for what rules cannot do when
        there is no model.
        """
        report = self.store.get(report_id)
        section = _checked(self.section(report_id, section_id), selection)
        for event in self._revision(report, section, instruction, selection, stop):
            yield _proposal(section, event) if isinstance(event, Draft) else event

    def alternatives(
        self,
        report_id: int,
        section_id: int,
        n: int = 3,
        *,
        instruction: str = REWORD,
        selection: Span | None = None,
        stop: threading.Event | None = None,
    ) -> Iterator[Progress | Proposal]:
        """Several ways to write a section or a passage of it, each a proposal.

        Raises ModelNotConfiguredError without a model: a rule knows only one way.
        """
        if self.model is None:
            raise ModelNotConfiguredError(
                "没有配置模型，不能一次给出几种写法。",
                "按规则修改只有一种写法，请直接用“按要求修改”；要用模型请设置 ZHUBI_MODEL_URL。",
            )
        if not 1 <= n <= len(WARMTHS):
            raise InputError(f"一次可以要 1 到 {len(WARMTHS)} 种写法。")
        report = self.store.get(report_id)
        section = _checked(self.section(report_id, section_id), selection)
        for number, warmth in enumerate(WARMTHS[:n]):
            yield Progress(number, n, f"第{number + 1}种写法")
            for event in self._revision(report, section, instruction, selection, stop, warmth):
                if isinstance(event, Draft):
                    yield _proposal(section, event)

    def fix(
        self,
        report_id: int,
        section_id: int,
        finding: Finding,
        *,
        stop: threading.Event | None = None,
    ) -> Iterator[Delta | Proposal]:
        """Put right what one finding names: by rule where it has a replacement, else by a model.

        Offsets count in the saved text. Raises InstructionError where the text has changed
        since, or where it takes a model and there is none.
        """
        section = self.section(report_id, section_id)
        text = section.text
        if text[finding.start : finding.end] != finding.text:
            raise InstructionError("这处文字已经改过。", "请等新的检查结果出来后再改。")
        if finding.replacement is not None:
            new = apply(text, [Edit(finding.start, finding.end, finding.replacement)])[0]
            yield _proposal(section, Draft(_locked(section, new).text, "rule"))
            return
        if self.model is None:
            raise InstructionError(
                "这处要按意思改写，需要配置模型才能做。",
                finding.suggestion or "请直接在正文里修改。",
            )
        yield from self.propose(
            report_id,
            section_id,
            fix_instruction(finding),
            selection=_sentence_around(text, finding),
            stop=stop,
        )

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
            citations=self.store.citations(proposal.section_id),
            trace=proposal.trace,
        )

    def _revision(
        self,
        report: Report,
        section: ReportSection,
        instruction: str,
        selection: Span | None,
        stop: threading.Event | None,
        temperature: float | None = None,
    ) -> Iterator[Delta | Draft]:
        year, rows = report.fact_year, self.rows(report)
        if self.model is not None and not is_exact(instruction):
            # Last year's words are shown to be avoided, without the numbers they held.
            past = self.store.past(section.id).text if instruction == UNLIKE_LAST_YEAR else ""
            yield from stream_revision(
                self.model,
                section.text,
                instruction,
                rows,
                year,
                heading=section.heading,
                selection=selection,
                materials=(without_figures(past),) if past else (),
                locked=section.locked,
                temperature=temperature,
                home=self.settings.home,
                stop=stop,
            )
            return
        start, end = selection or (0, len(section.text))
        made = by_rule(section.text[start:end], instruction, rows=rows, year=year)
        kept = _locked(section, section.text[:start] + made.text + section.text[end:])
        yield Delta(made.text)
        yield Draft(kept.text, made.made_by, notices=(*made.notices, *kept.notices))


def _locked(section: ReportSection, new: str) -> Draft:
    kept = keep_locked(section.text, new, section.locked)
    return Draft(kept.text, "rule", notices=kept.notices)


def _checked(section: ReportSection, selection: Span | None) -> ReportSection:
    if not section.text.strip():
        raise InstructionError("这一节还没有正文。", "请先起草或写几句，再提修改要求。")
    if selection is not None:
        start, end = selection
        if not 0 <= start < end <= len(section.text) or not section.text[start:end].strip():
            raise InstructionError("选中的文字不在这一节里。", "请重新选中要修改的文字。")
    return section


def _sentence_around(text: str, finding: Finding) -> Span:
    """The sentences a finding touches."""
    spans = [
        (a, b)
        for a, b in split_sentences(text)
        if a < max(finding.end, finding.start + 1) and finding.start < b
    ]
    return (spans[0][0], spans[-1][1]) if spans else (finding.start, finding.end)


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
        trace=made.trace,
    )
