"""Linking on a ledger and drafts of our own: changes are caught, other wordings pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.figures.entry import enter
from rag.figures.link import link
from rag.records import PROVED, LedgerRow

FILE = Path(__file__).parent.parent / "data" / "blind_links.tsv"
RECORDS = [
    line.split("\t")
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
DRAFTS = {fields[1]: fields[2] for fields in RECORDS if fields[0] == "draft"}


def ledger() -> tuple[LedgerRow, ...]:
    rows = []
    for kind, *fields in RECORDS:
        if kind == "row":
            name, unit, before, now = fields
            values = {2023: enter(before, unit).value, 2024: enter(now, unit).value}
            rows.append(LedgerRow(name, unit, "", values))
    return tuple(rows)


ROWS = ledger()


def unproved(text: str) -> list[str]:
    found = link(text, ROWS, 2024)
    return [f"{one.text} {one.status}" for one in found if one.status not in PROVED]


def changed(kind: str) -> list[tuple[str, str, str]]:
    return [(fields[1], fields[2], fields[3]) for fields in RECORDS if fields[0] == kind]


def test_more_than_sixty_changes_are_tried() -> None:
    assert sum(fields[0] in {"wrong", "same"} for fields in RECORDS) > 60


@pytest.mark.parametrize("text", DRAFTS.values(), ids=DRAFTS)
def test_true_drafts_are_proved(text: str) -> None:
    assert unproved(text) == []


@pytest.mark.parametrize(("draft", "old", "new"), changed("wrong"))
def test_each_change_is_caught(draft: str, old: str, new: str) -> None:
    assert old in DRAFTS[draft]
    assert unproved(DRAFTS[draft].replace(old, new, 1)) != []


@pytest.mark.parametrize(("draft", "old", "new"), changed("same"))
def test_each_other_wording_of_the_same_value_passes(draft: str, old: str, new: str) -> None:
    assert old in DRAFTS[draft]
    assert unproved(DRAFTS[draft].replace(old, new, 1)) == []
