"""Each file that cannot be read has its own error, with the file's name and what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from wordfiles import paragraph, write_docx

from rag.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    FileError,
    FileTooLargeError,
    NotFoundError,
    UnsupportedFileError,
)
from rag.reading.reader import read_document
from rag.settings import Settings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return data.getvalue()


def compound(stream: str) -> bytes:
    return OLE + bytes(600) + f"{stream}\0".encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "error", "advice"),
    [
        ("空.docx", b"", EmptyFileError, "重新上传"),
        ("坏.docx", b"PK\x03\x04" + b"broken" * 30, DamagedFileError, "另存为"),
        ("残.docx", archive("word/media/a.png"), DamagedFileError, "另存为"),
        ("密.docx", compound("EncryptedPackage"), EncryptedFileError, "取消密码"),
        ("无名.doc", compound("Contents"), DamagedFileError, "另存为"),
        ("坏.doc", compound("WordDocument"), DamagedFileError, "另存为"),
        ("版式.ofd", archive("OFD.xml", "Doc_0/Document.xml"), DamagedFileError, "重新导出"),
        ("演示.pptx", archive("ppt/presentation.xml"), UnsupportedFileError, "另存为 PDF"),
        ("演示.ppt", compound("PowerPoint Document"), UnsupportedFileError, "另存为 PDF"),
        ("文稿.odt", archive("mimetype", "content.xml"), UnsupportedFileError, "另存为"),
        ("资料.zip", archive("报告.docx"), UnsupportedFileError, "解压"),
        ("照片.png", b"\x89PNG\r\n\x1a\n\x00\x00", DamagedFileError, "重新导出"),
        ("程序.docx", b"MZ\x90\x00\x03", UnsupportedFileError, "另存为"),
        (
            "老.doc",
            b"<?xml version='1.0'?><?mso-application?><w:w/>",
            UnsupportedFileError,
            "另存为",
        ),
        ("乱.txt", bytes(range(256)) * 9, DamagedFileError, "另存为"),
    ],
)
def test_an_error_of_its_own(
    name: str, data: bytes, error: type[FileError], advice: str, tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_document(path, settings)
    assert type(caught.value) is error
    assert f"“{name}”" in caught.value.message
    assert advice in caught.value.hint


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes(b"x" * (2 << 20))
    with pytest.raises(FileTooLargeError, match=r"大\.txt.*2MB.*1MB"):
        read_document(path, settings.model_copy(update={"max_file_mb": 1}))


def test_missing_files_and_folders(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(NotFoundError, match=r"没有\.docx"):
        read_document(tmp_path / "没有.docx", settings)
    with pytest.raises(FileError, match="不是文件"):
        read_document(tmp_path, settings)


def test_a_misnamed_file_is_read_by_its_content_and_said(
    tmp_path: Path, settings: Settings
) -> None:
    path = write_docx(tmp_path / "报告.wps", paragraph("一、主要做法"))
    document = read_document(path, settings)
    assert document.text == "一、主要做法"
    assert document.warnings[0] == "文件名是“.wps”，内容实为Word 文档（.docx），已按内容读取。"


def test_conversion_that_hangs_is_stopped(tmp_path: Path, settings: Settings) -> None:
    """A limit no process can meet: starting alone takes longer."""
    path = tmp_path / "慢.doc"
    path.write_bytes(compound("WordDocument"))
    with pytest.raises(DamagedFileError, match="转换超过"):
        read_document(path, settings.model_copy(update={"convert_seconds": 0.001}))
