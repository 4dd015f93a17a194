from pathlib import Path

import pytest

from rag.errors import ComponentError, InputError
from rag.word.pdf import to_pdf


def test_without_libreoffice_the_reader_learns_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(b"x")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ComponentError, match="没有安装 LibreOffice") as caught:
        to_pdf(source, tmp_path)
    assert "另存为 PDF" in caught.value.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"找不到文件“a\.docx”"):
        to_pdf(tmp_path / "a.docx", tmp_path)


def test_an_office_that_makes_nothing_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(b"x")
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    office.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ComponentError, match="没有生成 PDF"):
        to_pdf(source, tmp_path)
    assert not (tmp_path / "a.pdf").exists()
