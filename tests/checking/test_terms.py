"""Standard formulations must be exact."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.checking.context import CheckContext
from rag.checking.formulations import (
    PACKAGED,
    Formulation,
    formulation_list,
    learnt_formulations,
    load_formulations,
    office_formulations,
)
from rag.checking.terms import check
from rag.errors import InputError
from rag.records import Finding, Passage


def findings(text: str, *terms: str, year: int = 2024) -> tuple[Finding, ...]:
    own = tuple(Formulation("phrase", term) for term in terms)
    known = formulation_list((*own, *load_formulations()))
    return check(CheckContext(text, year, formulations=known))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("深入学习习近平新时代特色社会主义思想。", "习近平新时代中国特色社会主义思想"),
        ("开展“不忘初心、牢记史命”主题教育。", "不忘初心、牢记使命”主题教育"),
        ("按照《中国共产党支部工作条列（试行）》", "中国共产党支部工作条例（试行"),
        ("落实“三会一刻”制度", "“三会一课”"),
        ("做到“两个维持”", "“两个维护”"),
        ("铸牢中华民族共同意识", "铸牢中华民族共同体意识"),
    ],
)
def test_close_but_not_equal_shows_the_exact_words(text: str, right: str) -> None:
    (finding,) = findings(text)
    assert finding.severity == "warning"
    assert right in (finding.replacement or "")
    fixed = text[: finding.start] + (finding.replacement or "") + text[finding.end :]
    assert findings(fixed) == ()


@pytest.mark.parametrize(
    "text",
    [
        "以习近平新时代中国特色社会主义思想为指导，落实“三会一课”制度。",
        "扎实开展主题教育，社会主义核心价值体系建设不断加强。",
        "中国特色社会主义事业、新时代中国特色社会主义思想。",
        "牢记“两个务必”，做到“四个全面”“五个到位”“三个一批”。",
        "加强党员教育管理，严格执行中央八项规定及其实施细则精神。",
        "开展党史学习教育、习近平新时代中国特色社会主义思想主题教育。",
    ],
)
def test_right_and_merely_related_words_pass(text: str) -> None:
    assert findings(text) == ()


def test_words_that_did_not_exist_yet_are_nobodys_slip() -> None:
    assert findings("落实“两个确定”。", year=2010) == ()
    assert findings("落实“两个确定”。", year=2024) != ()


def test_missing_quotation_marks_are_a_hint() -> None:
    (finding,) = findings("落实三会一课制度。")
    assert (finding.severity, finding.replacement) == ("hint", "“三会一课”")


def test_the_office_can_give_its_own_terms() -> None:
    (finding,) = findings("推进党建引领网格治理工程。", "党建引领网格化治理工程")
    assert finding.replacement == "党建引领网格化治理工程"


def test_a_formulation_of_a_later_time_is_found() -> None:
    found = findings("学习习近平文化思想。", year=2018)
    assert [f.text for f in found] == ["习近平文化思想"]
    assert findings("学习习近平文化思想。", year=2023) == ()


def test_every_packaged_formulation_agrees_with_itself() -> None:
    formulations = load_formulations()
    assert len(formulations) > 50
    for formulation in formulations:
        assert findings(formulation.wording, year=formulation.until or 2025) == ()
        if formulation.since and formulation.until:
            assert formulation.since <= formulation.until


def test_a_broken_list_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "formulations.tsv"
    head = PACKAGED.read_text(encoding="utf-8").splitlines()[3]
    path.write_text(f"{head}\nphrase\t某表述\t二〇二一\t\t\t\n", encoding="utf-8")
    with pytest.raises(InputError, match="某表述"):
        load_formulations(path)


def policies(text: str, count: int = 2) -> list[Passage]:
    return [
        Passage(str(i), "d", "乡村治理通知", "policy", (), 2024, (), text, 0, 9)
        for i in range(count)
    ]


def test_what_policies_name_repeatedly_is_learnt_with_its_source() -> None:
    (learnt,) = learnt_formulations(policies("印发《党建引领乡村治理实施办法》"))
    assert (learnt.wording, learnt.source) == (
        "党建引领乡村治理实施办法",
        "《乡村治理通知》（2024年）",
    )
    assert learnt_formulations(policies("印发《党建引领乡村治理实施办法》", 1)) == ()


def test_a_misquoted_policy_shows_the_exact_wording_and_the_policy() -> None:
    learnt = learnt_formulations(policies("印发《党建引领乡村治理实施办法》"))
    context = CheckContext(
        "落实党建引领乡村治理实施方法。", 2024, formulations=formulation_list(learnt)
    )
    (finding,) = check(context)
    assert finding.replacement == "党建引领乡村治理实施办法"
    assert "乡村治理通知" in finding.evidence


def test_named_programmes_of_the_policies_are_learnt() -> None:
    learnt = learnt_formulations(policies("实施“红色领航”工程"))
    assert [item.wording for item in learnt] == ["“红色领航”工程"]


def office_list(home: Path, *lines: str) -> None:
    head = PACKAGED.read_text(encoding="utf-8").splitlines()[3]
    (home / "formulations.tsv").write_text("\n".join((head, *lines)), encoding="utf-8")


def test_the_offices_file_goes_on_top_of_the_packaged_list(tmp_path: Path) -> None:
    office_list(tmp_path, "phrase\t党建引领网格化治理工程\t\t\t\t县委三号文")
    known = office_formulations(tmp_path)
    assert known[0].wording == "党建引领网格化治理工程"
    assert known[0].source == "本单位清单"
    assert len(known) == len(load_formulations()) + 1


def test_a_line_of_the_office_replaces_the_packaged_one(tmp_path: Path) -> None:
    office_list(tmp_path, "phrase\t习近平文化思想\t2017\t\t\t")
    found = [f for f in office_formulations(tmp_path) if f.wording == "习近平文化思想"]
    assert [f.since for f in found] == [2017]


def test_an_edited_office_file_counts_at_once(tmp_path: Path) -> None:
    office_list(tmp_path, "phrase\t甲乙丙丁戊己庚\t\t\t\t")
    assert office_formulations(tmp_path)[0].wording == "甲乙丙丁戊己庚"
    office_list(tmp_path, "phrase\t子丑寅卯辰巳午\t\t\t\t")
    assert office_formulations(tmp_path)[0].wording == "子丑寅卯辰巳午"
