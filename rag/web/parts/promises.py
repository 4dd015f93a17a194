"""承诺清单: what last year's report promised, and what became of it."""

from __future__ import annotations

from typing import Any, Final

from rag.desk.desk import Desk
from rag.desk.views import Promise
from rag.reports.promises import PromiseState
from rag.web.edge import Payload, Reply, Served, person, served

PROMISE_STATES: Final[dict[PromiseState, str]] = {
    "done": "已完成",
    "doing": "正在推进",
    "undone": "未完成",
    "dropped": "不再实施",
}


def promise_json(promise: Promise) -> dict[str, Any]:
    """A promise with its state and the sentence of the draft that tells of it."""
    noted, told = promise.noted, promise.told
    return {
        "section": promise.section,
        "text": promise.text,
        "state": (noted.state or "") if noted else "",
        "note": noted.note if noted else "",
        "by": noted.made_by if noted else "",
        "told": {"section": told.section or "开头", "text": told.text} if told else None,
    }


def promise_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions for assets/promises.js."""

    @served
    def list_promises(payload: Payload) -> Reply:
        promises = desk.promise_list(int(payload["report"]))
        return {
            "promises": [promise_json(one) for one in promises],
            "states": [["", "未填写"], *([key, name] for key, name in PROMISE_STATES.items())],
        }

    @served
    def note_promise(payload: Payload) -> Reply:
        noted = desk.note_promise(
            int(payload["report"]),
            str(payload["promise"]),
            str(payload["state"]),
            note=str(payload["note"]),
            made_by=person(payload),
        )
        return {"promise": promise_json(noted)}

    return list_promises, note_promise
