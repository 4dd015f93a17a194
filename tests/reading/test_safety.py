"""Files made to do harm: each is refused with its own error, in bounded time and memory.

``bounded`` reads a file in a process of its own that may use one gigabyte and one minute.
Zip bombs, macros and paths in a .docx stand in test_word_text.py, those in an archive in
tests/library.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pdffiles import Placed, write_pdf
from PIL import Image
from wordfiles import paragraph, write_docx

from rag.errors import DamagedFileError, FileTooLargeError
from rag.reading.reader import read_document
from rag.settings import Settings

_READ = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from rag.errors import FileError
from rag.reading.reader import read_document
from rag.settings import Settings
said = {}
for name in sys.argv[1:]:
    try:
        document = read_document(Path(name), Settings(home=Path(name).parent))
        said[Path(name).name] = ["read", *document.warnings]
    except FileError as error:
        said[Path(name).name] = [type(error).__name__, error.message]
print(json.dumps(said))
"""


def bounded(*paths: Path) -> dict[str, list[str]]:
    """What reading the files came to; fails over a gigabyte or a minute."""
    if sys.platform == "win32":
        pytest.skip("Windows has no limit on the memory of a process")
    command = [sys.executable, "-c", _READ, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said: dict[str, list[str]] = json.loads(done.stdout)
    return said


def repack(path: Path, **parts: bytes) -> Path:
    """The same .docx or .xlsx with some parts replaced; ``__`` stands for a slash."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    named = {name.replace("__", "/"): data for name, data in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (content | named).items():
            archive.writestr(name, data)
    return path


def laughs(element: str) -> bytes:
    """Ten entities, each ten of the one before: three billion characters when resolved."""
    entities = '<!ENTITY a0 "哈哈哈">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10)
    )
    return f"<!DOCTYPE x [{entities}]><{element}>&a9;</{element}>".encode()


def nested(opening: str, closing: str, depth: int, core: str = "最深") -> str:
    return opening * depth + core + closing * depth


def workbook(path: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.save(path)
    return path


def test_hostile_files_are_answered_within_a_gigabyte_and_a_minute(tmp_path: Path) -> None:
    hundred = tmp_path / "百兆.txt"
    with hundred.open("wb") as file:
        file.truncate(100 << 20)
    bomb = tmp_path / "炸弹.xlsx"
    with (
        zipfile.ZipFile(workbook(bomb), "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        for _ in range(450):
            part.write(bytes(1 << 20))
    table = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>"
    deep = write_docx(tmp_path / "深.docx", nested(table, "</w:tc></w:tr></w:tbl>", 2000))
    page = tmp_path / "深.html"
    page.write_text(
        f"<html>{nested('<table><tr><td>旁</td><td>', '</td></tr></table>', 20_000)}</html>",
        encoding="utf-8",
    )
    rich = tmp_path / "深.rtf"
    rich.write_bytes(b"{\\rtf1 " + b"{" * 300_000 + b"\\u20013?" + b"}" * 300_000 + b"}")
    word = write_docx(tmp_path / "笑.docx", "")
    repack(word, **{"word__document.xml": laughs("document")})
    sheet = repack(workbook(tmp_path / "笑.xlsx"), **{"xl__workbook.xml": laughs("workbook")})

    said = bounded(hundred, bomb, deep, page, rich, word, sheet)
    assert said["百兆.txt"] == ["FileTooLargeError", "“百兆.txt”有100MB，超过上限50MB。"]
    assert said["炸弹.xlsx"][0] == "FileTooLargeError"
    assert said["深.docx"][0] == "DamagedFileError"
    assert said["深.html"][0] == said["深.rtf"][0] == "read"
    assert said["笑.docx"] == ["DamagedFileError", "“笑.docx”含有不安全的 XML 声明，已拒绝读取。"]
    assert said["笑.xlsx"] == ["DamagedFileError", "“笑.xlsx”含有不安全的 XML 声明，已拒绝读取。"]


def test_a_pdf_of_two_thousand_pages_is_refused_before_it_is_read(
    tmp_path: Path, settings: Settings
) -> None:
    path = write_pdf(tmp_path / "厚.pdf", [[Placed("一", 80, 120)]] * 2000)
    with pytest.raises(FileTooLargeError, match="有2000页，超过上限500页"):
        read_document(path, settings)


def test_a_picture_of_too_many_pixels_is_refused(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "巨.png"
    Image.new("1", (20_000, 8_000)).save(path)
    with pytest.raises(FileTooLargeError, match="展开后过大"):
        read_document(path, settings)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address in this machine, and what was asked for there."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


def test_nothing_outside_a_file_is_ever_fetched(
    listener: tuple[str, list[str]], tmp_path: Path, settings: Settings
) -> None:
    address, asked = listener
    kinds = ("image", "attachedTemplate", "aFChunk", "styles", "numbering", "hyperlink")
    relations = "".join(
        f'<Relationship Id="x{kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{address}/{kind}" TargetMode="External"/>'
        for kind in kinds
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    word = write_docx(tmp_path / "a.docx", paragraph("正文。") + '<w:altChunk r:id="xaFChunk"/>')
    rels = f'<Relationships xmlns="{space}">{relations}</Relationships>'.encode()
    repack(word, **{"word___rels__document.xml.rels": rels})
    page = tmp_path / "a.html"
    page.write_text(
        f'<html><link rel="stylesheet" href="{address}/css"><img src="{address}/img">'
        f'<iframe src="{address}/frame"></iframe><script src="{address}/js"></script>正文。</html>',
        encoding="utf-8",
    )
    rich = tmp_path / "a.rtf"
    field = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{address}/rtf"}}{{\\fldrslt}}}}'
    rich.write_text(f"{{\\rtf1 {field}\\u27491?\\u25991?\\u12290?\\par}}", encoding="ascii")
    outside = tmp_path / "b.docx"
    outside.write_bytes(word.read_bytes())
    system = f'<!DOCTYPE x SYSTEM "{address}/dtd"><w:document/>'.encode()
    repack(outside, **{"word__document.xml": system})
    for path in (word, page, rich):
        assert read_document(path, settings).text == "正文。"
    with pytest.raises(DamagedFileError):
        read_document(outside, settings)
    assert asked == []


def test_a_sheet_longer_than_the_limit_is_refused_and_not_cut(
    tmp_path: Path, settings: Settings
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    for number in range(12):
        page.append([f"指标{number}", number])
    page.cell(row=90_000, column=1).value = ""
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text("指标,1\n" * 12, encoding="utf-8")
    strict = settings.model_copy(update={"max_rows": 10})
    for name in ("a.xlsx", "a.csv"):
        with pytest.raises(FileTooLargeError, match="超过上限10行"):
            read_document(tmp_path / name, strict)
        assert read_document(tmp_path / name, settings).blocks


def test_a_worker_over_its_memory_is_an_error_of_the_file(
    tmp_path: Path, settings: Settings
) -> None:
    """A picture that needs more than the worker may have."""
    data = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(data, "PNG")
    path = tmp_path / "大.png"
    path.write_bytes(data.getvalue())
    small = settings.model_copy(update={"convert_memory_mb": 512})
    with pytest.raises(DamagedFileError, match=r"大\.png"):
        read_document(path, small)
