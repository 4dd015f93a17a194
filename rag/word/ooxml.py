"""All WordprocessingML in one place, as strings.

The order of children follows the schema (ISO/IEC 29500): Word repairs or refuses a file that
has them in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
HINT = '<w:rFonts w:hint="eastAsia"/>'
"""Makes “ ” … — take the Chinese font where digits have another one."""

KEEP = "<w:keepNext/>"
"""Ties a paragraph to the next one: no page ends between them."""

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Text without the characters XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def clean(text: str) -> str:
    """Text as XML content: escaped, without the characters XML cannot hold."""
    return escape(printable(text))


def attribute(text: str) -> str:
    """Text as a quoted attribute value."""
    return quoteattr(printable(text))


def fonts(chinese: str, latin: str = "") -> str:
    """All four font slots by name, so that no theme font can come through."""
    east, west = attribute(chinese), attribute(latin or chinese)
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii={west} w:hAnsi={west} w:eastAsia={east} w:cs={west}/>'
    )


def run_properties(
    *,
    style: str = "",
    font: str = "",
    bold: bool | None = None,
    black: bool = False,
    tracking: int | None = None,
    size_pt: float = 0,
    highlight: str = "",
) -> str:
    """What stands inside ``w:rPr``; ``font`` is a ``w:rFonts`` element, ``tracking`` in twips."""
    parts = [f'<w:rStyle w:val="{style}"/>' if style else "", font]
    if bold is not None:
        value = "1" if bold else "0"
        parts.append(f'<w:b w:val="{value}"/><w:bCs w:val="{value}"/>')
    if black:
        parts.append('<w:color w:val="000000"/>')
    if tracking is not None:
        parts.append(f'<w:spacing w:val="{tracking}"/>')
    if size_pt:
        half = round(size_pt * 2)
        parts.append(f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>')
    if highlight:
        parts.append(f'<w:highlight w:val="{highlight}"/>')
    return "".join(parts)


def run(text: str, properties: str = HINT) -> str:
    """A run; newlines become line breaks inside the paragraph."""
    lines = (f'<w:t xml:space="preserve">{clean(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph in a style, with direct ``properties`` after the style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def indent(
    size_pt: float, *, first: float = 0, left: float = 0, right: float = 0, hanging: float = 0
) -> str:
    """Indents in characters of a type size, in characters and in twips.

    Word follows the characters, programs that do not know them the twips.
    """
    values = (("left", left), ("right", right), ("hanging", hanging), ("firstLine", first))
    parts = [
        f'w:{name}Chars="{round(count * 100)}" w:{name}="{round(count * size_pt * 20)}"'
        for name, count in values
        if count
    ]
    if not hanging and not first:
        parts.append('w:firstLineChars="0" w:firstLine="0"')
    return f"<w:ind {' '.join(parts)}/>"


def spacing(*, before: int = 0, after: int = 0, line: int = 0) -> str:
    """Space around a paragraph in twips; an exact line pitch, or single lines when 0."""
    pitch = f'w:line="{line}" w:lineRule="exact"' if line else 'w:line="240" w:lineRule="auto"'
    return f'<w:spacing w:before="{before}" w:after="{after}" {pitch}/>'


def style(
    kind: str,
    ident: str,
    name: str,
    *,
    based_on: str = "",
    following: str = "",
    link: str = "",
    default: bool = False,
    paragraph_properties: str = "",
    run_properties: str = "",
) -> str:
    """A paragraph or character style; Word's own have English names, ours Chinese ones."""
    default_mark = ' w:default="1"' if default else ""
    built_in = name.isascii() and not name.endswith(" Char")
    custom = "" if built_in else ' w:customStyle="1"'
    parts = [
        f'<w:style w:type="{kind}"{default_mark}{custom} w:styleId="{ident}">',
        f'<w:name w:val="{name}"/>',
        f'<w:basedOn w:val="{based_on}"/>' if based_on else "",
        f'<w:next w:val="{following}"/>' if following else "",
        f'<w:link w:val="{link}"/>' if link else "",
        "<w:qFormat/>" if kind == "paragraph" else "",
        f"<w:pPr>{paragraph_properties}</w:pPr>" if paragraph_properties else "",
        f"<w:rPr>{run_properties}</w:rPr>" if run_properties else "",
        "</w:style>",
    ]
    return "".join(parts)


def page_field(properties: str) -> str:
    """The page number with a cached result, for programs that do not compute fields."""
    rpr = f"<w:rPr>{properties}</w:rPr>"
    return (
        f'<w:r>{rpr}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{rpr}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{rpr}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{rpr}<w:t>1</w:t></w:r>"
        f'<w:r>{rpr}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def comment_start(ident: int) -> str:
    """Where a comment's place begins."""
    return f'<w:commentRangeStart w:id="{ident}"/>'


def comment_end(ident: int) -> str:
    """Where a comment's place ends, with the reference Word needs right after it."""
    return (
        f'<w:commentRangeEnd w:id="{ident}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/>'
        f'</w:rPr><w:commentReference w:id="{ident}"/></w:r>'
    )


def comment(ident: int, author: str, moment: str, lines: Iterable[str]) -> str:
    """A comment of several paragraphs. ``moment`` is ISO 8601."""
    reference = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    body = ""
    for number, line in enumerate(lines):
        body += paragraph("CommentText", ("" if number else reference) + run(line))
    return (
        f'<w:comment w:id="{ident}" w:author={attribute(author)} w:initials={attribute(author[:1])}'
        f' w:date="{moment}">{body}</w:comment>'
    )
