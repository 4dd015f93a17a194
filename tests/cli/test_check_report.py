"""Checks of a report in progress: switched off, and ignored at one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Zhubi

TEXT = "恳请上级给予支持。开展主题党日246场。"


@pytest.fixture
def section(zhubi: Zhubi, started: int, tmp_path: Path) -> int:
    """A section that holds a request and a wrong number."""
    zhubi("ledger", "set", "主题党日", "264场", "--year", 2024)
    number = int(zhubi("report", "show", started).data["sections"][2]["id"])
    write(zhubi, started, number, tmp_path, TEXT)
    return number


def write(zhubi: Zhubi, report: int, section: int, folder: Path, text: str) -> None:
    file = folder / "正文.txt"
    file.write_text(text, encoding="utf-8")
    assert zhubi("edit", report, section, "--text-file", file).code == 0


def findings(zhubi: Zhubi, report: int, section: int, *options: str) -> list[dict[str, Any]]:
    data = zhubi("check", report, *options).data
    return [f for f in data["findings"] if f["section"] == section and f["kind"] != "overlap"]


def kinds(zhubi: Zhubi, report: int, section: int, *options: str) -> list[str]:
    return [finding["kind"] for finding in findings(zhubi, report, section, *options)]


def test_each_check_of_a_report_can_be_left_out(zhubi: Zhubi, started: int, section: int) -> None:
    assert kinds(zhubi, started, section) == ["wording", "numbers"]
    assert kinds(zhubi, started, section, "--off", "wording") == ["numbers"]
    assert kinds(zhubi, started, section, "--off", "wording", "--off", "numbers") == []


def test_a_report_is_checked_by_the_ledger_and_files_given_besides_are_told_of(
    zhubi: Zhubi, started: int, section: int, tmp_path: Path
) -> None:
    sheet = tmp_path / "数据.xlsx"
    assert zhubi("check", started, "--figures", sheet).code == 2
    sheet.touch()
    ran = zhubi("check", started, "--figures", sheet)
    assert "没有用上" in ran.err
    assert ran.data == zhubi("check", started).data


def test_the_settings_switch_a_check_of_reports_off(
    zhubi: Zhubi, home: Path, started: int, section: int
) -> None:
    settings = home / "zhubi.toml"
    settings.write_text('embedding = "none"\nchecks_off = ["numbers"]\n', encoding="utf-8")
    assert kinds(zhubi, started, section) == ["wording"]


def test_a_place_ignored_once_stays_ignored_while_its_sentence_reads_the_same(
    zhubi: Zhubi, started: int, section: int, tmp_path: Path
) -> None:
    (request, _) = findings(zhubi, started, section)
    ignored = zhubi("ignore", started, section, request["start"]).data
    assert [finding["message"] for finding in ignored] == [request["message"]]
    assert kinds(zhubi, started, section) == ["numbers"]
    write(zhubi, started, section, tmp_path, f"新写一句放在最前面。{TEXT}")
    assert kinds(zhubi, started, section) == ["numbers"]
    write(zhubi, started, section, tmp_path, f"为此{TEXT}")
    assert kinds(zhubi, started, section) == ["wording", "numbers"]


def test_a_number_ignored_as_unknown_is_shown_when_it_contradicts(
    zhubi: Zhubi, started: int, section: int, tmp_path: Path
) -> None:
    write(zhubi, started, section, tmp_path, "慰问困难家庭87户。")
    (unknown,) = findings(zhubi, started, section)
    zhubi("ignore", started, section, unknown["start"])
    assert findings(zhubi, started, section) == []
    zhubi("ledger", "set", "慰问困难家庭", "78户", "--year", 2024)
    (wrong,) = findings(zhubi, started, section)
    assert wrong["severity"] == "error"


def test_a_place_without_a_finding_cannot_be_ignored(
    zhubi: Zhubi, started: int, section: int
) -> None:
    assert zhubi("ignore", started, section, 9999).code == 2
