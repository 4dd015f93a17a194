"""OCR of one page picture by rapidocr, whose models are inside its wheel.

Only ever imported in the worker process of ``pages``: the models take a second to load and most
of the machine to run.
"""

from __future__ import annotations

import logging
import math
import re
from functools import cache
from statistics import median
from typing import Any

from numpy import ascontiguousarray, rot90

from rag.reading.pagefile import LONGEST_SIDE
from rag.reading.pieces import Piece

_DETECTION_SIDE = 1280
_MIN_SCORE = 0.3
_SMALLEST_TILT = 0.2
_UNSURE = 0.75
_WIDE = str.maketrans("(),:;?!", "（），：；？！")
_NARROW_MARK = re.compile(
    r"(?<=[\u3000-\u9fff”’》）％%\d])[(,:;?!)](?=[\u3000-\u9fff“‘《（]|$)|(?<=[\u3000-\u9fff”》）])[(),:;?!]"
    r"|(?:^|(?<=[\s]))\((?=[\u4e00-\u9fff])|\([\u4e00-\u9fff]{1,12}\)|^\(\d{1,2}\)|[()](?=[\u4e00-\u9fff])"
)


def recognise(picture: Any, scale: float) -> list[Piece]:
    """The lines of text on a page picture (BGR), placed as in a text page.

    ``scale`` is how many pixels make a point. A page that was scanned a little askew is set
    straight before its lines are put in order; one that lies on its side or on its head is
    turned, whichever way reads best.
    """
    best = _read(picture)
    for turns in _turns(best):
        turned = _read(rot90(picture, turns))
        best = turned if _confidence(turned) > _confidence(best) else best
    if best.boxes is None or best.txts is None:
        return []
    boxes = [[(float(x) / scale, float(y) / scale) for x, y in box] for box in best.boxes]
    tilt = _tilt(boxes)
    middle = max(x for box in boxes for x, _ in box) / 2
    return [
        _piece(_widened(text), box, tilt, (middle, middle))
        for text, box in zip(best.txts, boxes, strict=True)
        if text.strip()
    ]


def _read(picture: Any) -> Any:
    return _engine()(ascontiguousarray(picture), use_cls=False)


def _confidence(found: Any) -> float:
    """How sure the recogniser is of a page, by its characters."""
    if found.txts is None:
        return 0.0
    letters = sum(map(len, found.txts))
    sure = sum(len(text) * score for text, score in zip(found.txts, found.scores, strict=True))
    return float(sure / (letters or 1))


def _turns(found: Any) -> tuple[int, ...]:
    """Quarter turns worth trying: on its side when most lines are upright strips."""
    if found.boxes is None or len(found.boxes) < 3:
        return ()
    upright = sum(
        abs(box[2][1] - box[0][1]) > 2 * abs(box[1][0] - box[0][0]) for box in found.boxes
    )
    if upright * 2 > len(found.boxes):
        return (1, 3)
    return (2,) if _confidence(found) < _UNSURE else ()


def load() -> None:
    """Load the models, which takes longer than a page."""
    _engine()


@cache
def _engine() -> Any:
    """The recogniser. The check for upside-down lines is left out: on straight pages it is
    wrong more often than right, and a line wrongly turned is lost.
    """
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.text_score": _MIN_SCORE,
            "Global.max_side_len": LONGEST_SIDE,
            "Global.log_level": "error",
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTION_SIDE,
        }
    )


def _tilt(boxes: list[list[tuple[float, float]]]) -> float:
    """The page's rotation in radians, from the long lines; 0 where it is hardly any."""
    angles = [
        math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0])
        for box in boxes
        if box[1][0] - box[0][0] > 8 * abs(box[3][1] - box[0][1])
    ]
    angle = median(angles) if angles else 0.0
    return angle if abs(angle) > math.radians(_SMALLEST_TILT) else 0.0


def _widened(text: str) -> str:
    """Punctuation beside Chinese characters made full-width: the models return it narrow."""
    return _NARROW_MARK.sub(lambda match: match.group().translate(_WIDE), text)


def _piece(
    text: str, box: list[tuple[float, float]], tilt: float, centre: tuple[float, float]
) -> Piece:
    cosine, sine = math.cos(-tilt), math.sin(-tilt)
    turned = [
        (
            centre[0] + (x - centre[0]) * cosine - (y - centre[1]) * sine,
            centre[1] + (x - centre[0]) * sine + (y - centre[1]) * cosine,
        )
        for x, y in box
    ]
    left, right = min(x for x, _ in turned), max(x for x, _ in turned)
    top, bottom = (turned[0][1] + turned[1][1]) / 2, (turned[2][1] + turned[3][1]) / 2
    return Piece(text, left, top, right, bottom, (bottom - top) * 0.75)
