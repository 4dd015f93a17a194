"""分别: which of the listed things each number of a list belongs to.

粮食、油料产量分别为1200吨、300吨 is read as 粮食产量为1200吨 and 油料产量为300吨, so that a swapped
pair is told from a right one, and from the same said of one thing alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.figures.extract import extract_figures
from rag.figures.mentions import Mention

_RESPECTIVELY = re.compile(r"分别|依次")
_MARKS = re.compile(r"\s*(?:[、，,]|[和与及]|以及)\s*")
_PART = re.compile(r"其中|分别")
_LIST = re.compile(r"[，,、：:（(]|其中|分别|依次|[为是有达占]$|[和与及]")
_OPENING = re.compile(
    r"^(?:(?:20\d\d|今|去|本|全)年|[全我本][省市县区镇乡]|共计?|累计|总共|已|[，、\s])+"
)
"""What is said of a whole and not of its parts."""
_CUT = re.compile(r"[，,。；;：:！？\n]")
_MOVED = re.compile(r"(?:年均)?(?:增速|变化|增长|减少)$")
"""What the name of a growth says beside its subject."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Own:
    """The words that one number of such a list would have if it stood alone.

    ``head`` ends where the words before the list's clause end, ``subject`` and ``verb`` stand
    directly before the number, ``end`` is the place behind the whole list.
    """

    head: int
    subject: str
    verb: str
    end: int


def respective(text: str, sentence: Span, mentions: Sequence[Mention]) -> Mapping[int, Own]:
    """The own words of the numbers of a sentence that 分别 gives out, by where they start."""
    said = text[sentence[0] : sentence[1]]
    if not _RESPECTIVELY.search(said):
        return {}
    names = {
        figure.quantity.start + sentence[0]: _MOVED.sub("", figure.indicator)
        for figure in extract_figures(said, report_year=None)
    }
    found: dict[int, Own] = {}
    for run in _runs(text, mentions):
        found.update(_owned(text, sentence, run, names))
    return found


def members(
    text: str, sentence: Span, mentions: Sequence[Mention], owned: Mapping[int, Own]
) -> Mapping[int, Own]:
    """The words that the parts behind a whole have together with those of the whole.

    改造危房41户，其中西溪村9户 is read as 西溪村改造危房9户. A part is of its whole's unit, no more
    than it, and stands behind 其中 or 分别 in the same sentence. ``owned`` is what 分别 gives out.
    """
    found: dict[int, Own] = {}
    whole: Mention | None = None
    for at, mention in enumerate(mentions):
        if mention.quantity is None:
            continue
        if whole is None or not _is_part(text, whole, mention):
            whole = mention
            continue
        between = text[mentions[at - 1].end : mention.start]
        own = owned.get(mention.start)
        subject = own.subject if own else "" if "分别" in between else _subject(between)
        cuts = [cut.end() for cut in _CUT.finditer(text, sentence[0], whole.start)]
        head = cuts[-1] if cuts else sentence[0]
        words = _OPENING.sub("", text[head : whole.start])
        if subject and words:
            found[mention.start] = Own(head, subject, words, mention.end)
    return found


def _is_part(text: str, whole: Mention, mention: Mention) -> bool:
    between = text[whole.end : mention.start]
    if whole.quantity is None or mention.quantity is None or not _PART.search(between):
        return False
    same = whole.quantity.unit == mention.quantity.unit
    return same and mention.quantity.value <= whole.quantity.value


def _subject(words: str) -> str:
    """The last thing that is named before a part's number."""
    return next((piece for piece in reversed(_LIST.split(words)) if piece), "")


def _runs(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Numbers with nothing but list marks between them."""
    run: list[Mention] = []
    for mention in mentions:
        if run and not _MARKS.fullmatch(text, run[-1].end, mention.start):
            yield run
            run = []
        run.append(mention)
    yield run


def _owned(
    text: str, sentence: Span, run: Sequence[Mention], names: Mapping[int, str]
) -> Iterator[tuple[int, Own]]:
    if len(run) < 2:
        return
    first, last = run[0].start, run[-1].end
    cuts = [cut.end() for cut in _CUT.finditer(text, sentence[0], first)]
    clause = cuts[-1] if cuts else sentence[0]
    given = list(_RESPECTIVELY.finditer(text, clause, first))
    subjects = [names.get(mention.start, "") for mention in run]
    if not given or not all(subjects) or len(set(subjects)) < len(run):
        return
    verb = text[given[-1].end() : first]
    for mention, subject in zip(run, subjects, strict=True):
        yield mention.start, Own(clause, _without(subject, verb), verb, last)


def _without(subject: str, verb: str) -> str:
    """党员教育开展 before 开展: the name took the verb along."""
    for length in range(len(verb), 1, -1):
        if subject.endswith(verb[:length]):
            return subject.removesuffix(verb[:length])
    return subject
