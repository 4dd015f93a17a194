"""The outline of a report in progress: sections added, renamed, moved, dropped and brought back.

Dropped sections keep their versions. Labels are counted anew in the style they had.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Engine, select

from rag.errors import InputError, NotFoundError
from rag.records import ReportSection
from rag.reports.parts import NewSection
from rag.reports.store import ReportStore
from rag.store.engine import writing
from rag.store.tables import reports, sections, unfinished
from rag.text.chinese_numbers import format_chinese

_NUMBER: Final = re.compile(r"[一二三四五六七八九十百]+|\d+")
_PLAIN_LABELS: Final = {1: "一、", 2: "（一）", 3: "1.", 4: "（1）"}
_LONGEST_HEADING: Final = 200


class OutlineStore(ReportStore):
    """The report store with what changes an outline.

    ``owner`` is the replica's name, "" where only one process uses the database.
    """

    def __init__(self, engine: Engine, owner: str = "") -> None:
        super().__init__(engine)
        self._owner = owner

    def add_section(self, report_id: int, after: int | None, part: NewSection) -> int:
        """Add a section behind another (None: at the end); the id of the new one.

        Raises NotFoundError, InputError for a heading that is empty or too long.
        """
        order = self._order(report_id)
        place = len(order) if after is None else _place(order, after) + 1
        words = _heading(part.heading)
        with writing(self._engine) as connection:
            created = connection.execute(
                sections.insert().values(
                    report_id=report_id,
                    ordinal=0,
                    level=part.level,
                    label=part.label or _PLAIN_LABELS.get(part.level, ""),
                    heading=words,
                    past_heading=part.past_heading,
                    past_text=part.past_text,
                    past_start=part.past_start,
                    run_in=part.run_in,
                    length=part.length,
                )
            ).inserted_primary_key
        assert created is not None
        new_id = int(created[0])
        ids = [section.id for section in order]
        self._arrange(report_id, [*ids[:place], new_id, *ids[place:]])
        return new_id

    def rename_section(self, report_id: int, section_id: int, heading: str) -> None:
        """Give a section another heading; its label stays. Raises NotFoundError, InputError."""
        _place(self._order(report_id), section_id)
        self._set(section_id, heading=_heading(heading))

    def move_section(self, report_id: int, section_id: int, steps: int) -> None:
        """Move a section with all below it over ``steps`` neighbours, up when negative.

        A section stays under the heading it stands under. Raises NotFoundError.
        """
        order = list(self._order(report_id))
        for _ in range(abs(steps)):
            order = _moved(order, section_id, down=steps > 0)
        _place(order, section_id)
        self._arrange(report_id, [section.id for section in order])

    def drop_section(self, report_id: int, section_id: int) -> tuple[int, ...]:
        """Take a section and those below it out of the report; their ids.

        Raises NotFoundError, InputError for the last section.
        """
        order = self._order(report_id)
        start, end = _branch(order, _place(order, section_id))
        if end - start == len(order):
            raise InputError("这是最后一节，不能删去。", "不要这份报告时，请在第一步删除它。")
        gone = tuple(section.id for section in order[start:end])
        for one in gone:
            self._set(one, dropped=True)
        self._arrange(report_id, [section.id for section in (*order[:start], *order[end:])])
        return gone

    def dropped(self, report_id: int) -> tuple[ReportSection, ...]:
        """The sections dropped, each with its newest text."""
        with self._engine.connect() as connection:
            query = sections.select().where(
                sections.c.report_id == report_id, sections.c.dropped.is_(True)
            )
            ids = [row.id for row in connection.execute(query.order_by(sections.c.ordinal))]
        return tuple(self.section(one) for one in ids)

    def restore_section(self, report_id: int, section_id: int) -> None:
        """Bring a dropped section back where it stood. Raises NotFoundError."""
        if section_id not in {section.id for section in self.dropped(report_id)}:
            raise NotFoundError(f"报告 {report_id} 里没有删去过编号为 {section_id} 的章节。")
        ids = [section.id for section in self._order(report_id)]
        query = select(sections.c.ordinal).where(sections.c.id == section_id)
        with self._engine.connect() as connection:
            # What followed it has moved up to its place meanwhile.
            place = connection.execute(query).scalar_one()
        self._set(section_id, dropped=False)
        self._arrange(report_id, [*ids[:place], section_id, *ids[place:]])

    def set_length(self, section_id: int, length: int) -> None:
        """How many characters a section should have; 0 takes the aim away."""
        self._set(section_id, length=length)

    def set_report_length(self, report_id: int, length: int) -> None:
        """How many characters the report should have in all."""
        with writing(self._engine) as connection:
            connection.execute(
                reports.update().where(reports.c.id == report_id).values(length=length)
            )

    def set_locked(self, section_id: int, sentences: Sequence[str]) -> None:
        """The sentences of a section that only a person may change."""
        self._set(section_id, locked=list(sentences))

    def keep_unfinished(self, section_id: int, text: str, made_by: str) -> None:
        """Keep what a model has written of a section so far."""
        with writing(self._engine) as connection:
            connection.execute(unfinished.delete().where(unfinished.c.section_id == section_id))
            connection.execute(
                unfinished.insert().values(
                    section_id=section_id, text=text, made_by=made_by, owner=self._owner
                )
            )

    def unfinished(self, section_id: int) -> str:
        """What a model has written of a section so far."""
        query = unfinished.select().where(unfinished.c.section_id == section_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return "" if row is None else str(row.text)

    def owners(self) -> frozenset[str]:
        """The replicas that are writing something or were ended while they did."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(select(unfinished.c.owner)))

    def recover(self, owner: str) -> int:
        """Make a version “interrupted” of every reply that an ended process left; how many.

        ``owner`` is that process; "" is whoever had the home before the one that has it now.
        """
        with self._engine.connect() as connection:
            left = connection.execute(select(unfinished).where(unfinished.c.owner == owner)).all()
        for row in left:
            self.save(row.section_id, row.text, made_by=row.made_by, note="interrupted")
        return len(left)

    def _order(self, report_id: int) -> tuple[ReportSection, ...]:
        return self.get(report_id).sections

    def _set(self, section_id: int, **values: object) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                sections.update().where(sections.c.id == section_id).values(**values)
            )

    def _arrange(self, report_id: int, ids: Sequence[int]) -> None:
        """Number the sections in this order and count their labels anew.

        Dropped sections keep their ordinal, so that they come back near where they stood.
        """
        parts = {section.id: section for section in self._order(report_id)}
        ordered = [parts[one] for one in ids]
        labels = relabelled([(part.level, part.label) for part in ordered])
        with writing(self._engine) as connection:
            for ordinal, (part, label) in enumerate(zip(ordered, labels, strict=True)):
                connection.execute(
                    sections.update()
                    .where(sections.c.id == part.id)
                    .values(ordinal=ordinal, label=label)
                )


