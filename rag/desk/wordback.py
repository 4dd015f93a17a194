"""The leaders' edited Word file back into the report in progress."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.desk.compare import likeness
from rag.desk.notes import NotesDesk
from rag.desk.reports import MAX_SECTION
from rag.desk.views import SectionCheck
from rag.errors import InputError, NotFoundError
from rag.records import Report, ReportSection
from rag.reports.store import Edit, Heading, NewSection
from rag.text.headings import parse_label
from rag.word.plan import heading_in
from rag.word.reimport import Decision, read_back
from rag.word.returned import Note, Reimport, SectionChange, Unplaced
from rag.word.revisions import Revision

SIGNED = "word: "
"""How a version is signed that came back in a Word file, before who changed it."""

_MAKER_LENGTH = 100
_NEARER = 0.02
"""By how much more (0–1) a text must be like an earlier version to come from it."""


@dataclass(frozen=True, slots=True)
class HeadingChange:
    """A heading the leaders reworded, as it read and as it reads in the file."""

    section_id: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Reimported:
    """What came back into a report.

    ``sections`` are the changed ones with their new versions. ``older`` are sections whose text
    in the file is an earlier version of theirs: somebody went on writing after the export, and
    the newer text stays. ``missing`` sections are not in the file and stay too; ``moved`` ones
    stand elsewhere in it. ``left`` are changed sections that were not wanted; as long as nothing
    is saved they are among ``sections`` all the same. ``checks`` hold the numbers and findings
    of ``sections``.
    """

    sections: tuple[ReportSection, ...]
    headings: tuple[HeadingChange, ...]
    revisions: tuple[Revision, ...]
    refused: tuple[int, ...]
    comments: tuple[Note, ...]
    unplaced: tuple[Unplaced, ...]
    missing: tuple[int, ...]
    older: tuple[int, ...]
    checks: tuple[SectionCheck, ...]
    made_by: str
    saved: bool
    warnings: tuple[str, ...] = ()
    moved: tuple[int, ...] = ()
    left: tuple[int, ...] = ()

    @property
    def sections_changed(self) -> int:
        """How many sections have a new version."""
        return len(self.sections)

    @property
    def revisions_read(self) -> int:
        """How many open revisions were read as accepted."""
        return len(self.revisions) - len(self.refused)


class WordBackDesk(NotesDesk):
    """Edited Word files."""

    def reimport(
        self,
        report_id: int,
        path: Path,
        *,
        made_by: str = "",
        revisions: Decision = "accept",
        exceptions: Collection[int] = (),
        leave: Collection[int] = (),
        save: bool = True,
    ) -> Reimported:
        """Save what the leaders changed in an exported file, all of it or nothing.

        Open revisions are accepted or rejected, those with the ids ``exceptions`` the other way.
        Changed sections with the ids ``leave`` stay as they are. Comments are kept as notes.
        ``made_by`` signs the new versions (“word: 王书记”), by default who revised the file.
        ``save=False`` only shows what would change. Raises InputError for another report's file,
        NotFoundError for a section that has no change, the errors of reading, and ConflictError
        when somebody saved meanwhile.
        """
        report = self.store.get(report_id)
        back = read_back(path, report, self.settings, revisions=revisions, exceptions=exceptions)
        older = tuple(item.section_id for item in back.sections if self._is_older(item))
        changes = [item for item in back.sections if item.section_id not in older]
        _check_changed(leave, changes)
        signed = f"{SIGNED}{made_by or back.author or '未署名'}"[:_MAKER_LENGTH]
        taken = [item for item in changes if not (save and item.section_id in leave)]
        edits = [_edit(report, change) for change in taken]
        diverged = tuple(self._diverged(report, taken))
        if save:
            sections = self.store.save_all(edits, made_by=signed, note="word")
            texts = _texts(report, back)
            back = replace(
                back, comments=self.keep_notes(report_id, back.comments, texts, file=path.name)
            )
        else:
            sections = tuple(_as_edited(report, edits, signed))
        outcome = self._outcome(report, back, sections, older, signed, saved=save)
        return replace(outcome, warnings=(*outcome.warnings, *diverged), left=tuple(leave))

    def add_unplaced(self, report_id: int, part: Unplaced, *, made_by: str = "") -> ReportSection:
        """Make text under a heading of the leaders' own a new section where it stood.

        Raises InputError for text without a heading, NotFoundError.
        """
        line, _, rest = part.text.partition("\n")
        level, end = heading_in(line)
        if not level:
            raise InputError("这段文字没有小标题，不能加为新的一节。", "请把它复制到合适的章节里。")
        head = _heading(line[:end])
        body = "\n".join(filter(None, (line[end:].strip(), rest)))
        new = NewSection(level, head.label, head.words, run_in=head.run_in)
        added = self.store.add_section(report_id, part.after, new)
        signed = f"{SIGNED}{made_by or '未署名'}"[:_MAKER_LENGTH]
        return self.store.save(added, body, made_by=signed, note="word")

    def _outcome(
        self,
        report: Report,
        back: Reimport,
        sections: tuple[ReportSection, ...],
        older: tuple[int, ...],
        signed: str,
        *,
        saved: bool,
    ) -> Reimported:
        before = {section.id: _printed(section) for section in report.sections}
        return Reimported(
            sections=sections,
            headings=tuple(
                HeadingChange(section.id, before[section.id], _printed(section))
                for section in sections
                if _printed(section) != before[section.id]
            ),
            revisions=back.revisions,
            refused=back.refused,
            comments=back.comments,
            unplaced=back.unplaced,
            missing=back.missing,
            older=older,
            checks=tuple(
                self.check_section(report.id, section.id, section.text) for section in sections
            ),
            made_by=signed,
            saved=saved,
            warnings=back.warnings,
            moved=back.moved,
        )

    def _is_older(self, change: SectionChange) -> bool:
        """Whether the file holds a text that was already followed by a newer version."""
        if change.heading:
            return False
        words = _squeezed(change.text)
        _newest, *earlier = self.store.versions(change.section_id) or (None,)
        return any(_squeezed(version.text) == words for version in earlier if version)

    def _diverged(self, report: Report, changes: Iterable[SectionChange]) -> Iterator[str]:
        """Sections that both sides changed: the file's text is nearer to an earlier version."""
        for change in changes:
            newest, *earlier = self.store.versions(change.section_id) or (None,)
            if newest is None or not earlier:
                continue
            alike = {item.number: likeness(item.text, change.text) for item in earlier if item}
            nearest = max(alike, key=lambda number: alike[number])
            if alike[nearest] > likeness(newest.text, change.text) + _NEARER:
                part = next(item for item in report.sections if item.id == change.section_id)
                name = f"“{part.label}{part.heading or '开头'}”"
                yield (
                    f"{name}导出后在系统里又改过（第{newest.number}版），"
                    f"文件是在第{nearest}版上改的，请对照两版取舍。"
                )


