"""What became of the promises of last year's plan, as a person notes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Engine, insert, select

from rag.errors import InputError
from rag.store.engine import utc_now, writing
from rag.store.tables import promise_states

PromiseState = Literal["done", "doing", "undone", "dropped"]
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """What a person noted about a promise, and when (UTC). ``state`` None: nothing yet."""

    state: PromiseState | None
    note: str = ""
    made_by: str = ""
    made_at: datetime | None = None


class PromiseStore:
    """The queries on promises. States are only ever added: the newest one counts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, report_id: int) -> dict[str, Fulfilment]:
        """The newest state of each promise of a report that has one."""
        table = promise_states
        query = select(table).where(table.c.report_id == report_id).order_by(table.c.id)
        with self._engine.connect() as connection:
            return {
                r["promise"]: Fulfilment(
                    r["state"] if r["state"] in get_args(PromiseState) else None,
                    r["note"],
                    r["made_by"],
                    r["made_at"],
                )
                for r in connection.execute(query).mappings()
            }

    def note(
        self, report_id: int, promise: str, state: str, *, note: str = "", made_by: str = ""
    ) -> None:
        """Note what became of a promise; an empty state takes it back. Raises InputError."""
        if state and state not in get_args(PromiseState):
            raise InputError(f"没有“{state}”这种落实情况。")
        if len(note) > LONGEST_NOTE:
            raise InputError(f"说明最多 {LONGEST_NOTE} 字。", "请写得简短一些。")
        values = {"report_id": report_id, "promise": promise, "state": state, "note": note.strip()}
        with writing(self._engine) as connection:
            connection.execute(
                insert(promise_states).values(**values, made_by=made_by[:100], made_at=utc_now())
            )
