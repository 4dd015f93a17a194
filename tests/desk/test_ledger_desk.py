"""What a person does with the ledger: names, history, removed indicators, places, promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.desk.desk import Desk
from rag.errors import ConflictError, InputError, NotFoundError
from rag.settings import Settings

OLD = """河湾镇2022年工作报告

一、主要做法
全年组织开展集中培训党员9期。发展党员19名。
"""
LAST = """河湾镇2023年工作报告

一、主要做法
开展集中学习12次，发展党员21名。

二、下一步打算
力争2024年建成村级党群服务中心3个。持续推进河道清淤整治工程，确保汛期前完工。
"""


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    """A desk that knows two past reports."""
    files = [tmp_path / "2022年报告.txt", tmp_path / "2023年报告.txt"]
    for file, text in zip(files, (OLD, LAST), strict=True):
        file.write_text(text, encoding="utf-8")
    desk = Desk(settings)
    assert desk.index(files).added == 2
    yield desk
    desk.close()


def sheet(folder: Path, *lines: str) -> Path:
    file = folder / "数据表.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_past_reports_fill_the_years_nobody_entered(desk: Desk) -> None:
    desk.set_figure("发展党员", "22名", year=2023)
    read = desk.read_past_reports()
    assert read.reports == 2
    values = desk.row("发展党员").values
    assert (values[2023].text, values[2022].text) == ("22名", "19名")
    assert "《河湾镇2022年工作报告》：" in values[2022].source
    assert desk.read_past_reports().values == 0


def test_a_removed_indicator_is_not_read_again_and_comes_back_with_its_years(desk: Desk) -> None:
    desk.read_past_reports()
    row = desk.remove_indicator("发展党员")
    desk.read_past_reports()
    assert "发展党员" not in [one.indicator for one in desk.ledger()]
    assert [one.indicator for one in desk.removed_indicators()] == ["发展党员"]
    assert row.id is not None
    assert desk.bring_back_indicator(row.id).values.keys() == {2022, 2023}
    assert desk.row("发展党员").values[2023].text == "21名"


def test_entering_a_removed_indicator_brings_it_back(desk: Desk) -> None:
    desk.set_figure("植树", "300棵", year=2023)
    desk.remove_indicator("植树")
    row = desk.set_figure("植树", "400棵", year=2024)
    assert set(desk.row("植树").values) == {2023, 2024}
    assert not desk.removed_indicators()
    assert row.unit == "棵"


def test_an_indicator_is_added_empty_and_once(desk: Desk) -> None:
    desk.add_indicator("慰问困难群众", "人次", "民生")
    assert desk.row("慰问困难群众").section == "民生"
    with pytest.raises(InputError, match="已有"):
        desk.add_indicator("慰问困难群众", "人次")
    with pytest.raises(InputError, match="没有写"):
        desk.add_indicator("  ")


def test_two_indicators_never_get_one_name(desk: Desk) -> None:
    desk.set_figure("植树", "300棵", year=2023)
    desk.set_figure("补植树木", "30棵", year=2023)
    with pytest.raises(InputError, match="已有"):
        desk.rename_indicator("补植树木", "植树")
    assert desk.rename_indicator("补植树木", "补植补造").indicator == "补植补造"


def test_an_old_value_is_entered_again_with_where_it_came_from(desk: Desk) -> None:
    for value in ("264场", "246场"):
        desk.set_figure("主题党日", value, year=2024, made_by="小李")
    row = desk.restore_value("主题党日", 2024, 0, made_by="小王")
    assert row.values[2024].text == "264场"
    last = desk.history("主题党日", 2024)[-1]
    assert (last.value.made_by, last.value.source) == ("小王", "恢复旧值：手工填写")
    assert len(desk.history("主题党日", 2024)) == 3
    with pytest.raises(NotFoundError):
        desk.restore_value("主题党日", 2024, 9)


def test_an_amount_and_its_growth_of_one_name_are_told_apart_by_unit(desk: Desk) -> None:
    desk.set_figure("工业产值", "12亿元", year=2023)
    desk.enter_figure("工业产值", "6.5%", year=2023, new=True)
    assert desk.row("工业产值", "%").values[2023].text == "6.5%"
    assert desk.series("工业产值", unit="亿元")[0].text == "12亿元"


def test_a_sheet_is_shown_before_anything_is_entered(desk: Desk, tmp_path: Path) -> None:
    desk.set_figure("主题党日", "240场", year=2023)
    file = sheet(
        tmp_path,
        "指标,单位,2023年,2024年",
        "开展主题党日活动,场,240,264",
        "新建凉亭,个,,2",
    )
    lines = desk.preview_ledger(file, year=2024)
    assert [(one.given, one.text, one.indicator) for one in lines] == [
        ("开展主题党日活动", "264", "主题党日"),
        ("新建凉亭", "2", ""),
    ]
    assert lines[0].why
    assert 2024 not in desk.row("主题党日").values


def test_a_choice_in_the_preview_is_kept_for_the_next_sheet(desk: Desk, tmp_path: Path) -> None:
    desk.set_figure("主题党日", "240场", year=2023)
    file = sheet(tmp_path, "指标,单位,2024年", "固定学习日,场,264", "新建凉亭,个,2")
    desk.import_ledger(file, year=2024, choices={0: "主题党日", 1: ""})
    assert desk.row("主题党日").values[2024].text == "264"
    assert "新建凉亭" not in [row.indicator for row in desk.ledger()]
    assert not desk.waiting_names()
    assert desk.row("固定学习日").indicator == "主题党日"


@pytest.fixture
def waiting(desk: Desk, tmp_path: Path) -> Desk:
    """A desk where a sheet's name was taken for an indicator that had a value already."""
    desk.set_figure("集中学习班次", "12期", year=2023)
    desk.set_figure("集中学习班次", "15期", year=2024)
    file = sheet(tmp_path, "指标,单位,2023年,2024年", "集中学习培训班次,期,12,30")
    desk.import_ledger(file, year=2024)
    assert len(desk.waiting_names()) == 1
    return desk


