"""What closes a text: 附件说明, 署名, 成文日期 and the 附件 pages, known in anybody's lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.text.headings import label_number

_DIGITS = "〇○零Ｏ０一二三四五六七八九"
_ARABIC = re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日")
_CHINESE = re.compile(
    rf"(?P<y>[{_DIGITS}]{{4}})年(?P<m>[一二三四五六七八九十]{{1,3}})月"
    r"(?P<d>[一二三四五六七八九十]{1,3})日"
)
_LABEL = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]{0,2}\s*[:：]?")
_NOTE = re.compile(r"附\s*件\s*[:：]\s*\S")
_FURTHER_NOTE = re.compile(r"\d{1,2}\s*[.．、]")
_AFTER_DATE = re.compile(r"[（(].{2,40}[)）]|抄\s*送\s*[：:].*|.{2,40}印发|")
"""附注 and 版记 below the date (7.3.6, 7.4), and tables, which are empty lines here."""

_LONGEST_SIGNATURE = 30


@dataclass(frozen=True, slots=True)
class Closing:
    """Line numbers: 附件说明 from ``note``, the signature, the date, attachments from ``end``.

    Each is where the next begins when there is no such line. What follows the date before the
    first attachment (附注, copies) stands from ``end`` on.
    """

    note: int
    signature: int
    date: int
    end: int


def find_closing(lines: Sequence[str]) -> Closing:
    """Where the closing lines of a text stand; tables are empty lines here."""
    end = next((n for n, line in enumerate(lines) if n and is_attachment_label(line)), len(lines))
    last = end
    while last and _AFTER_DATE.fullmatch(lines[last - 1].strip()):
        last -= 1
    if last and parse_date(lines[last - 1]) is not None:
        end = last
    dated = end > 0 and parse_date(lines[end - 1]) is not None
    day = end - dated
    signature = day - (dated and day > 0 and _is_signature(lines[day - 1]))
    note = signature
    for start in range(signature - 1, -1, -1):
        if _NOTE.match(lines[start]):
            note = start
        elif _FURTHER_NOTE.match(lines[start]):
            continue
        break
    return Closing(note, signature, day, end)


def is_attachment_label(line: str) -> bool:
    """“附件”, “附件1” or “附件：” alone on a line."""
    return _LABEL.fullmatch(line.strip()) is not None


def parse_date(line: str) -> date | None:
    """A line that is a date in Arabic or Chinese numerals and nothing else."""
    text = line.strip()
    if match := _ARABIC.fullmatch(text):
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    elif match := _CHINESE.fullmatch(text):
        year = int("".join(str(max(0, _DIGITS.index(digit) - 4)) for digit in match["y"]))
        month, day = label_number(match["m"]), label_number(match["d"])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_signature(line: str) -> bool:
    text = line.strip()
    return 0 < len(text) <= _LONGEST_SIGNATURE and text[-1] not in "。；：，！？:;,.!?"
