"""The history of a section: what was saved when and by whom, compared, merged, and how made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from rag.desk.reports import ReportDesk
from rag.desk.views import Proposal, ProposalChange
from rag.errors import NotFoundError
from rag.records import Trace, Version
from rag.writing.sentencediff import Change, sentence_diff

ONE_SITTING = timedelta(minutes=5)
"""Saves of one person's edits that follow one another as closely count as one in the list."""


@dataclass(frozen=True, slots=True)
class VersionGroup:
    """A version as the list shows it, with the numbers of the autosaves folded into it."""

    newest: Version
    folded: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """How a section's text was made: the version made, and what was done to it since.

    ``passages`` are the passages offered, in words; ``since`` are the later versions.
    """

    version: Version
    trace: Trace
    passages: tuple[str, ...]
    since: tuple[VersionGroup, ...]


class VersionsDesk(ReportDesk):
    """Versions listed, compared and merged."""

    def version_groups(self, section_id: int) -> tuple[VersionGroup, ...]:
        """The versions for a list, the newest first, autosaves of one sitting folded."""
        return tuple(_folded(self.versions(section_id)))

    def compare_versions(self, section_id: int, a: int, b: int) -> tuple[ProposalChange, ...]:
        """What changed from version ``a`` to version ``b``, sentence by sentence.

        Version 0 is the empty section. Raises NotFoundError.
        """
        old, new = self._version_text(section_id, a), self._version_text(section_id, b)
        return _changes(sentence_diff(old, new))

    def merge(self, section_id: int, mine: str, base_version: int) -> Proposal:
        """Two people's texts as one proposal: mine against what was saved first.

        ``base_version`` is the version mine began with. What I changed is ticked; what only the
        other changed is not, so that it stays; what both changed is told in a notice.
        """
        saved = self.store.section(section_id)
        base = self._version_text(section_id, base_version)
        diff = sentence_diff(saved.text, mine)
        changes = tuple(
            replace(change, kept=change.kept and _mine(change, base)) for change in _changes(diff)
        )
        both = [
            change
            for change in changes
            if change.kept and change.old.strip() and change.old.strip() not in base
        ]
        notice = (f"有 {len(both)} 处两人都改过，请逐处选定。",) if both else ()
        return Proposal(
            section_id=section_id,
            base_version=saved.version,
            old=saved.text,
            new=mine,
            made_by="",
            changes=changes,
            notices=notice,
        )

    def origin(self, report_id: int, section_id: int, number: int | None = None) -> Origin | None:
        """How the text of a version (None: the newest) was made; None when by hand alone.

        Raises NotFoundError.
        """
        self.section(report_id, section_id)
        groups = [
            group
            for group in self.version_groups(section_id)
            if number is None or group.newest.number <= number
        ]
        for place, group in enumerate(groups):
            trace = group.newest.trace
            if trace is not None:
                return Origin(
                    group.newest, trace, self._passage_names(trace), tuple(groups[:place])
                )
        return None

    def _passage_names(self, trace: Trace) -> tuple[str, ...]:
        known = self.catalog.passages_by_id(trace.passages)
        return tuple(
            f"《{known[one].document_title}》{' › '.join(known[one].section_path)}"
            if one in known
            else f"{one}（文件已移除）"
            for one in trace.passages
        )

    def _version_text(self, section_id: int, number: int) -> str:
        if number == 0:
            return ""
        for version in self.versions(section_id):
            if version.number == number:
                return version.text
        raise NotFoundError(f"这一节没有第 {number} 版。", "请重新打开历史版本查看。")


def _folded(versions: Iterable[Version]) -> Iterable[VersionGroup]:
    group: list[Version] = []
    for version in versions:
        if group and not _one_sitting(group[-1], version):
            yield _group(group)
            group = []
        group.append(version)
    if group:
        yield _group(group)


def _one_sitting(later: Version, earlier: Version) -> bool:
    return (
        later.note == earlier.note == "edit"
        and later.made_by == earlier.made_by
        and later.made_at - earlier.made_at <= ONE_SITTING
    )


def _group(versions: list[Version]) -> VersionGroup:
    return VersionGroup(versions[0], tuple(version.number for version in versions[1:]))


def _changes(diff: Iterable[Change]) -> tuple[ProposalChange, ...]:
    return tuple(ProposalChange(one.old, one.new, kept=one.kind != "keep") for one in diff)


def _mine(change: ProposalChange, base: str) -> bool:
    """Whether I made this change; else the other changed or added what I left as it was."""
    if not change.new.strip():
        return change.old.strip() in base
    return change.new.strip() not in base
