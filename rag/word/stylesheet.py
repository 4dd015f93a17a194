"""The style sheet: Word's built-in styles, dressed in a layout."""

from __future__ import annotations

from rag.word import ooxml
from rag.word.layout import Style

HEADING_LEVELS = (1, 2, 3, 4)


def styles_xml(style: Style) -> str:
    """The whole style part.

    Headings are Word's own (Heading 1–4), so they show in the navigation pane; each has a
    linked character style for a heading that runs into its paragraph.
    """
    body = ooxml.fonts(style.body.font, style.body.digits_font)
    defaults = ooxml.run_properties(font=body, black=True, size_pt=style.body.size_pt)
    content = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{defaults}{ooxml.LANGUAGE}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>",
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0"'
        ' w:defUnhideWhenUsed="0" w:defQFormat="0" w:count="376"/>',
        _base_styles(style),
        *(_heading(style, number) for number in HEADING_LEVELS),
        _front_styles(style),
        _closing_styles(style),
        _attachment_styles(style),
        _table_styles(style),
        _comment_styles(),
    )
    return f"<w:styles {ooxml.NAMESPACES}>{''.join(content)}</w:styles>"


def _grid(style: Style, before: float = 0, after: float = 0, size_pt: float = 0) -> str:
    """Exact line pitch, wider for larger type; ``before`` and ``after`` in lines."""
    pitch = style.line_twips
    line = max(pitch, round(size_pt * 24))
    return ooxml.spacing(before=round(before * pitch), after=round(after * pitch), line=line)


def _base_styles(style: Style) -> str:
    # widow control would leave pages of 21 lines; automatic gaps beside digits break the
    # 28 characters of a line; hanging punctuation is Word's default, but LibreOffice 7.4 takes
    # an absent or 0 value for "hang" and can then lose a comma at the line's end
    normal = (
        '<w:widowControl w:val="0"/><w:overflowPunct w:val="1"/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:adjustRightInd w:val="0"/>{_grid(style)}<w:jc w:val="both"/>'
    )
    face = ooxml.run_properties(
        font=ooxml.fonts(style.body.font, style.body.digits_font),
        tracking=style.tracking_twips,
        size_pt=style.body.size_pt,
    )
    return (
        ooxml.style(
            "paragraph",
            "Normal",
            "Normal",
            default=True,
            paragraph_properties=normal,
            run_properties=face,
        )
        + ooxml.style("character", "DefaultParagraphFont", "Default Paragraph Font", default=True)
        + '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
        '<w:name w:val="No List"/></w:style>'
        + ooxml.style(
            "paragraph",
            "BodyText",
            "Body Text",
            based_on="Normal",
            paragraph_properties=ooxml.indent(style.body.size_pt, first=style.body.indent),
        )
        + _footer_style(style)
    )


def _footer_style(style: Style) -> str:
    number = style.page_number
    # exact, so that the dash stands equally high whatever font is installed
    line = ooxml.spacing(line=round(number.size_pt * 26))
    face = ooxml.run_properties(font=ooxml.fonts(number.font), tracking=0, size_pt=number.size_pt)
    return ooxml.style(
        "paragraph",
        "Footer",
        "footer",
        based_on="Normal",
        paragraph_properties=f'<w:snapToGrid w:val="0"/>{line}',
        run_properties=face,
    )


def _heading(style: Style, number: int) -> str:
    level = style.level(number)
    latin = style.body.digits_font if level.font == style.body.font else ""
    face = ooxml.run_properties(
        font=ooxml.fonts(level.font, latin),
        bold=level.bold,
        black=True,
        tracking=style.tracking_twips,
        size_pt=style.level_pt(number),
    )
    place = (
        f"<w:keepNext/>{_grid(style)}"
        f"{ooxml.indent(style.level_pt(number), first=style.body.indent)}"
        f'<w:outlineLvl w:val="{number - 1}"/>'
    )
    ident = f"Heading{number}"
    return ooxml.style(
        "paragraph",
        ident,
        f"heading {number}",
        based_on="Normal",
        following="BodyText",
        link=f"{ident}Char",
        paragraph_properties=place,
        run_properties=face,
    ) + ooxml.style(
        "character",
        f"{ident}Char",
        f"heading {number} Char",
        based_on="DefaultParagraphFont",
        link=ident,
        run_properties=face,
    )


