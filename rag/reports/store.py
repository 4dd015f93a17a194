"""Reports, sections and versions in the database. Each save is a new version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Literal

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from rag.errors import ConflictError, NotFoundError
from rag.records import Citation, Report, ReportSection, SectionState, Trace, Version
from rag.reports.parts import Edit as Edit
from rag.reports.parts import Heading as Heading
from rag.reports.parts import NewReport as NewReport
from rag.reports.parts import NewSection as NewSection
from rag.reports.parts import PastSection as PastSection
from rag.reports.parts import trace_from, trace_json
from rag.store.engine import utc_now, writing
from rag.store.tables import ignored_findings, reports, sections, unfinished, versions

Note = Literal["draft", "edit", "revise", "restore", "interrupted", "word"]

_CONFLICT = "这一节刚被别人改过，您的修改尚未保存。"
STATES: Mapping[str, SectionState] = {"draft": "drafted", "interrupted": "interrupted"}


class ReportStore:
    """The queries on reports, sections and versions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, new: NewReport, parts: Sequence[NewSection]) -> Report:
        """Create a report with its sections in order."""
        with writing(self._engine) as connection:
            created = connection.execute(
                insert(reports).values(**asdict(new), created_at=utc_now())
            ).inserted_primary_key
            assert created is not None
            if parts:
                connection.execute(
                    insert(sections),
                    [
                        {"report_id": created[0], "ordinal": ordinal, **asdict(part)}
                        for ordinal, part in enumerate(parts)
                    ],
                )
        return self.get(created[0])

    def get(self, report_id: int) -> Report:
        """The report with each section's newest text. Raises NotFoundError."""
        with self._engine.connect() as connection:
            row = (
                connection.execute(select(reports).where(reports.c.id == report_id))
                .mappings()
                .first()
            )
            if row is None:
                raise NotFoundError(
                    f"没有编号为 {report_id} 的报告。", "可能已被删去，请重新查看报告列表。"
                )
            found = connection.execute(
                _newest().where(sections.c.report_id == report_id, sections.c.dropped.is_(False))
            )
            return Report(
                id=row["id"],
                title=row["title"],
                year=row["year"],
                fact_year=row["fact_year"],
                unit=row["unit"],
                like=row["like"],
                sections=tuple(_section(part) for part in found.mappings()),
                kind=row["kind"],
                length=row["length"],
            )

    def list_ids(self) -> tuple[int, ...]:
        """Ids of all reports, the newest first."""
        with self._engine.connect() as connection:
            return tuple(connection.scalars(select(reports.c.id).order_by(reports.c.id.desc())))

    def delete(self, report_id: int) -> None:
        """Delete a report with all its versions. Raises NotFoundError."""
        self.get(report_id)
        with writing(self._engine) as connection:
            connection.execute(delete(reports).where(reports.c.id == report_id))

    def section(self, section_id: int) -> ReportSection:
        """A section with its newest text. Raises NotFoundError."""
        with self._engine.connect() as connection:
            return self._section(connection, section_id)

    def past(self, section_id: int) -> PastSection:
        """Last year's section that this one follows."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(sections.c.past_heading, sections.c.past_text, sections.c.past_start).where(
                    sections.c.id == section_id
                )
            ).one()
        return PastSection(*row)

    def pasts(self, report_id: int) -> dict[int, PastSection]:
        """Last year's section for each of a report's, by the section's id."""
        query = select(
            sections.c.id, sections.c.past_heading, sections.c.past_text, sections.c.past_start
        ).where(sections.c.report_id == report_id)
        with self._engine.connect() as connection:
            return {row[0]: PastSection(*row[1:]) for row in connection.execute(query)}

    def cited_documents(self, report_id: int) -> frozenset[str]:
        """Ids of the documents that the report's sections cite in their newest versions."""
        query = (
            _newest()
            .add_columns(versions.c.citations)
            .where(sections.c.report_id == report_id, sections.c.dropped.is_(False))
        )
        with self._engine.connect() as connection:
            found = [row.citations or [] for row in connection.execute(query)]
        return frozenset(entry["document_id"] for entries in found for entry in entries)

    def save(
        self,
        section_id: int,
        text: str,
        *,
        made_by: str,
        note: Note,
        base_version: int | None = None,
        citations: Sequence[Citation] = (),
        trace: Trace | None = None,
    ) -> ReportSection:
        """Save a new version on top of ``base_version`` (None: on top of the newest).

        An unchanged text makes no new version. What was kept of an unfinished reply goes: it is
        in the new version, or given up. Raises ConflictError when another version was saved
        after ``base_version``.
        """
        with self._saving() as connection:
            current = self._section(connection, section_id)
            if base_version is not None and current.version != base_version:
                raise ConflictError(_CONFLICT)
            if current.version and current.text == text and note != "draft":
                return current
            cited = [asdict(citation) for citation in citations]
            _insert_version(connection, current, text, made_by, note, cited, trace)
            if note in ("draft", "interrupted"):
                connection.execute(delete(unfinished).where(unfinished.c.section_id == section_id))
        return self.section(section_id)

    def save_all(
        self, edits: Sequence[Edit], *, made_by: str, note: Note
    ) -> tuple[ReportSection, ...]:
        """Save new versions of several sections, all or none.

        A new heading makes a new version too, also where the text is the same. Citations stay
        with the text. Raises ConflictError when one of them was saved after its ``base_version``.
        """
        with self._saving() as connection:
            for edit in edits:
                current = self._section(connection, edit.section_id)
                if current.version != edit.base_version:
                    raise ConflictError(_CONFLICT)
                cited = _citations(connection, edit.section_id)
                _insert_version(connection, current, edit.text, made_by, note, cited)
                if edit.heading is not None:
                    connection.execute(
                        update(sections)
                        .where(sections.c.id == edit.section_id)
                        .values(
                            label=edit.heading.label,
                            heading=edit.heading.words,
                            run_in=edit.heading.run_in,
                        )
                    )
        return tuple(self.section(edit.section_id) for edit in edits)

    @contextmanager
    def _saving(self) -> Iterator[Connection]:
        """A transaction in which two that save the same version are a conflict."""
        try:
            with writing(self._engine) as connection:
                yield connection
        except IntegrityError as error:
            raise ConflictError(_CONFLICT) from error

    def versions(self, section_id: int) -> tuple[Version, ...]:
        """All versions of a section, the newest first."""
        query = (
            select(versions)
            .where(versions.c.section_id == section_id)
            .order_by(versions.c.number.desc())
        )
        with self._engine.connect() as connection:
            return tuple(
                Version(
                    number=row["number"],
                    text=row["text"],
                    made_by=row["made_by"],
                    made_at=row["made_at"],
                    note=row["note"],
                    trace=trace_from(row["trace"]),
                )
                for row in connection.execute(query).mappings()
            )

    def citations(self, section_id: int, number: int | None = None) -> tuple[Citation, ...]:
        """The citations stored with a version, by default the newest."""
        with self._engine.connect() as connection:
            stored = _citations(connection, section_id, number)
        return tuple(Citation(**entry) for entry in stored)

    def restore(self, section_id: int, number: int, *, made_by: str) -> ReportSection:
        """Save an earlier version's text and citations as the newest. Raises NotFoundError."""
        found = next((one for one in self.versions(section_id) if one.number == number), None)
        if found is None:
            raise NotFoundError(f"这一节没有第 {number} 版。")
        cited = self.citations(section_id, number)
        return self.save(section_id, found.text, made_by=made_by, note="restore", citations=cited)

    def ignore(self, section_id: int, kind: str, place: str, *, made_by: str) -> None:
        """Remember that a finding at a place is not to be shown again."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(ignored_findings).values(
                    section_id=section_id,
                    kind=kind,
                    place=place,
                    made_by=made_by,
                    made_at=utc_now(),
                )
            )

    def ignored(self, section_id: int) -> frozenset[tuple[str, str]]:
        """Kinds and places of the findings to leave out."""
        query = select(ignored_findings.c.kind, ignored_findings.c.place).where(
            ignored_findings.c.section_id == section_id
        )
        with self._engine.connect() as connection:
            return frozenset((kind, place) for kind, place in connection.execute(query))

    def _section(self, connection: Connection, section_id: int) -> ReportSection:
        row = connection.execute(_newest().where(sections.c.id == section_id)).mappings().first()
        if row is None:
            raise NotFoundError(
                f"没有编号为 {section_id} 的章节。", "可能已被删去，请重新打开报告查看。"
            )
        return _section(row)


def _insert_version(
    connection: Connection,
    current: ReportSection,
    text: str,
    made_by: str,
    note: Note,
    citations: list[dict[str, Any]],
    trace: Trace | None = None,
) -> None:
    connection.execute(
        insert(versions).values(
            section_id=current.id,
            number=current.version + 1,
            text=text,
            made_by=made_by,
            note=note,
            citations=citations,
            made_at=utc_now(),
            trace=trace_json(trace),
        )
    )


def _citations(
    connection: Connection, section_id: int, number: int | None = None
) -> list[dict[str, Any]]:
    query = select(versions.c.citations).where(versions.c.section_id == section_id)
    if number is not None:
        query = query.where(versions.c.number == number)
    return connection.scalar(query.order_by(versions.c.number.desc()).limit(1)) or []


def _newest() -> Any:
    last = (
        select(versions.c.section_id, func.max(versions.c.number).label("number"))
        .group_by(versions.c.section_id)
        .subquery()
    )
    return (
        select(
            sections.c.id,
            sections.c.level,
            sections.c.label,
            sections.c.heading,
            sections.c.run_in,
            sections.c.length,
            sections.c.locked,
            versions.c.text,
            versions.c.number,
            versions.c.made_by,
            versions.c.note,
        )
        .outerjoin(last, last.c.section_id == sections.c.id)
        .outerjoin(
            versions,
            (versions.c.section_id == sections.c.id) & (versions.c.number == last.c.number),
        )
        .order_by(sections.c.ordinal, sections.c.id)
    )


def _section(row: RowMapping) -> ReportSection:
    number = row["number"] or 0
    return ReportSection(
        id=row["id"],
        level=row["level"],
        label=row["label"],
        heading=row["heading"],
        text=row["text"] or "",
        version=number,
        state=STATES.get(row["note"], "edited") if number else "empty",
        made_by=row["made_by"] or "",
        run_in=row["run_in"],
        length=row["length"],
        locked=tuple(row["locked"]),
    )
