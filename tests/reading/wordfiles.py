"""Word files written part by part, so that no library's idea of .docx stands in between."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, TypeVar

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
)
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"


def paragraph(text: str = "", properties: str = "", runs: str = "") -> str:
    """A paragraph of one run, or of the runs given."""
    run = runs or f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def listed(text: str, number: int, level: int = 0) -> str:
    """A paragraph of a numbered list."""
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def level(index: int, numbering: str, pattern: str, *, start: int = 1, extra: str = "") -> str:
    """One level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{numbering}"/>'
        f'{extra}<w:suff w:val="nothing"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def abstract(number: int, levels: Sequence[str], extra: str = "") -> str:
    """An abstract list."""
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{extra}'
        f"{''.join(levels)}</w:abstractNum>"
    )


def instance(number: int, of: int, overrides: str = "") -> str:
    """A list that uses an abstract one."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


Target = TypeVar("Target", Path, BinaryIO)


def write_docx(path: Target, body: str, parts: Mapping[str, str] | None = None) -> Target:
    """A .docx with this body; ``parts`` are inner XML of further parts by name."""
    parts = parts or {}
    main = f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    overrides, relations = "", ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", main)
        for number, (name, inner) in enumerate(parts.items()):
            root = {"header1": "hdr", "footer1": "ftr"}.get(name, name)
            archive.writestr(f"word/{name}.xml", f"<w:{root} {_NAMESPACES}>{inner}</w:{root}>")
            kind = name.rstrip("1")
            overrides += (
                f'<Override PartName="/word/{name}.xml" ContentType="{_KIND.format(kind)}"/>'
            )
            relations += (
                f'<Relationship Id="r{number}" Type="{_RELATION.format(kind)}" '
                f'Target="{name}.xml"/>'
            )
        overrides += (
            '<Override PartName="/word/document.xml" '
            f'ContentType="{_KIND.format("document.main")}"/>'
        )
        space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
        archive.writestr("[Content_Types].xml", _TYPES.format(overrides=overrides))
        archive.writestr(
            "_rels/.rels",
            f'<Relationships {space}><Relationship Id="r1" '
            f'Type="{_RELATION.format("officeDocument")}" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f"<Relationships {space}>{relations}</Relationships>"
        )
    return path
