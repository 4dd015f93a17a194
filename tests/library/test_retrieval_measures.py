from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.errors import NotFoundError
from rag.library.evaluate import score_retrieval


def write_tasks(data: Path) -> None:
    tasks = data / "tasks"
    tasks.mkdir(parents=True)
    reports = [
        {"id": f"SC-{year}#{number}", "text": text}
        for year in (2010, 2011)
        for number, text in enumerate(
            (
                f"一、{year - 1}年工作回顾",
                f"城镇新增就业{year - 900}万人，生产总值增长9%，粮食生产再获丰收，民生持续改善。",
                f"新建公路{year - 1000}公里，农村饮水安全问题得到解决，社会保障水平稳步提高。",
            )
        )
    ]
    policies = [
        {
            "id": "党费办法.txt#0",
            "text": "党员应当按月交纳党费，交纳时间为每月十日以前。" * 2,
        },
        {"id": "党费办法.txt#1", "text": "连续六个月不交纳党费的党员，按自行脱党处理。" * 2},
    ]
    files = {
        "passages": reports,
        "indicator_qa": [
            {"question": "2010年城镇新增就业是多少？", "gold_passages": ["SC-2011#1"]},
            {"question": "2010年新建公路多少公里？", "gold_passages": ["SC-2010#2"]},
        ],
        "which_year_and_figure_qa": [
            {
                "qid": "WY-0",
                "question": "哪一年的政府工作报告提到“新建公路1011公里”？",
                "gold_year": 2011,
                "gold_passage": "SC-2011#2",
            },
            {"qid": "FG-0", "question": "不在此计", "gold_figure": "1"},
        ],
        "policy_passages": policies,
        "tiku_policy_qa": [
            {
                "question": "连续（）个月不交纳党费按自行脱党处理",
                "gold_passages": ["党费办法.txt#1"],
            }
        ],
    }
    for name, content in files.items():
        (tasks / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def test_each_measure_counts_what_was_found(tmp_path: Path) -> None:
    write_tasks(tmp_path / "data")
    measures = {measure.name: measure for measure in score_retrieval(tmp_path / "data")}
    # The second indicator question names a passage of the wrong report as gold: found in the
    # first five of so small a library all the same.
    assert measures["指标问答 段落 R@5"].value == 1.0
    assert measures["哪一年 R@1"].value == 1.0
    assert measures["党务题库 R@1"].value == 1.0
    assert measures["指标问答 段落 R@5"].count == 2
    assert all(measure.milliseconds > 0 for measure in measures.values())


def test_what_is_not_found_is_not_counted(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write_tasks(data)
    file = data / "tasks" / "tiku_policy_qa.json"
    wrong = [{"question": "党费交纳时间为每月几日以前", "gold_passages": ["党费办法.txt#1"]}]
    file.write_text(json.dumps(wrong), encoding="utf-8")
    measures = {measure.name: measure.value for measure in score_retrieval(data)}
    assert (measures["党务题库 R@1"], measures["党务题库 R@5"]) == (0.0, 1.0)


def test_a_folder_without_tasks_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        score_retrieval(tmp_path)
