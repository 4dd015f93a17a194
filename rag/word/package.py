"""The parts of a .docx around its text: page, styles, settings, footers, properties.

Written whole instead of repairing python-docx's default template: that one is en-US, in
compatibility mode 14, with theme fonts, coloured headings, a thumbnail and two style parts of
430 kB; this package holds just what is used.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType

from rag.word import ooxml
from rag.word.layout import Style
from rag.word.measures import twips
from rag.word.stylesheet import styles_xml

_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARTS = (
    ("styles", "styles"),
    ("settings", "settings"),
    ("fontTable", "fontTable"),
    ("footer1", "footer"),
    ("footer2", "footer"),
)
_COMMENTS = ("comments", "comments")
_ALTERNATIVES = {
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "方正小标宋简体": "方正小标宋_GBK",
    "黑体": "SimHei",
    "宋体": "SimSun",
    "仿宋": "FangSong",
    "楷体": "KaiTi",
}
"""Other names under which a computer may have the font."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself: nothing of the machine or the person at it."""

    title: str
    author: str
    moment: datetime


def pack(style: Style, body: str, comments: str, properties: Properties) -> bytes:
    """The bytes of a .docx. ``body`` and ``comments`` are XML; no comments, no such part."""
    parts = _PARTS + ((_COMMENTS,) if comments else ())
    files = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(properties),
        "word/document.xml": _document(style, body),
        "word/_rels/document.xml.rels": _document_relations(parts),
        **_fixed_parts(style),
    }
    if comments:
        files["word/comments.xml"] = f"<w:comments {ooxml.NAMESPACES}>{comments}</w:comments>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, _HEADER + content)
    return buffer.getvalue()


@lru_cache(maxsize=8)
def _fixed_parts(style: Style) -> Mapping[str, str]:
    """The parts that depend on the style alone; made once per style."""
    return MappingProxyType(
        {
            "word/styles.xml": styles_xml(style),
            "word/settings.xml": _settings(),
            "word/fontTable.xml": _font_table(style),
            "word/footer1.xml": _footer(style, even=False),
            "word/footer2.xml": _footer(style, even=True),
        }
    )


def _content_types(parts: tuple[tuple[str, str], ...]) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *parts)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}"
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _package_relations() -> str:
    return (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{ooxml.R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATIONS}/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>'
    )


def _document_relations(parts: tuple[tuple[str, str], ...]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{ooxml.R}/{kind}" Target="{name}.xml"/>'
        for number, (name, kind) in enumerate(parts, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'


def _core(properties: Properties) -> str:
    author = ooxml.clean(properties.author[:255])
    moment = properties.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{ooxml.clean(properties.title[:255])}</dc:title>"
        f"<dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f"<cp:revision>1</cp:revision>{times}<dc:description></dc:description>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _document(style: Style, body: str) -> str:
    """The text in one section with the page, its margins, footers and the line grid."""
    page = style.page
    references = (
        '<w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
    )
    return (
        f"<w:document {ooxml.NAMESPACES}><w:body>{body}<w:sectPr>"
        f"{references if style.page_number.place != 'none' else ''}"
        f'<w:pgSz w:w="{twips(page.width_mm)}" w:h="{twips(page.height_mm)}"/>'
        f'<w:pgMar w:top="{twips(page.top_mm)}" w:right="{twips(page.right_mm)}"'
        f' w:bottom="{twips(page.bottom_mm)}" w:left="{twips(page.left_mm)}"'
        f' w:header="851" w:footer="{twips(style.footer_mm)}" w:gutter="0"/>'
        '<w:cols w:space="425"/>'
        # linesAndChars with a negative charSpace makes LibreOffice set 14 characters a line
        f'<w:docGrid w:type="lines" w:linePitch="{style.line_twips}"/></w:sectPr>'
        "</w:body></w:document>"
    )


def _settings() -> str:
    uri = "http://schemas.microsoft.com/office/word"
    settings = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{uri}" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    return (
        f"<w:settings {ooxml.NAMESPACES}>"
        '<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>"
        "<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
        f"<w:adjustLineHeightInTable/><w:useFELayout/>{settings}</w:compat>"
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _font_table(style: Style) -> str:
    fonts = ""
    for name in style.fonts():
        other = _ALTERNATIVES.get(name, "")
        alternative = f"<w:altName w:val={ooxml.attribute(other)}/>" if other else ""
        charset = "00" if name.isascii() else "86"
        fonts += (
            f'<w:font w:name={ooxml.attribute(name)}>{alternative}<w:charset w:val="{charset}"/>'
            '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        )
    return f"<w:fonts {ooxml.NAMESPACES}>{fonts}</w:fonts>"


def _footer(style: Style, *, even: bool) -> str:
    """“— 1 —”: right on odd pages, left on even ones, one blank character from the edge."""
    number = style.page_number
    side = {"center": "center", "none": "center"}.get(number.place, "left" if even else "right")
    blank = number.blank if side != "center" else 0
    place = ooxml.indent(
        number.size_pt, left=blank if side == "left" else 0, right=blank if side == "right" else 0
    )
    face = ooxml.HINT
    content = ooxml.run("— ", face) + ooxml.page_field(face) + ooxml.run(" —", face)
    body = ooxml.paragraph("Footer", content, f'{place}<w:jc w:val="{side}"/>')
    return f"<w:ftr {ooxml.NAMESPACES}>{body}</w:ftr>"
