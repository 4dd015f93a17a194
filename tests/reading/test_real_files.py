"""Real files of the measuring data: facts about them only, no text of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from rag.errors import EmptyFileError
from rag.reading.evaluate import BORN_DIGITAL_REACH, overlap
from rag.reading.reader import read_document
from rag.records import Progress
from rag.settings import Settings
from rag.text.outline import outline


@pytest.mark.parametrize(
    "name",
    ["SC2015.docx", "SC2015.pdf", "P26江西.docx", "P26江西.pdf", "条例支部.doc", "条例支部.wps"],
)
def test_born_digital_files_lose_nothing(name: str, shared_data: Path, settings: Settings) -> None:
    path = shared_data / "reports" / "containers" / name
    gold = path.with_name(f"{path.stem}.gold.txt").read_text(encoding="utf-8")
    recall, precision = overlap(gold, read_document(path, settings).text)
    assert min(recall, precision) >= BORN_DIGITAL_REACH


def test_every_container_gives_the_same_sections(shared_data: Path, settings: Settings) -> None:
    folder = shared_data / "reports" / "containers"
    trees = [
        [(section.level, section.label) for section in outline(read_document(path, settings))]
        for path in (folder / "P26江西.docx", folder / "P26江西.doc", folder / "P26江西.pdf")
    ]
    assert len(trees[0]) > 10
    assert trees[0] == trees[1] == trees[2]


@pytest.mark.parametrize(
    "name",
    [
        "doc_is_docx_zip_inside.doc",
        "wps_is_docx_zip_inside.wps",
        "doc_ole_by_WPS.doc",
        "wps_ole_written_by_WPS.wps",
        "wps_ole_images_only_no_text.wps",
        "docx_gongwen_notice_example.docx",
        "docx_mineru_sample.docx",
        "pdf_exported_by_wps.pdf",
    ],
)
def test_format_samples_are_read(name: str, shared_data: Path, settings: Settings) -> None:
    document = read_document(shared_data / "reports" / "format-samples" / name, settings)
    assert len(document.text) > 40


def test_ofd_is_read_and_one_of_pictures_says_what_to_do(
    shared_data: Path, settings: Settings
) -> None:
    samples = shared_data / "reports" / "format-samples"
    document = read_document(samples / "ofd_sample_zsbk.ofd", settings)
    assert len(document.text) > 1200
    assert "根据《中华人民共和国建筑法》第八条规定" in document.text
    with pytest.raises(EmptyFileError, match="另存为 PDF"):
        read_document(samples / "ofd_sample.ofd", settings)


@pytest.mark.model
def test_a_scanned_page_is_recognised(
    shared_data: Path, settings: Settings, tmp_path: Path
) -> None:
    whole = PdfDocument(shared_data / "reports" / "containers" / "P26江西_scan4p.pdf")
    single = PdfDocument.new()
    single.import_pages(whole, [1])
    single.save(tmp_path / "一页.pdf")
    seen: list[Progress] = []
    document = read_document(
        tmp_path / "一页.pdf",
        settings.model_copy(update={"convert_seconds": 300}),
        progress=seen.append,
    )
    gold = shared_data / "reports" / "containers" / "P26江西_scan4p.gold.txt"
    assert overlap(gold.read_text(encoding="utf-8"), document.text)[1] >= 0.97
    assert document.warnings == ("有1页是扫描图片，文字由程序识别，请核对数字。",)
    assert [(step.done, step.total) for step in seen] == [(1, 1)]


@pytest.mark.model
def test_a_photo_of_a_page_is_recognised_whatever_it_is_called(
    shared_data: Path, settings: Settings, tmp_path: Path
) -> None:
    """A part of a page keeps this short; the whole one is measured by ``zhubi eval``."""
    whole = PdfDocument(shared_data / "reports" / "containers" / "P26江西_scan4p.pdf")
    page = whole[1].render(scale=2).to_pil().convert("RGB")
    page.crop((0, 200, page.width, 500)).save(tmp_path / "照片.doc", "JPEG", quality=85)
    patient = settings.model_copy(update={"convert_seconds": 300})
    document = read_document(tmp_path / "照片.doc", patient)
    gold = shared_data / "reports" / "containers" / "P26江西_scan4p.gold.txt"
    assert overlap(gold.read_text(encoding="utf-8"), document.text)[1] >= 0.95
    assert document.warnings[0] == "文件名是“.doc”，内容实为图片，已按内容读取。"
