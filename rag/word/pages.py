"""The pages of a PDF as images."""

from __future__ import annotations

from pathlib import Path

PREVIEW_DPI = 96
"""A page of A4 is then about 794 pixels wide, its natural size in a browser."""


def page_images(pdf: Path, out_dir: Path, *, dpi: int = PREVIEW_DPI) -> tuple[Path, ...]:
    """Write every page as ``page-001.png`` and so on into a folder that exists."""
    import pypdfium2

    made = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            target = out_dir / f"page-{number + 1:03}.png"
            document[number].render(scale=dpi / 72).to_pil().save(target, optimize=True)
            made.append(target)
    finally:
        document.close()
    return tuple(made)
