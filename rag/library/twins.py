"""The same text in two transcriptions or versions is shown once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.records import Hit

_DIGITS = re.compile(r"\d+")
_TWIN = 0.85
"""The share of a passage's runs of three characters that its other transcription has."""
_SAMPLED = 10
_COMPARED = 40
"""First hits among which near twins are looked for."""


def without_twins(hits: Sequence[Hit], words: Mapping[str, str]) -> list[Hit]:
    """The hits, best first, without those that say the same as a better one.

    ``words`` are the passages' texts as matched, by their id. Near twins are looked for among
    the first hits only: each is compared with those before it.
    """
    seen: set[str] = set()
    alike: dict[tuple[int | None, tuple[str, ...]], list[Hit]] = {}
    kept: list[Hit] = []
    for place, hit in enumerate(hits):
        text = words[hit.passage.id]
        if text in seen:
            continue
        if place < _COMPARED:
            group = alike.setdefault((hit.passage.report_year, tuple(_DIGITS.findall(text))), [])
            if _is_twin(hit, text, group, words):
                continue
            group.append(hit)
        seen.add(text)
        kept.append(hit)
    return kept


def _is_twin(hit: Hit, text: str, better: Sequence[Hit], words: Mapping[str, str]) -> bool:
    """Whether a passage is another transcription of a better hit with the same year and figures:
    of another document, and hardly a word more.
    """
    shown = [
        words[one.passage.id]
        for one in better
        if one.passage.document_id != hit.passage.document_id
        and len(text) <= len(words[one.passage.id]) * 1.1
    ]
    if not shown:
        return False
    runs = [text[i : i + 3] for i in range(len(text) - 2)]
    few = runs[:: len(runs) // _SAMPLED + 1]
    # A few runs rule out nearly all pairs; two reports of one year are many pairs.
    near = [other for other in shown if 2 * sum(run in other for run in few) >= len(few)]
    own = set(runs) if near else ()
    return any(sum(run in other for run in own) >= _TWIN * len(own) > 0 for other in near)
