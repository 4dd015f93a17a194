from __future__ import annotations

from rag.library.passages import SHORT, TARGET, split_passages
from rag.records import Block, Document


def report(*blocks: Block, year: int = 2023, title: str = "青山镇2023年党建工作报告") -> Document:
    return Document(title, year, "青山镇", "report", (Block("title", title), *blocks))


def heading(text: str, label: str, level: int) -> Block:
    return Block("heading", text, level, label, len(text))


def test_a_paragraph_is_a_passage_under_its_headings() -> None:
    document = report(
        heading("一、主要做法和成效", "一、", 1),
        heading("（一）聚焦政治建设", "（一）", 2),
        Block(
            "paragraph",
            "全年开展集中学习12次，组织专题党课8场，参加党员超过300人次，效果明显，群众满意度有提高。",
        ),
    )
    (passage,) = split_passages(document, "d1")
    assert passage.section_path == ("一、主要做法和成效", "（一）聚焦政治建设")
    assert passage.text == document.text[passage.start : passage.end]
    assert (passage.id, passage.report_year, passage.kind) == ("d1#0", 2023, "report")


def test_a_passage_knows_the_page_it_begins_on() -> None:
    first = Block("paragraph", "全年开展集中学习12次，" + "认真记录，" * 12 + "效果明显。", page=2)
    second = Block("paragraph", "组织专题党课8场，" + "反复讨论，" * 12 + "收获不小。", page=3)
    passages = split_passages(report(first, second), "d1")
    assert [passage.page for passage in passages] == [2, 3]
    assert passages[1].origin == "《青山镇2023年党建工作报告》第3页"


def test_every_character_of_the_body_is_in_a_passage() -> None:
    long = "".join(
        f"第{number}项工作已经完成，群众反映良好，下一步继续巩固。" for number in range(40)
    )
    document = report(
        Block("paragraph", long), Block("paragraph", "各位同志："), Block("paragraph", long)
    )
    covered = set[int]()
    for passage in split_passages(document, "d1"):
        assert len(passage.text) <= TARGET
        covered.update(range(passage.start, passage.end))
    body = range(len(document.blocks[0].text) + 1, len(document.text))
    assert {place for place in body if document.text[place] != "\n"} <= covered


def test_run_in_points_are_kept_whole() -> None:
    points = [
        f"{number}是抓学习。" + "组织党员集中学习并撰写体会，" * 12 + "成效明显。"
        for number in "一二三"
    ]
    document = report(Block("paragraph", "坚持固本强基。" + "".join(points)))
    passages = split_passages(document, "d1")
    for point in points:
        assert any(point in passage.text for passage in passages), point[:5]


def test_a_heading_that_runs_into_its_paragraph_is_in_text_and_path() -> None:
    text = "（一）聚焦组织建设。全年新建党支部3个，发展党员21名，培训党务干部46人。"
    document = report(Block("paragraph", text, 2, "（一）", 10))
    (passage,) = split_passages(document, "d1")
    assert passage.text == text
    assert passage.section_path == ("（一）聚焦组织建设",)


def test_a_table_row_reads_as_name_and_value() -> None:
    rows = (("指标", "单位", "2023年"), ("集中学习", "次", "12"), ("发展党员", "名", "21"))
    text = "\n".join("\t".join(row) for row in rows)
    document = report(Block("table", text, rows=rows))
    passages = split_passages(document, "d1")
    assert [passage.text for passage in passages] == [
        "指标：集中学习；单位：次；2023年：12",
        "指标：发展党员；单位：名；2023年：21",
    ]
    assert document.text[passages[1].start : passages[1].end] == "发展党员\t名\t21"


