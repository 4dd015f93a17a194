"""The .docx around a report's text: a clean template of our own, filled through python-docx.

python-docx's default template is en-US, in compatibility mode 14, with theme fonts, coloured
headings, a thumbnail and two style parts of 430 kB. Ours is made once per style and holds just
what is used. Body and comments go in as XML: adding them run by run and comment by comment
takes twenty times as long.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.word import ooxml
from rag.word.layout import Style
from rag.word.sheets import section
from rag.word.stylesheet import styles_xml

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties

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
_PICTURES = {"jpg": "jpeg", "tif": "tiff", "emf": "x-emf", "wmf": "x-wmf"}
_COMMENTS = ("comments", "comments")
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties"/>'
)
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


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture's bytes and the ending of its file name."""

    data: bytes
    kind: str


def pack(
    style: Style,
    body: str,
    comments: str,
    properties: Properties,
    media: Sequence[Medium] = (),
) -> bytes:
    """The bytes of a .docx. ``body`` and ``comments`` are XML; no comments, no such part.

    The body refers to the first of ``media`` as rIdPicture1 and so on.
    """
    import docx
    from docx.oxml import parse_xml

    made = comments or media
    template = _template(style, comments, media) if made else _plain_template(style)
    document = docx.Document(io.BytesIO(template))
    # One move of the whole body: moved one by one, paragraphs take twenty times as long.
    filled = parse_xml(f"<w:body {ooxml.NAMESPACES}>{body}</w:body>")
    filled.append(document.element.body[-1])
    document.element.replace(document.element.body, filled)
    _describe(document.core_properties, properties)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _describe(core: CoreProperties, properties: Properties) -> None:
    moment = properties.moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core.title = ooxml.printable(properties.title[:255])
    core.author = core.last_modified_by = ooxml.printable(properties.author[:255])
    core.created = core.modified = moment
    core.revision = 1
    core.comments = ""
    core.language = "zh-CN"


@lru_cache(maxsize=16)
def _plain_template(style: Style) -> bytes:
    return _template(style, "", ())


def _template(style: Style, comments: str, media: Sequence[Medium]) -> bytes:
    """An empty document in the style, with the comments and pictures its body will refer to."""
    parts = _PARTS + ((_COMMENTS,) if comments else ())
    files = {
        "[Content_Types].xml": _content_types(parts, sorted({item.kind for item in media})),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _CORE,
        "word/document.xml": _document(style),
        "word/_rels/document.xml.rels": _document_relations(parts, media),
        **_fixed_parts(style),
    }
    if comments:
        files["word/comments.xml"] = f"<w:comments {ooxml.NAMESPACES}>{comments}</w:comments>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, _HEADER + content)
        for number, item in enumerate(media, start=1):
            archive.writestr(f"word/media/image{number}.{item.kind}", item.data)
    return buffer.getvalue()


def _fixed_parts(style: Style) -> dict[str, str]:
    return {
        "word/styles.xml": styles_xml(style),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(style),
        "word/footer1.xml": _footer(style, even=False),
        "word/footer2.xml": _footer(style, even=True),
    }


def _content_types(parts: tuple[tuple[str, str], ...], kinds: Sequence[str]) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *parts)
    )
    pictures = "".join(
        f'<Default Extension="{kind}" ContentType="image/{_PICTURES.get(kind, kind)}"/>'
        for kind in kinds
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{pictures}{overrides}"
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


def _document_relations(parts: tuple[tuple[str, str], ...], media: Sequence[Medium]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{ooxml.R}/{kind}" Target="{name}.xml"/>'
        for number, (name, kind) in enumerate(parts, start=1)
    )
    relations += "".join(
        f'<Relationship Id="rIdPicture{number}" Type="{ooxml.R}/image"'
        f' Target="media/image{number}.{item.kind}"/>'
        for number, item in enumerate(media, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'


def _document(style: Style) -> str:
    """One section with the page, its margins, footers and the line grid."""
    return f"<w:document {ooxml.NAMESPACES}><w:body>{section(style)}</w:body></w:document>"


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
