from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rag.library.library import Library

Write = Callable[[str, str], Path]


def found(library: Library, folder: Path, question: str) -> list[str]:
    library.indexer.index_files([folder])
    return [hit.passage.text for hit in library.retriever.search(question).hits]


def test_the_name_a_question_begins_with_outweighs_its_phrases(
    library: Library, write: Write
) -> None:
    folder = write("赵庄.txt", "村志记载，赵庄建于明代，由山西移民聚居而成，村民养蚕。").parent
    for number, thing in enumerate(("古桥", "石碑", "老井", "戏台", "族谱", "茶道")):
        write(f"{number}.txt", f"{thing}的由来可以追溯到清代乾隆年间，保存完好。")
    assert "赵庄" in found(library, folder, "赵庄的由来可以追溯到什么年代？")[0]


def test_a_paragraph_that_does_not_name_its_subject_is_found_through_the_one_before(
    library: Library, write: Write
) -> None:
    lead = "石桥茶厂由镇里和五个村合办，" + "占地十二亩，设有收青、炒制、包装三个车间，" * 3
    answer = "全年炒制干茶八十吨，销往周边各县，" + "带动茶农增收，账目按季公开，" * 3
    folder = write("茶厂.txt", f"产业发展情况\n{lead}就业稳定。\n{answer}效益良好。").parent
    write("其他.txt", "其他情况\n全年炒制干茶十二吨，销往周边各县，带动茶农增收。")
    texts = found(library, folder, "石桥茶厂全年炒制干茶多少吨？")
    assert "八十吨" in "".join(texts[:2])
    assert "十二吨" in texts[2]


def test_of_two_passages_with_the_words_the_one_that_opens_with_them_is_first(
    library: Library, write: Write
) -> None:
    filler = "修通了道路，装上了路灯，办起了食堂，建好了广场，清理了沟渠，栽种了树木，"
    folder = write("甲.txt", f"河湾合作社有社员六十户，{filler}疏浚了水塘，加固了河堤。").parent
    write("乙.txt", f"{filler}参观了河湾合作社和社员六十户。")
    texts = found(library, folder, "河湾合作社有多少社员？")
    assert texts[0].startswith("河湾合作社")


def test_a_place_or_rule_that_a_question_names_is_found_by_its_title(
    library: Library, write: Write
) -> None:
    text = "{}\n各位代表：\n一、工作回顾\n{}全年改造老旧小区，办好民生实事，新建公园，加装电梯。"
    folder = write("甲.txt", text.format("2023年东湾县政府工作报告", "县里各乡镇")).parent
    write("乙.txt", text.format("2023年西岭县政府工作报告", ""))
    write("丙.txt", text.format("2023年北坡县政府工作报告", "民生实事一件接着一件办。"))
    library.indexer.index_files([folder])
    hits = library.retriever.search("东湾县办了哪些民生实事？").hits
    assert hits[0].passage.document_title == "2023年东湾县政府工作报告"
    assert "文件名称" in hits[0].why


def test_what_was_intended_in_a_year_is_found_in_that_years_report(
    library: Library, write: Write
) -> None:
    text = "{}年政府工作报告\n各位代表：\n一、{}年工作回顾\n{}\n二、推进行业改革\n{}\n"
    done = "供水行业的改革稳步推进，企业分开经营，服务质量提高。"
    planned = "供水供气行业要实行政企分开，引入竞争机制，制定方案。"
    write(
        "政府工作报告_2003.txt", text.format(2003, 2002, done, "改革公共交通行业，放开市场准入。")
    )
    folder = write(
        "政府工作报告_2002.txt", text.format(2002, 2001, "各项事业健康发展。", planned)
    ).parent
    library.indexer.index_files([folder])
    hit = library.retriever.search("2002年准备怎样推进供水供气行业改革？").hits[0]
    assert hit.passage.report_year == 2002
