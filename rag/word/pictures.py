"""A picture on a line of its own, as wide as it was but never wider than the text."""

from __future__ import annotations

from rag.word import ooxml
from rag.word.carried import Picture
from rag.word.layout import Style

_EMU_PER_MM = 36000
_SHARE = 0.9
"""Of the text's height a picture may take, so that a line below it stays with it."""

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def picture_paragraph(picture: Picture, number: int, style: Style) -> str:
    """The paragraph of the file's ``number``-th picture, counted from 1."""
    widest, highest = style.text_width_mm, style.text_height_mm * _SHARE
    scale = min(1.0, widest / picture.width_mm, highest / picture.height_mm)
    size = [round(side * scale * _EMU_PER_MM) for side in (picture.width_mm, picture.height_mm)]
    return ooxml.paragraph("TableText", f"<w:r>{_drawing(picture, number, size)}</w:r>")


def _drawing(picture: Picture, number: int, size: list[int]) -> str:
    wide, high = size
    crop = "".join(f" {name}={ooxml.attribute(value)}" for name, value in picture.crop)
    cut = f"<a:srcRect{crop}/>" if crop else ""
    shape = (
        f'<pic:pic xmlns:pic="{_DRAWING}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="图片{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rIdPicture{number}"/>'
        f"{cut}<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0"'
        f' distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="图片{number}"/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">{shape}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
