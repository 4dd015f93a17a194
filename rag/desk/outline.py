"""What a person can do with a report's outline, its sections' lengths, and locked sentences."""

from __future__ import annotations

from rag.desk.reports import ReportDesk
from rag.errors import InputError
from rag.records import Report, ReportSection
from rag.reports.parts import NewSection
from rag.text.headings import parse_label
from rag.text.sentences import split_sentences

MAX_LENGTH = 100_000
"""Characters a whole report may be given."""
_ROUND = 10


class OutlineDesk(ReportDesk):
    """Sections added, renamed, moved, dropped; how long each should be; what stays as it is."""

    def add_section(
        self,
        report_id: int,
        heading: str,
        *,
        level: int | None = None,
        after: int | None = None,
        length: int = 0,
    ) -> Report:
        """Add a section behind another (None: at the end).

        ``level`` is 1–4, by default that of a label typed with the heading or of the section
        before. Raises NotFoundError, InputError.
        """
        label = parse_label(heading)
        sections = self.store.get(report_id).sections
        before = self.section(report_id, after) if after is not None else sections[-1]
        depth = level or (label.level if label else before.level or 1)
        if not 1 <= depth <= 4:
            raise InputError("标题层级只能是 1 到 4。")
        words = label.rest if label else heading
        typed = label.label.strip() if label and label.level == depth else ""
        like = next((one.label for one in sections if one.level == depth), typed)
        part = NewSection(depth, like, words, length=_checked(length))
        self.store.add_section(report_id, after, part)
        return self.store.get(report_id)

    def rename_section(self, report_id: int, section_id: int, heading: str) -> Report:
        """Give a section another heading; a label typed with it is left out.

        Raises NotFoundError, InputError.
        """
        label = parse_label(heading)
        self.store.rename_section(report_id, section_id, label.rest if label else heading)
        return self.store.get(report_id)

    def move_section(self, report_id: int, section_id: int, steps: int) -> Report:
        """Move a section with all below it up (negative) or down among its neighbours."""
        self.store.move_section(report_id, section_id, steps)
        return self.store.get(report_id)

    def drop_section(self, report_id: int, section_id: int) -> Report:
        """Take a section and those below it out; their versions are kept. Raises InputError."""
        self.store.drop_section(report_id, section_id)
        return self.store.get(report_id)

    def dropped_sections(self, report_id: int) -> tuple[ReportSection, ...]:
        """The sections that were taken out and can be brought back."""
        return self.store.dropped(report_id)

    def restore_section(self, report_id: int, section_id: int) -> Report:
        """Bring a dropped section back. Raises NotFoundError."""
        self.store.restore_section(report_id, section_id)
        return self.store.get(report_id)

    def set_length(self, report_id: int, section_id: int, length: int) -> Report:
        """How many characters a section should have; 0: about as last year."""
        self.section(report_id, section_id)
        self.store.set_length(section_id, _checked(length))
        return self.store.get(report_id)

    def set_report_length(self, report_id: int, length: int) -> Report:
        """How many characters the report should have in all, shared among its sections.

        Each gets its share by the length it had as its aim, or else had last year.
        """
        report = self.store.get(report_id)
        self.store.set_report_length(report_id, _checked(length))
        pasts = self.store.pasts(report_id)
        weights = {one.id: one.length or len(pasts[one.id].text) for one in report.sections}
        total = sum(weights.values())
        for section_id, weight in weights.items():
            share = length * weight / total if total else length / len(weights)
            self.store.set_length(section_id, round(share / _ROUND) * _ROUND)
        return self.store.get(report_id)

    def lock(self, report_id: int, section_id: int, start: int, end: int) -> ReportSection:
        """Lock the sentences that ``[start, end)`` of the saved text touches.

        Neither rule nor model changes them from then on; a person may. Raises InputError.
        """
        section = self.section(report_id, section_id)
        chosen = _sentences(section.text, start, end)
        if not chosen:
            raise InputError("没有选中句子。", "请先在正文里选中要锁定的句子。")
        self.store.set_locked(section_id, tuple(dict.fromkeys((*section.locked, *chosen))))
        return self.section(report_id, section_id)

    def unlock(self, report_id: int, section_id: int, start: int, end: int) -> ReportSection:
        """Let the sentences that ``[start, end)`` of the saved text touches be changed again."""
        section = self.section(report_id, section_id)
        freed = _sentences(section.text, start, end)
        left = [one for one in section.locked if one in section.text and one not in freed]
        self.store.set_locked(section_id, left)
        return self.section(report_id, section_id)


def _sentences(text: str, start: int, end: int) -> tuple[str, ...]:
    """The sentences a selection touches; a mere caret counts for the one it stands in."""
    last = max(end, start + 1)
    return tuple(text[a:b] for a, b in split_sentences(text) if a < last and start < b)


def _checked(length: int) -> int:
    if not 0 <= length <= MAX_LENGTH:
        raise InputError(f"字数只能是 0 到 {MAX_LENGTH}。", "0 表示与去年相近。")
    return length
