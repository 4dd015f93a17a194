"""Questions asked and their answers, by person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, insert, select

from rag.errors import NotFoundError
from rag.records import Answer, AnswerFigure, AnswerSeries, Citation
from rag.store.engine import utc_now, writing
from rag.store.tables import questions


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the answer it got. ``asked_at`` is UTC."""

    id: int
    question: str
    answer: Answer
    asked_at: datetime


class QuestionStore:
    """The table of questions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, question: str, answer: Answer, asked_by: str) -> int:
        """Keep a question with its whole answer; returns its id."""
        row = {
            "asked_by": asked_by,
            "question": question,
            "answer": asdict(answer),
            "asked_at": utc_now(),
        }
        with writing(self._engine) as connection:
            made = connection.execute(insert(questions).values(row))
        key = made.inserted_primary_key
        assert key is not None  # every dialect used here returns it
        return int(key[0])

    def get(self, question_id: int, asked_by: str) -> Asked:
        """One question of a person. Raises NotFoundError, also for another person's."""
        query = select(questions).where(
            questions.c.id == question_id, questions.c.asked_by == asked_by
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise NotFoundError("没有这个问题的记录。", "请重新提问，写明年份和指标。")
        return _asked(row)

    def newest(self, asked_by: str, limit: int) -> tuple[Asked, ...]:
        """A person's questions, the newest first."""
        query = (
            select(questions)
            .where(questions.c.asked_by == asked_by)
            .order_by(questions.c.id.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return tuple(_asked(row) for row in connection.execute(query).mappings())


def _asked(row: RowMapping) -> Asked:
    """A row as a record; answers kept by earlier versions lack the newer fields."""
    kept = row["answer"]
    series = kept.get("series")
    answer = Answer(
        text=kept["text"],
        refused=kept["refused"],
        citations=tuple(Citation(**cited) for cited in kept.get("citations", ())),
        figures=tuple(AnswerFigure(**figure) for figure in kept.get("figures", ())),
        made_by=kept.get("made_by", ""),
        notices=tuple(kept.get("notices", ())),
        series=_series(series) if series else None,
        understood=kept.get("understood", ""),
        question_id=row["id"],
    )
    return Asked(row["id"], row["question"], answer, row["asked_at"])


def _series(kept: Mapping[str, Any]) -> AnswerSeries:
    points = tuple((int(year), float(value)) for year, value in kept["points"])
    return AnswerSeries(kept["indicator"], kept["unit"], points)
