"""Names in the ledger: two names for one indicator, and better names that a model proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rag.desk.desk import Desk
from rag.desk.views import NameMatch
from rag.figures.entry import shown
from rag.records import LedgerValue
from rag.web.edge import Payload, Reply, Served, person, served
from rag.writing.indicator_names import NameProposal

SHOWN = 4
"""Years of each side, the newest first."""


def side_json(values: Mapping[int, LedgerValue]) -> list[dict[str, Any]]:
    """The newest values of one side with the sentence or sheet each comes from."""
    newest = sorted(values.items(), reverse=True)[:SHOWN]
    return [{"year": y, "text": shown(v), "source": v.source} for y, v in newest]


def match_json(match: NameMatch) -> dict[str, Any]:
    """Two names side by side."""
    return {
        "name": match.name,
        "indicator": match.indicator,
        "unit": match.unit,
        "under": side_json(match.under),
        "known": side_json(match.known),
    }


def same_name_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions on names that were taken for one indicator."""

    @served
    def waiting_names(payload: Payload) -> Reply:
        return {"matches": [match_json(match) for match in desk.waiting_names()]}

    @served
    def confirm_name(payload: Payload) -> Reply:
        name, indicator = str(payload["name"]), str(payload["indicator"])
        return {"indicator": desk.confirm_alias(name, indicator, made_by=person(payload)).indicator}

    @served
    def reject_name(payload: Payload) -> Reply:
        row = desk.reject_alias(str(payload["name"]), made_by=person(payload))
        return {"indicator": row.indicator}

    @served
    def reopen_name(payload: Payload) -> Reply:
        name, indicator = str(payload["name"]), str(payload["indicator"])
        return {"indicator": desk.reopen_alias(name, indicator, made_by=person(payload)).indicator}

    return waiting_names, confirm_name, reject_name, reopen_name


def proposal_from(data: Mapping[str, Any]) -> NameProposal:
    """The proposal a script sends back."""
    return NameProposal(
        row_id=int(data["row_id"]),
        indicator=str(data["indicator"]),
        proposed=str(data["proposed"]),
        unit=str(data["unit"]),
        sentence=str(data["sentence"]),
        heading=str(data["heading"]),
    )


def proposal_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions on names that a model proposes."""

    @served
    def propose_names(payload: Payload) -> Reply:
        return {"proposals": [asdict(one) for one in desk.propose_names()]}

    @served
    def accept_name(payload: Payload) -> Reply:
        accepted = [proposal_from(payload["proposal"])]
        rows = desk.accept_names(accepted, made_by=person(payload))
        return {"indicator": rows[0].indicator}

    return propose_names, accept_name
