from __future__ import annotations

import json
from pathlib import Path

from rag.figures.evaluate import score_gold

TEXT = "2024年开展培训12次，同比增长5%，落实三会一课，走访3户。"
HEAD = "start\tsurface\tvalue\tunit\tapprox\tindicator\tkey\tdirection\tfact_year\tstatus\n"
TRAINING = "0\t12次\t12\t次\t\t培训次数\t培训\t\t2024\tactual\n"
GROWTH = "0\t5%\t5\t%\t\t培训增长\t培训\tup\t2024\tactual\n"
VISIT = "0\t3户\t3\t户\t\t走访户数\t走访\t\t2024\tactual\n"


def folders(tmp_path: Path, rows: str, traps: str = "") -> tuple[Path, Path]:
    gold, reports = tmp_path / "gold", tmp_path / "reports"
    (reports / "grassroots").mkdir(parents=True)
    gold.mkdir()
    record = json.dumps({"id": "A1", "text": TEXT, "year": 2024}, ensure_ascii=False)
    (reports / "grassroots" / "excerpts.jsonl").write_text(record, encoding="utf-8")
    (gold / "A1.tsv").write_text(HEAD + rows, encoding="utf-8")
    (gold / "traps.tsv").write_text("id\tstart\tsurface\twhy\n" + traps, encoding="utf-8")
    return gold, reports


def test_everything_right_scores_one(tmp_path: Path) -> None:
    rows = "".join(
        row.replace(row.split("\t")[0], str(TEXT.index(row.split("\t")[1])), 1)
        for row in (TRAINING, GROWTH, VISIT)
    )
    trap = f"A1\t{TEXT.index('三会')}\t三会一课\tfixed\n"
    score = score_gold(*folders(tmp_path, rows, trap))
    assert (score.f1_value, score.f1_full, score.trap_rate, score.n) == (1.0, 1.0, 0.0, 3)
    assert score.mistakes == ()


def test_wrong_values_names_and_years_are_counted_and_named(tmp_path: Path) -> None:
    start = TEXT.index("12次")
    rows = (
        f"{start}\t12次\t12\t次\t\t会议\t会议\t\t2023\tactual\n"
        f"{TEXT.index('5%')}\t5%\t6\t%\t\t培训增长\t培训\tup\t2024\tactual\n"
    )
    score = score_gold(*folders(tmp_path, rows))
    assert score.f1_value == 2 * 1 / (3 + 2)
    assert score.f1_full == 0.0
    assert {mistake.split()[2] for mistake in score.mistakes} == {"指标", "年", "值", "多"}


def test_a_trap_taken_for_a_figure_is_counted(tmp_path: Path) -> None:
    trap = f"A1\t{TEXT.index('3户')}\t3户\tinvented\n"
    assert score_gold(*folders(tmp_path, "", trap)).trap_rate == 1.0


def test_what_stands_behind_the_complete_part_is_not_measured(tmp_path: Path) -> None:
    rows = f"{TEXT.index('12次')}\t12次\t12\t次\t\t培训\t培训\t\t2024\tactual\n"
    score = score_gold(*folders(tmp_path, rows + "# stopped at offset 14; complete before it\n"))
    assert (score.f1_value, score.n) == (1.0, 1)
