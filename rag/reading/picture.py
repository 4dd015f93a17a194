"""Photos and scans that come as picture files: each frame is a page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from rag.reading.pagefile import LONGEST_SIDE, POINTS_HIGH, PageError, Picture

_MAX_PIXELS = 120_000_000
_SMALL = 1600
"""Pictures with a longest side under this many pixels (screenshots) are enlarged: the
recogniser misses small characters."""

_BROKEN = (OSError, ValueError, SyntaxError, TypeError, EOFError, IndexError, MemoryError)


class PicturePages:
    """The frames of a picture file. Raises PageError."""

    def __init__(self, path: Path) -> None:
        Image.MAX_IMAGE_PIXELS = _MAX_PIXELS // 2  # Pillow refuses at twice this number.
        try:
            self._image = Image.open(path)
            self._count = int(getattr(self._image, "n_frames", 1))
        except Image.DecompressionBombError as error:
            raise PageError("large") from error
        except _BROKEN as error:
            raise PageError from error

    def __len__(self) -> int:
        return self._count

    def read(self, number: int) -> Picture:
        """One frame, turned as the camera noted and of a size that reads well."""
        try:
            self._image.seek(number)
            frame = ImageOps.exif_transpose(self._image).convert("RGB")
        except (Image.DecompressionBombError, *_BROKEN) as error:
            raise PageError from error
        longest = max(frame.size)
        factor = 2.0 if longest < _SMALL else min(1.0, LONGEST_SIDE / longest)
        size = tuple(max(1, round(side * factor)) for side in frame.size)
        if size != frame.size:
            frame = frame.resize((size[0], size[1]), Image.Resampling.LANCZOS)
        pixels = np.ascontiguousarray(np.asarray(frame)[:, :, ::-1])
        return Picture(pixels, max(size) / POINTS_HIGH)