def _check_changed(leave: Collection[int], changes: Iterable[SectionChange]) -> None:
    changed = {item.section_id for item in changes}
    if unknown := sorted(set(leave) - changed):
        raise NotFoundError(
            f"编号为{'、'.join(map(str, unknown))}的章节在文件里没有改动。",
            "先用 --dry-run 查看哪些章节有改动。",
        )


def _texts(report: Report, back: Reimport) -> dict[int, str]:
    """What the offsets of the comments point into: the file's text where it is another."""
    stored = {section.id: section.text for section in report.sections}
    return stored | {change.section_id: change.text for change in back.sections}


def _edit(report: Report, change: SectionChange) -> Edit:
    section = next(part for part in report.sections if part.id == change.section_id)
    if len(change.text) > MAX_SECTION:
        raise InputError(
            f"文件里“{section.label}{section.heading}”超过 {MAX_SECTION} 字，没有导回。",
            "请检查文件里的小标题是否被删掉了。",
        )
    heading = _heading(change.heading) if change.heading else None
    return Edit(section.id, change.text, section.version, heading)


def _heading(line: str) -> Heading:
    """A heading as printed, in its parts."""
    label = parse_label(line)
    words = (label.rest if label else line).strip()
    bare = words.rstrip("。；：:，")
    return Heading(label.label if label else "", bare, words[len(bare) :][:1])


def _as_edited(report: Report, edits: Sequence[Edit], made_by: str) -> Iterable[ReportSection]:
    """The sections as they would be saved."""
    by_id = {edit.section_id: edit for edit in edits}
    for section in report.sections:
        edit = by_id.get(section.id)
        if edit is None:
            continue
        changed = replace(section.with_text(edit.text), state="edited", made_by=made_by)
        if edit.heading is not None:
            head = edit.heading
            changed = replace(changed, label=head.label, heading=head.words, run_in=head.run_in)
        yield changed


def _printed(section: ReportSection) -> str:
    return section.label + section.heading.rstrip("。")


def _squeezed(text: str) -> list[str]:
    """Lines without blanks, empty ones left out: how two copies of a text are compared."""
    return [words for line in text.splitlines() if (words := "".join(line.split()))]
