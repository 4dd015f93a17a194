"""The page as WordprocessingML: upright, and laid across for a wide table (clause 8)."""

from __future__ import annotations

from rag.word import ooxml
from rag.word.layout import Style
from rag.word.measures import twips

FOOTERS = ("rId4", "rId5")
"""Relationship ids of the odd and the even pages' footers."""

_LEAST = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def section(style: Style, *, across: bool = False) -> str:
    """The properties of a section. Laid across, the head of the page is at the binding edge."""
    page = style.page
    wide, high = twips(page.width_mm), twips(page.height_mm)
    sides = (page.top_mm, page.right_mm, page.bottom_mm, page.left_mm)
    footer = style.footer_mm
    turned = ""
    if across:
        wide, high, turned = high, wide, ' w:orient="landscape"'
        sides = (page.left_mm, page.top_mm, page.right_mm, page.bottom_mm)
        footer = max(0.0, footer - page.bottom_mm + page.right_mm)
    top, right, bottom, left = map(twips, sides)
    return (
        f"<w:sectPr>{_footers(style)}"
        f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
        f' w:header="851" w:footer="{twips(footer)}" w:gutter="0"/><w:cols w:space="425"/>'
        # linesAndChars with a negative charSpace makes LibreOffice set 14 characters a line
        f'<w:docGrid w:type="lines" w:linePitch="{style.line_twips}"/></w:sectPr>'
    )


def _footers(style: Style) -> str:
    if style.page_number.place == "none":
        return ""
    return "".join(
        f'<w:footerReference w:type="{kind}" r:id="{ident}"/>'
        for kind, ident in zip(("default", "even"), FOOTERS, strict=True)
    )


def laid_across(content: str, style: Style) -> str:
    """Content on pages of its own that are laid across."""
    before = ooxml.paragraph("TableText", "", _LEAST + section(style))
    return before + content + ooxml.paragraph("TableText", "", _LEAST + section(style, across=True))
