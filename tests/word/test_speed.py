from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import docx

from rag.records import Link, Report
from rag.word.export import export_report
from rag.word.layout import Style
from rag.word.plan import plan


def seconds(action: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return median(times)


def test_export_costs_no_more_than_saving_the_same_paragraphs_with_python_docx(
    tmp_path: Path,
    make_report: Callable[..., Report],
    make_links: Callable[[Report], dict[int, tuple[Link, ...]]],
) -> None:
    report = make_report(9, 6)
    links = make_links(report)
    texts = [item.text for item in plan(report)]

    def bare() -> None:
        document = docx.Document()
        for text in texts:
            document.add_paragraph(text)
        document.save(str(tmp_path / "bare.docx"))

    def export(annotated: bool) -> float:
        target = tmp_path / "a.docx"
        return seconds(
            lambda: export_report(report, target, style=Style(), annotated=annotated, links=links)
        )

    base = seconds(bare)
    assert sum(map(len, texts)) > 5000
    assert export(annotated=False) < 2.5 * base
    assert export(annotated=True) < 6 * base
