"""Hiding an office's latest report, drafting it, and comparing."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.desk.office import evaluate_office, rouge_l
from rag.errors import NotFoundError
from rag.settings import Settings

BEFORE = """云水镇2023年工作报告
一、主要做法和成效
全年开展集中学习12次，举办主题党日264场。
二、下一步打算
力争明年发展党员20名。
"""
HIDDEN = """云水镇2024年工作报告
一、主要做法和成效
全年开展集中学习15次，举办主题党日290场。
二、下一步打算
力争明年发展党员22名。
"""


def test_the_hidden_year_is_drafted_from_the_year_before(
    settings: Settings, tmp_path: Path
) -> None:
    office = tmp_path / "office"
    office.mkdir()
    (office / "2023年报告.txt").write_text(BEFORE, encoding="utf-8")
    (office / "2024年报告.txt").write_text(HIDDEN, encoding="utf-8")
    (office / "合影.png").write_bytes(b"no text")
    (score,) = evaluate_office(office, settings)
    assert (score.way, score.year, score.left) == ("按规则", 2024, 0)
    assert score.entered >= 2
    assert score.coverage == 1
    assert score.headings == 1
    assert 0.5 < score.rouge_l < 1
    assert score.usage.prompt_tokens == 0


def test_one_year_alone_cannot_be_measured(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "2023年报告.txt").write_text(BEFORE, encoding="utf-8")
    with pytest.raises(NotFoundError, match="两个年份"):
        list(evaluate_office(tmp_path, settings))


def test_rouge_l_is_that_of_the_longest_common_subsequence() -> None:
    assert rouge_l("甲乙丙丁", "甲乙 丙丁") == 1
    assert rouge_l("甲乙丙丁", "甲丙戊") == pytest.approx(4 / 7)
    assert rouge_l("", "甲") == 0
