"""The ledger in the database keeps everything that was ever entered."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from rag.errors import InputError, NotFoundError, YearError
from rag.figures.entry import enter
from rag.figures.store import LedgerStore
from rag.records import LedgerRow


@pytest.fixture
def store(engine: Engine) -> LedgerStore:
    return LedgerStore(engine)


def test_a_value_makes_a_row(store: LedgerStore) -> None:
    store.set_value("主题党日", "264场", 2024, section="组织建设", made_by="王芳")
    (row,) = store.load()
    assert (row.indicator, row.unit, row.section) == ("主题党日", "场", "组织建设")
    assert row.values[2024].value == 264
    assert row.values[2024].made_by == "王芳"
    assert row.values[2024].made_at is not None


def test_another_wording_of_the_name_finds_the_same_row(store: LedgerStore) -> None:
    store.set_value("主题党日", "240", 2023, unit="场")
    store.set_value("开展主题党日", "264", 2024, unit="场")
    (row,) = store.load()
    assert set(row.values) == {2023, 2024}


def test_a_new_value_never_deletes_the_old(store: LedgerStore) -> None:
    row = store.set_value("主题党日", "246", 2024, unit="场", made_by="王芳").row
    store.set_value("主题党日", "264", 2024, unit="场", made_by="李强")
    assert row.id is not None
    history = store.history(row.id, 2024)
    assert [(h.value.text, h.value.made_by) for h in history] == [("246", "王芳"), ("264", "李强")]
    assert store.load()[0].values[2024].text == "264"


def test_a_conversion_is_stated(store: LedgerStore) -> None:
    store.set_value("党建经费", "9000", 2023, unit="元")
    entered = store.set_value("党建经费", "1.2万元", 2024)
    assert entered.notice == "已换算：1.2万元＝12000元"
    assert entered.row.values[2024].value == 12000


def test_a_wrong_unit_is_refused_and_nothing_changes(store: LedgerStore) -> None:
    store.set_value("参保率", "98%", 2023)
    with pytest.raises(InputError, match="不能换算"):
        store.set_value("参保率", "2个百分点", 2024)
    assert set(store.load()[0].values) == {2023}


def test_a_slip_in_the_year_is_refused(store: LedgerStore) -> None:
    with pytest.raises(YearError):
        store.set_value("主题党日", "264", 20233, unit="场")
    assert store.load() == ()


def test_an_empty_text_takes_a_value_back_but_keeps_the_history(store: LedgerStore) -> None:
    row = store.set_value("主题党日", "264", 2024, unit="场").row
    store.set_value("主题党日", "", 2024, unit="场", made_by="李强")
    assert row.id is not None
    assert store.load()[0].values == {}
    assert [h.withdrawn for h in store.history(row.id)] == [False, True]


def test_the_same_import_twice_adds_nothing(store: LedgerStore) -> None:
    rows = [LedgerRow("党课", "场", "", {2024: enter("12", "场").value})]
    assert store.import_rows(rows, made_by="表格").added == 1
    again = store.import_rows(rows, made_by="表格")
    assert (again.added, again.unchanged) == (0, 1)


def test_an_import_converts_into_the_unit_of_the_row(store: LedgerStore) -> None:
    store.set_value("党建经费", "9000", 2023, unit="元")
    store.import_rows([LedgerRow("党建经费", "万元", "", {2024: enter("1.2", "万元").value})])
    (row,) = store.load()
    assert row.values[2024].value == 12000


def test_the_same_name_in_two_units_is_two_rows(store: LedgerStore) -> None:
    store.set_value("集中学习", "12次", 2024)
    store.set_value("集中学习", "300人", 2024, new=True)
    assert [row.unit for row in store.load()] == ["次", "人"]


def test_two_wordings_can_be_merged(store: LedgerStore) -> None:
    old = store.set_value("走访老党员", "40", 2023, unit="人").row
    new = store.set_value("看望高龄党员", "46", 2024, unit="人").row
    assert old.id is not None
    assert new.id is not None
    merged = store.merge(old.id, new.id)
    assert {year: v.text for year, v in merged.values.items()} == {2023: "40", 2024: "46"}
    assert [row.values for row in store.load() if row.id == new.id] == [{}]


def test_a_close_wording_is_suggested(store: LedgerStore) -> None:
    store.set_value("城镇新增就业人数", "300", 2023, unit="人")
    assert store.suggest("新增城镇就业", "人") == "城镇新增就业人数"
    assert store.suggest("植树", "棵") is None


def test_a_row_can_be_renamed(store: LedgerStore) -> None:
    row = store.set_value("党课", "12", 2024, unit="场").row
    assert row.id is not None
    store.rename(row.id, "书记讲党课")
    assert store.load()[0].indicator == "书记讲党课"


def test_an_unknown_row_is_a_clear_error(store: LedgerStore) -> None:
    with pytest.raises(NotFoundError, match="没有编号为 7"):
        store.rename(7, "党课")


def test_rows_of_one_section_can_be_loaded(store: LedgerStore) -> None:
    store.set_value("党课", "12", 2024, unit="场", section="组织建设")
    store.set_value("修路", "3", 2024, unit="公里", section="民生")
    assert [row.indicator for row in store.load("民生")] == ["修路"]


def test_the_exact_name_wins_over_a_likeness_and_the_written_unit_chooses(
    store: LedgerStore,
) -> None:
    store.set_value("上重点高校人数增长", "2年", 2023)
    store.set_value("上重点高校人数增速", "10%", 2023, new=True)
    assert store.set_value("上重点高校人数增速", "10.5", 2024).row.unit == "%"
    assert store.set_value("上重点高校人数增速", "11%", 2024).row.unit == "%"