def relabelled(parts: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Labels counted anew in order: each level starts again under the next higher one.

    ``parts`` are levels with the labels as they are; a label without a number stays.
    """
    counts: dict[int, int] = {}
    labels = []
    for level, label in parts:
        counts = {known: count for known, count in counts.items() if known <= level}
        number = _NUMBER.search(label)
        if number is None:
            labels.append(label)
            continue
        counts[level] = counts.get(level, 0) + 1
        written = str(counts[level])
        if not number.group().isdigit():
            written = format_chinese(counts[level])
        labels.append(label[: number.start()] + written + label[number.end() :])
    return tuple(labels)


def _heading(words: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise InputError("标题不能空着。")
    if len(words) > _LONGEST_HEADING:
        raise InputError(f"标题超过 {_LONGEST_HEADING} 字。", "请把内容写进正文。")
    return words


def _place(order: Sequence[ReportSection], section_id: int) -> int:
    for place, section in enumerate(order):
        if section.id == section_id:
            return place
    raise NotFoundError(
        f"报告里没有编号为 {section_id} 的章节。", "可能已被删去，请重新打开报告查看。"
    )


def _branch(order: Sequence[ReportSection], place: int) -> tuple[int, int]:
    """Where a section and those below it begin and end; the opening has none below it."""
    level, end = order[place].level, place + 1
    while level and end < len(order) and order[end].level > level:
        end += 1
    return place, end


def _moved(order: list[ReportSection], section_id: int, *, down: bool) -> list[ReportSection]:
    """The order with a branch exchanged for its neighbour of the same level."""
    start, end = _branch(order, _place(order, section_id))
    level = order[start].level
    if down:
        if end == len(order) or order[end].level != level:
            return order
        _, stop = _branch(order, end)
        return [*order[:start], *order[end:stop], *order[start:end], *order[stop:]]
    before = start - 1
    while before >= 0 and order[before].level > level:
        before -= 1
    if before < 0 or order[before].level != level:
        return order
    return [*order[:before], *order[start:end], *order[before:start], *order[end:]]
