"""Doubtful names in the ledger: who is asked about, what is accepted, and that values stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag import errors
from rag.desk.desk import Desk
from rag.settings import Settings
from tests.writing.scripted import Script

PAST = """云水镇2023年工作报告
一、产业发展
深化支部领办合作社，农产品直播间建设提速，数量达到11个。开展集中学习12次。
"""


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(settings)
    past = tmp_path / "云水镇2023年工作报告.txt"
    past.write_text(PAST, encoding="utf-8")
    opened.index([past])
    opened.new_report(year=2024)
    yield opened
    opened.close()


def test_only_rows_whose_name_was_guessed_are_asked_about(desk: Desk) -> None:
    (one,) = desk.unsure_names()
    assert one.indicator not in ("集中学习", "开展集中学习")
    assert one.sentence[one.start : one.end] == "11个"


def test_an_accepted_name_keeps_the_values_and_the_old_name_still_means_the_row(
    desk: Desk,
) -> None:
    before = {row.id: dict(row.values) for row in desk.ledger()}
    vars(desk)["model"] = Script("1：农产品直播间").model()
    (one,) = desk.propose_names()
    assert {row.id: dict(row.values) for row in desk.ledger()} == before, "nothing yet"
    (row,) = desk.accept_names((one,), made_by="王芳")
    assert row.indicator == "农产品直播间"
    assert {row.id: dict(row.values) for row in desk.ledger()} == before
    assert desk.row(one.indicator).id == row.id
    assert desk.unsure_names() == ()


def test_a_name_another_row_has_or_a_row_renamed_meanwhile_is_refused(desk: Desk) -> None:
    vars(desk)["model"] = Script("1：农产品直播间").model()
    (one,) = desk.propose_names()
    taken = next(row.indicator for row in desk.ledger() if row.id != one.row_id)
    with pytest.raises(errors.InputError, match="已有"):
        desk.accept_names((replace(one, proposed=taken),))
    desk.accept_names((one,))
    with pytest.raises(errors.ConflictError):
        desk.accept_names((one,))


def test_without_a_model_it_is_said_what_to_do(desk: Desk) -> None:
    with pytest.raises(errors.ModelNotConfiguredError) as caught:
        desk.propose_names()
    assert "台账" in caught.value.hint


def test_an_unknown_document_is_told(desk: Desk) -> None:
    with pytest.raises(errors.NotFoundError):
        desk.unsure_names("没有")