def _title_face(style: Style) -> str:
    return ooxml.run_properties(
        font=ooxml.fonts(style.title.font),
        bold=style.title.bold,
        black=True,
        tracking=0,
        size_pt=style.title.size_pt,
    )


def _front_styles(style: Style) -> str:
    grid = _grid(style, after=style.title.blank_after, size_pt=style.title.size_pt)
    return ooxml.style(
        "paragraph",
        "Title",
        "Title",
        based_on="Normal",
        following="BodyText",
        paragraph_properties=f'<w:keepNext/><w:snapToGrid w:val="0"/>{grid}<w:jc w:val="center"/>',
        run_properties=_title_face(style),
    ) + ooxml.style(
        "paragraph", "Salutation", "Salutation", based_on="Normal", following="BodyText"
    )


def _closing_styles(style: Style) -> str:
    before = _grid(style, before=style.signature.blank_before)
    note = _grid(style, before=style.attachment.note_blank_before)
    return (
        ooxml.style(
            "paragraph",
            "AttachmentNote",
            "附件说明",
            based_on="Normal",
            paragraph_properties=f'{note}<w:jc w:val="left"/>',
        )
        + ooxml.style(
            "paragraph",
            "Signature",
            "Signature",
            based_on="Normal",
            following="Date",
            paragraph_properties=f'<w:keepNext/>{before}<w:jc w:val="right"/>',
        )
        + ooxml.style(
            "paragraph",
            "Date",
            "Date",
            based_on="Normal",
            paragraph_properties='<w:jc w:val="right"/>',
        )
    )


def _attachment_styles(style: Style) -> str:
    label = ooxml.run_properties(font=ooxml.fonts(style.attachment.label_font), black=True)
    between = style.attachment.title_line - 2
    grid = _grid(style, before=between, after=1, size_pt=style.title.size_pt)
    return ooxml.style(
        "paragraph",
        "AttachmentLabel",
        "附件标识",
        based_on="Normal",
        following="AttachmentTitle",
        paragraph_properties="<w:keepNext/><w:pageBreakBefore/>",
        run_properties=label,
    ) + ooxml.style(
        "paragraph",
        "AttachmentTitle",
        "附件标题",
        based_on="Normal",
        following="BodyText",
        paragraph_properties=f'<w:keepNext/><w:snapToGrid w:val="0"/>{grid}<w:jc w:val="center"/>',
        run_properties=_title_face(style),
    )


def _table_styles(style: Style) -> str:
    # an exact pitch would clip a cell of two lines
    loose = f'<w:snapToGrid w:val="0"/>{ooxml.spacing()}<w:jc w:val="center"/>'
    size = style.table.size_pt
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    text = ooxml.run_properties(font=ooxml.fonts(style.table.font), tracking=0, size_pt=size)
    head = ooxml.run_properties(font=ooxml.fonts(style.table.head_font), tracking=0, size_pt=size)
    margins = (
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
        '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    )
    bordered = margins.replace(
        "<w:tblCellMar>", f"<w:tblBorders>{edges}</w:tblBorders><w:tblCellMar>"
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        f'<w:name w:val="Normal Table"/><w:tblPr>{margins}</w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr>{bordered}</w:tblPr></w:style>'
        + ooxml.style(
            "paragraph",
            "TableText",
            "表格文字",
            based_on="Normal",
            paragraph_properties=loose,
            run_properties=text,
        )
        + ooxml.style(
            "paragraph",
            "TableTextLeft",
            "表格文字左齐",
            based_on="TableText",
            paragraph_properties='<w:jc w:val="left"/>',
        )
        + ooxml.style(
            "paragraph", "TableHead", "表格表头", based_on="TableText", run_properties=head
        )
    )


def _comment_styles() -> str:
    small = ooxml.run_properties(tracking=0, size_pt=10.5)
    loose = f'<w:snapToGrid w:val="0"/>{ooxml.spacing()}<w:jc w:val="left"/>'
    return ooxml.style(
        "character",
        "CommentReference",
        "annotation reference",
        based_on="DefaultParagraphFont",
        run_properties=ooxml.run_properties(size_pt=10.5),
    ) + ooxml.style(
        "paragraph",
        "CommentText",
        "annotation text",
        based_on="Normal",
        paragraph_properties=loose,
        run_properties=small,
    )
