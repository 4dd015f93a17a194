"""Kinds, outlines, lengths, versions, locks, traces, alternatives and fixes at the desk."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.desk.desk import Desk
from rag.desk.views import Proposal
from rag.errors import InputError, InstructionError, ModelNotConfiguredError, NotFoundError
from rag.records import Draft, Finding
from rag.settings import Settings
from tests.writing.scripted import Script

PAST = """云水镇2023年党建工作报告
云水镇2023年党建工作情况如下。
一、主要做法和成效
（一）聚焦政治建设
全年开展集中学习12次，举办主题党日264场。
（二）聚焦队伍建设
发展党员15名。
二、存在问题
学习形式还不够丰富。
三、下一步打算
力争2024年举办主题党日280场。
"""


@pytest.fixture
def desk(settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(settings)
    past = tmp_path / "云水镇2023年党建工作报告.txt"
    past.write_text(PAST, encoding="utf-8")
    opened.index([past])
    opened.new_report(year=2024)
    opened.set_figure("集中学习", "15次", year=2024)
    yield opened
    opened.close()


def give_model(desk: Desk, *replies: str) -> Script:
    script = Script(*replies)
    desk.__dict__["model"] = script.model()
    return script


def headings(desk: Desk, report: int = 1) -> list[str]:
    return [part.label + part.heading for part in desk.report(report).sections]


def place(desk: Desk, heading: str) -> int:
    return next(part.id for part in desk.report(1).sections if part.heading == heading)


def written(desk: Desk, text: str) -> int:
    section = place(desk, "聚焦政治建设")
    desk.save(section, text, base_version=0, made_by="老王")
    return section


def proposals(events: Iterator[object]) -> list[Proposal]:
    return [event for event in events if isinstance(event, Proposal)]


@pytest.mark.parametrize("kind", ["抓党建述职", "工作总结", "述职述廉", "半年总结", "政府工作报告"])
def test_each_kind_makes_a_report_with_its_headings_and_lengths(desk: Desk, kind: str) -> None:
    made = desk.new_report(year=2024, kind=kind)
    preset = next(one for one in desk.presets() if one.kind == kind)
    wanted = [part.heading for part in preset.filled("云水镇", 2024).parts]
    assert [one for one in (part.heading for part in made.sections) if one in wanted] == wanted
    assert (made.kind, made.length) == (kind, preset.length)
    assert made.fact_year == (2023 if kind == "政府工作报告" else 2024)


def test_a_kind_takes_last_years_sub_headings_and_sentences(desk: Desk) -> None:
    made = desk.new_report(year=2024, kind="工作总结")
    assert headings(desk, made.id)[1:4] == [
        "一、主要工作和成效",
        "（一）聚焦政治建设",
        "（二）聚焦队伍建设",
    ]
    draft = list(desk.draft(made.id, made.sections[2].id))[-1]
    assert isinstance(draft, Draft)
    assert "集中学习15次" in draft.text


def test_a_kind_needs_no_past_report(settings: Settings) -> None:
    empty = Desk(settings)
    try:
        made = empty.new_report(year=2024, kind="工作总结")
        assert (made.like, len(made.sections)) == (None, 4)
        assert [draft for _id, draft in _drafts(empty, made.id)]
        with pytest.raises(InputError):
            empty.new_report(year=2024)
    finally:
        empty.close()


def _drafts(desk: Desk, report: int) -> list[tuple[int, Draft]]:
    return [event for event in desk.draft_all(report) if isinstance(event, tuple)]


def test_an_office_has_its_own_outlines(desk: Desk) -> None:
    folder = desk.settings.home / "outlines"
    folder.mkdir()
    (folder / "工作总结.txt").write_text("标题：{单位}{年}总结\n\n一、全年工作　900字\n", "utf-8")
    made = desk.new_report(year=2024, kind="工作总结")
    assert (made.title, made.length) == ("云水镇2024总结", 900)
    (folder / "坏的.txt").write_text("乱写：什么\n\n一、全年工作\n", "utf-8")
    with pytest.raises(InputError, match="看不懂"):
        desk.new_report(year=2024, kind="坏的")
    with pytest.raises(NotFoundError, match="没有“没有的”"):
        desk.new_report(year=2024, kind="没有的")


def test_sections_are_added_moved_renamed_and_counted_anew(desk: Desk) -> None:
    desk.add_section(1, "聚焦作风建设", after=place(desk, "聚焦政治建设"))
    assert headings(desk)[2:5] == [
        "（一）聚焦政治建设",
        "（二）聚焦作风建设",
        "（三）聚焦队伍建设",
    ]
    desk.move_section(1, place(desk, "聚焦政治建设"), 2)
    desk.rename_section(1, place(desk, "聚焦队伍建设"), "（九）聚焦干部队伍")
    assert headings(desk)[2:5] == [
        "（一）聚焦作风建设",
        "（二）聚焦干部队伍",
        "（三）聚焦政治建设",
    ]
    desk.move_section(1, place(desk, "存在问题"), -1)
    assert headings(desk)[1:3] == ["一、存在问题", "二、主要做法和成效"]


def test_a_dropped_section_keeps_its_versions_and_comes_back(desk: Desk) -> None:
    section = written(desk, "我写的一节。")
    desk.drop_section(1, place(desk, "主要做法和成效"))
    assert headings(desk) == ["", "一、存在问题", "二、下一步打算"]
    assert len(desk.dropped_sections(1)) == 3
    for gone in desk.dropped_sections(1):
        desk.restore_section(1, gone.id)
    assert headings(desk)[1:3] == ["一、主要做法和成效", "（一）聚焦政治建设"]
    assert desk.section(1, section).text == "我写的一节。"


def test_the_last_section_of_a_chapter_comes_back_into_its_chapter(desk: Desk) -> None:
    before = headings(desk)
    last = place(desk, "聚焦队伍建设")
    desk.drop_section(1, last)
    desk.restore_section(1, last)
    assert headings(desk) == before


def test_the_length_goes_into_the_prompt(desk: Desk) -> None:
    desk.set_report_length(1, 3000)
    lengths = [part.length for part in desk.report(1).sections]
    assert abs(sum(lengths) - 3000) <= 30
    section = place(desk, "聚焦政治建设")
    desk.set_length(1, section, 450)
    script = give_model(desk, "开展集中学习{F1}。")
    list(desk.draft(1, section))
    assert "450字左右" in script.prompt()
    with pytest.raises(InputError):
        desk.set_length(1, section, -1)


def test_any_two_versions_are_compared_sentence_by_sentence(desk: Desk) -> None:
    section = written(desk, "第一句。旧的第二句。第三句。")
    desk.save(section, "第一句。新的第二句。第三句。", base_version=1, made_by="老王")
    desk.save(section, "全都换了。", base_version=2, made_by="小李")
    changes = desk.compare_versions(section, 1, 2)
    assert [(c.old, c.new) for c in changes if c.old != c.new] == [("旧的第二句。", "新的第二句。")]
    assert all(change.old == "" for change in desk.compare_versions(section, 0, 1))
    with pytest.raises(NotFoundError):
        desk.compare_versions(section, 1, 9)


def test_one_sittings_saves_are_folded_in_the_list_and_kept_in_the_store(desk: Desk) -> None:
    section = written(desk, "一。")
    desk.save(section, "一。二。", base_version=1, made_by="老王")
    desk.save(section, "一。二。三。", base_version=2, made_by="小李")
    desk.save(section, "一。二。三。四。", base_version=3, made_by="小李")
    groups = desk.version_groups(section)
    assert [(g.newest.number, g.newest.made_by, g.folded) for g in groups] == [
        (4, "小李", (3,)),
        (2, "老王", (1,)),
    ]
    assert len(desk.versions(section)) == 4


def test_two_peoples_texts_are_merged_by_who_changed_what(desk: Desk) -> None:
    section = written(desk, "甲句。乙句。丙句。")
    desk.save(section, "甲句改。乙句。丙句。他加的。", base_version=1, made_by="小李")
    merged = desk.merge(section, "甲句。乙句。丙句我改。", 1)
    kept = [change.kept for change in merged.changes]
    saved = desk.accept(merged, kept, made_by="老王")
    assert saved.text == "甲句改。乙句。丙句我改。他加的。"


def test_a_locked_sentence_is_changed_by_neither_rule_nor_model(desk: Desk) -> None:
    section = written(desk, "书记定的话，切实抓好。别的话，切实抓好。")
    assert desk.lock(1, section, 2, 3).locked == ("书记定的话，切实抓好。",)
    ruled = proposals(desk.propose(1, section, "把“切实”改为“扎实”"))[0]
    assert ruled.new == "书记定的话，切实抓好。别的话，扎实抓好。"
    give_model(desk, "书记那句改了。别的也改了。", "各支部都开展了集中学习{F1}。")
    modelled = proposals(desk.propose(1, section, "换一种说法"))[0]
    assert modelled.new == "书记定的话，切实抓好。别的也改了。"
    list(desk.draft(1, section))
    assert "书记定的话，切实抓好。" in desk.section(1, section).text
    assert desk.unlock(1, section, *_span(desk, section, "书记定的")).locked == ()


def _span(desk: Desk, section: int, words: str) -> tuple[int, int]:
    start = desk.section(1, section).text.index(words)
    return start, start + len(words)


def test_a_draft_says_how_it_was_made_also_after_edits(desk: Desk) -> None:
    section = place(desk, "聚焦政治建设")
    give_model(desk, "全年开展集中学习{F1}。")
    list(desk.draft(1, section))
    desk.save(section, "全年开展集中学习15次，很好。", base_version=1, made_by="老王")
    origin = desk.origin(1, section)
    assert origin is not None
    trace = origin.trace
    assert (origin.version.number, trace.model, trace.prompt) == (1, "m1", "draft_section")
    assert len(trace.prompt_hash) == 12
    assert trace.figures == ("集中学习（2024年）：15次",)
    assert trace.usage.seconds > 0
    assert [group.newest.made_by for group in origin.since] == ["老王"]
    assert desk.origin(1, place(desk, "存在问题")) is None


def test_a_rule_draft_names_the_passage_it_follows(desk: Desk) -> None:
    section = place(desk, "聚焦政治建设")
    list(desk.draft(1, section))
    origin = desk.origin(1, section)
    assert origin is not None
    assert "聚焦政治建设" in origin.passages[0]
    assert "集中学习（2024年）：15次" in origin.trace.figures


def test_alternatives_vary_the_temperature_and_save_nothing(desk: Desk) -> None:
    section = written(desk, "大家认真学习。")
    script = give_model(desk, "大家踊跃学习。", "学习蔚然成风。", "人人爱学习。")
    made = proposals(desk.alternatives(1, section))
    assert [one.new for one in made] == ["大家踊跃学习。", "学习蔚然成风。", "人人爱学习。"]
    warmths = [float(str(request["temperature"])) for request in script.requests]
    assert all(a < b for a, b in itertools.pairwise(warmths))
    assert desk.section(1, section).version == 1


def test_alternatives_need_a_model_and_say_so(desk: Desk) -> None:
    section = written(desk, "大家认真学习。")
    with pytest.raises(ModelNotConfiguredError, match="几种写法"):
        list(desk.alternatives(1, section))


def test_only_the_selected_passage_is_revised(desk: Desk) -> None:
    section = written(desk, "前面切实抓好。后面切实抓好。")
    change = "把“切实”改为“扎实”"
    made = proposals(desk.propose(1, section, change, selection=(7, 14)))[0]
    assert made.new == "前面切实抓好。后面扎实抓好。"
    with pytest.raises(InstructionError):
        list(desk.propose(1, section, change, selection=(7, 99)))


def test_a_finding_with_a_replacement_is_fixed_by_rule(desk: Desk) -> None:
    section = written(desk, "今年开展集中学习12次。大家认真学习。")
    found = desk.check_section(1, section).findings
    finding = next(one for one in found if one.replacement is not None)
    made = proposals(desk.fix(1, section, finding))[0]
    assert made.new == "今年开展集中学习15次。大家认真学习。"


def test_a_finding_without_one_goes_to_the_model_with_its_sentence_only(desk: Desk) -> None:
    section = written(desk, "大家的劲头很足。各支部认真学习。")
    finding = Finding("wording", "hint", 3, 5, "劲头", "口语化。", suggestion="改成书面语。")
    with pytest.raises(InstructionError, match="需要配置模型"):
        list(desk.fix(1, section, finding))
    script = give_model(desk, "大家的积极性很高。")
    made = proposals(desk.fix(1, section, finding))[0]
    assert made.new == "大家的积极性很高。各支部认真学习。"
    assert "各支部认真学习" not in script.prompt()
    desk.save(section, "改过了。", base_version=1, made_by="老王")
    with pytest.raises(InstructionError, match="已经改过"):
        list(desk.fix(1, section, finding))


def test_a_wording_unlike_last_years_is_asked_for_with_last_years_words(desk: Desk) -> None:
    section = written(desk, "大家认真学习。")
    script = give_model(desk, "大家踊跃学习。")
    made = proposals(desk.propose(1, section, "换一种说法，避免与去年重复"))[0]
    assert made.new == "大家踊跃学习。"
    past = desk.store.past(section).text
    assert past[:6] in script.prompt()
    assert not any(digits in script.prompt() for digits in re.findall(r"\d{2,}", past))


def test_what_names_exactly_what_to_do_is_done_by_rule_although_there_is_a_model(
    desk: Desk,
) -> None:
    section = written(desk, "一是抓学习。二是抓服务。三是抓作风。")
    script = give_model(desk)
    made = proposals(desk.propose(1, section, "删去第二点"))[0]
    assert made.new == "一是抓学习。二是抓作风。"
    assert script.requests == []


def test_a_length_is_asked_of_the_model(desk: Desk) -> None:
    section = written(desk, "大家始终坚持认真学习。")
    script = give_model(desk, "大家认真学习。")
    made = proposals(desk.propose(1, section, "压缩到10字"))[0]
    assert made.new == "大家认真学习。"
    assert "压缩到10字" in script.prompt()
