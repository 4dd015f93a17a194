"""Questions asked and their answers, by person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select

from rag.records import Answer
from rag.store.engine import utc_now
from rag.store.tables import questions


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the answer it got. ``asked_at`` is UTC."""

    id: int
    question: str
    answer: str
    refused: bool
    asked_at: datetime


class QuestionStore:
    """The table of questions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, question: str, answer: Answer, asked_by: str) -> None:
        """Keep a question with its whole answer."""
        row = {
            "asked_by": asked_by,
            "question": question,
            "answer": asdict(answer),
            "asked_at": utc_now(),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(questions).values(row))

    def newest(self, asked_by: str, limit: int) -> tuple[Asked, ...]:
        """A person's questions, the newest first."""
        query = (
            select(questions)
            .where(questions.c.asked_by == asked_by)
            .order_by(questions.c.id.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return tuple(
                Asked(
                    row["id"],
                    row["question"],
                    row["answer"]["text"],
                    row["answer"]["refused"],
                    row["asked_at"],
                )
                for row in connection.execute(query).mappings()
            )