def test_a_matched_name_is_shown_with_its_values_beside_the_indicators(waiting: Desk) -> None:
    match = waiting.waiting_names()[0]
    assert (match.name, match.indicator) == ("集中学习培训班次", "集中学习班次")
    assert {year: value.text for year, value in match.under.items()} == {2024: "30"}
    assert {year: value.text for year, value in match.known.items()} == {2023: "12期"}
    assert "写作“集中学习培训班次”" in match.under[2024].source


def test_a_rejected_name_takes_its_values_along_and_undo_brings_them_back(waiting: Desk) -> None:
    own = waiting.reject_alias("集中学习培训班次")
    assert own.values[2024].text == "30"
    assert waiting.row("集中学习班次").values[2024].text == "15期"
    assert not waiting.waiting_names()
    waiting.reopen_alias("集中学习培训班次", "集中学习班次")
    assert waiting.row("集中学习班次").values[2024].text == "30"
    assert len(waiting.waiting_names()) == 1
    assert "集中学习培训班次" not in [row.indicator for row in waiting.ledger()]


def test_a_confirmed_merge_can_be_undone(desk: Desk) -> None:
    desk.set_figure("主题党日", "240场", year=2023)
    desk.set_figure("固定学习日", "264场", year=2024)
    desk.confirm_alias("固定学习日", "主题党日")
    assert set(desk.row("主题党日").values) == {2023, 2024}
    desk.reopen_alias("固定学习日", "主题党日")
    rows = {row.indicator: set(row.values) for row in desk.ledger()}
    assert (rows["主题党日"], rows["固定学习日"]) == ({2023}, {2024})
    assert desk.waiting_names()[0].under[2024].text == "264场"


def test_updated_places_can_be_taken_back_unless_somebody_wrote_since(desk: Desk) -> None:
    report = desk.new_report(year=2024)
    part = next(one for one in report.sections if "主要做法" in one.heading)
    desk.set_figure("集中学习", "15次", year=2024)
    desk.save(part.id, "今年开展集中学习15次。", base_version=part.version, made_by="小李")
    desk.set_figure("集中学习", "18次", year=2024)
    places = desk.places_of("集中学习", 2024, unit="次")
    assert places[0].sentence[places[0].at :] == "15次。"
    saved = desk.update_places(places)
    assert saved[0].text == "今年开展集中学习18次。"
    updated = {one.id: one.version for one in saved}
    assert desk.take_back_places(updated)[0].text == "今年开展集中学习15次。"
    with pytest.raises(ConflictError):
        desk.take_back_places(updated)


def test_promises_are_listed_with_their_state_and_the_sentence_that_answers(desk: Desk) -> None:
    report = desk.new_report(year=2024)
    part = next(one for one in report.sections if "主要做法" in one.heading)
    said = "河道清淤整治工程于汛期前完工。"
    desk.save(part.id, said, base_version=part.version, made_by="小李")
    centre, river = desk.promise_list(report.id)
    assert centre.told is None
    assert river.told is not None
    assert (river.told.section_id, river.told.text) == (part.id, said)
    desk.note_promise(report.id, centre.text, "doing", note="已建成2个", made_by="小李")
    noted = desk.promise_list(report.id)[0].noted
    assert noted is not None
    assert (noted.state, noted.note, noted.made_by) == ("doing", "已建成2个", "小李")
    with pytest.raises(InputError):
        desk.note_promise(report.id, centre.text, "perhaps")
    with pytest.raises(NotFoundError):
        desk.note_promise(report.id, "没有说过的话", "done")


def test_a_locked_sentence_is_listed_but_not_updated(desk: Desk) -> None:
    report = desk.new_report(year=2024)
    part = report.sections[-1]
    text = "今年开展集中学习15次。全镇集中学习15次。"
    desk.save(part.id, text, base_version=part.version, made_by="王芳")
    desk.set_figure("集中学习", "15次", year=2024)
    desk.set_figure("集中学习", "18次", year=2024)
    desk.lock(report.id, part.id, 0, 2)
    places = desk.places_of("集中学习", 2024, unit="次")
    assert [place.replacement for place in places] == [None, "18次"]
    (saved,) = desk.update_places(places)
    assert saved.text == "今年开展集中学习15次。全镇集中学习18次。"
    with pytest.raises(InputError, match="没有可以直接替换"):
        desk.update_places(desk.places_of("集中学习", 2024, unit="次"))