def test_short_paragraphs_join_their_neighbour_but_not_across_sections() -> None:
    document = report(
        Block("paragraph", "各位同志："),
        Block("paragraph", "现将工作报告如下。"),
        heading("一、工作回顾", "一、", 1),
        Block("paragraph", "完成较好。"),
    )
    passages = split_passages(document, "d1")
    assert [passage.text for passage in passages] == [
        "各位同志：\n现将工作报告如下。",
        "完成较好。",
    ]
    assert all(len(passage.text) < SHORT for passage in passages)


def test_a_heading_without_text_is_still_found() -> None:
    document = report(
        heading("一、加强学习", "一、", 1),
        heading("二、转变作风", "二、", 1),
        Block("paragraph", "深入群众。"),
    )
    assert [passage.text for passage in split_passages(document, "d1")] == [
        "一、加强学习",
        "深入群众。",
    ]


def test_a_government_report_states_facts_of_the_year_before_and_plans_its_own() -> None:
    document = report(
        heading("一、2008年工作回顾", "一、", 1),
        Block("paragraph", "城镇新增就业1113万人。"),
        heading("二、主要任务", "二、", 1),
        Block("paragraph", "城镇新增就业900万人以上。"),
        year=2009,
        title="政府工作报告",
    )
    assert [p.fact_years for p in split_passages(document, "d1")] == [(2008,), (2009,)]


def test_a_township_report_states_facts_of_its_own_year_and_plans_the_next() -> None:
    document = report(
        heading("一、主要做法和成效", "一、", 1),
        Block("paragraph", "开展集中学习12次。"),
        heading("三、下一步打算", "三、", 1),
        Block("paragraph", "力争培训党员500人次。"),
    )
    assert [p.fact_years for p in split_passages(document, "d1")] == [(2023,), (2024,)]


def test_a_silent_heading_of_a_government_report_is_about_the_year_to_come() -> None:
    document = report(
        heading("一、2008年工作回顾", "一、", 1),
        Block("paragraph", "各项事业健康发展。"),
        heading("二、推进乡村建设", "二、", 1),
        Block("paragraph", "修通村组道路。"),
        heading("三、存在的困难", "三、", 1),
        Block("paragraph", "产业基础薄弱。"),
        year=2009,
        title="政府工作报告",
    )
    assert [p.fact_years for p in split_passages(document, "d1")] == [(2008,), (2009,), (2008,)]


def test_where_no_heading_of_a_government_report_tells_either_year_is_possible() -> None:
    document = report(
        heading("一、推进乡村建设", "一、", 1),
        Block("paragraph", "修通村组道路。"),
        year=2009,
        title="政府工作报告",
    )
    assert [p.fact_years for p in split_passages(document, "d1")] == [(2008, 2009)]


def test_a_review_of_a_five_year_plan_is_about_its_years() -> None:
    document = report(
        heading("一、“十三五”时期工作回顾", "一、", 1),
        Block("paragraph", "乡村面貌焕然一新。"),
        year=2021,
        title="政府工作报告",
    )
    assert [p.fact_years for p in split_passages(document, "d1")] == [tuple(range(2016, 2021))]


def test_years_written_in_the_text_count_too() -> None:
    document = report(
        heading("一、过去五年工作回顾", "一、", 1),
        Block("paragraph", "生产总值由2010年的3亿元增加到9亿元。"),
        year=2016,
        title="政府工作报告",
    )
    (passage,) = split_passages(document, "d1")
    assert passage.fact_years == (2010, 2011, 2012, 2013, 2014, 2015)


def test_a_policy_has_only_the_years_it_names() -> None:
    document = Document(
        "信访工作条例", 2022, "", "policy", (Block("paragraph", "本条例自2022年5月1日起施行。"),)
    )
    (passage,) = split_passages(document, "d1")
    assert passage.fact_years == (2022,)


def test_a_document_of_one_line_is_one_passage() -> None:
    block = Block("title", "这一行是标题")
    document = Document("这一行是标题", None, "", "other", (block,))
    assert [passage.text for passage in split_passages(document, "d1")] == ["这一行是标题"]
