"""PDF files written by hand: text at given places in a font every reader knows by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Placed:
    """A run of text with its left edge and base line in points from the top left corner."""

    text: str
    left: float
    top: float
    size: float = 16


def write_pdf(
    path: Path,
    pages: Sequence[Sequence[Placed]],
    rules: Sequence[tuple[float, float, float, float]] = (),
) -> Path:
    """A4 pages of placed text; ``rules`` (x0, y0, x1, y1 from the top) are drawn on each."""
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    kids = []
    for placed in pages:
        stream = "".join(
            f"BT /F1 {each.size} Tf 1 0 0 1 {each.left} {842 - each.top} Tm "
            f"<{each.text.encode('utf-16-be').hex()}> Tj ET\n"
            for each in placed
        )
        stream += "".join(f"{a} {842 - b} m {c} {842 - d} l S\n" for a, b, c, d in rules)
        data = stream.encode("ascii")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(data), data))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % len(objects)
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids).encode("ascii")
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (listed, len(kids))
    path.write_bytes(_assemble(objects))
    return path


def _assemble(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(out))
    )
