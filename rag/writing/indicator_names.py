"""Better names for indicators the rules were unsure of. A model proposes, a person accepts.

The model is shown sentences and answers with a number and a name for each; nothing else of its
reply is read, so it can reach no value. A name is dropped unless every word of it stands in the
sentence or in the heading above it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rag.figures.names import key
from rag.text.numerals import find_quantities
from rag.writing.budget import FENCE_TOKENS, estimate_tokens, message_tokens
from rag.writing.model import ChatModel
from rag.writing.prompts import Message, Prompt, fence, load

PROMPT: Final = "indicator_names"
_AT_ONCE: Final = 20
"""Rows in one request: small models lose count of longer lists."""
_LINE: Final = re.compile(r"^\W*(?P<number>\d{1,3})\W+(?P<name>.+?)\s*$", re.MULTILINE)
_WRAPPING: Final = "“”\"'「」『』《》【】*`：:，,。；;、 　"
_MADE_BY_RULE: Final = re.compile(r"(?:年均)?(?:增速|变化|增长|减少|累计|占比|排名)$")
"""Ends of names that the rules add: a level and its growth are two rows, so they stay."""
_WORD: Final = re.compile(r"[一-鿿A-Za-z0-9]+")
_SHORTEST, _LONGEST = 2, 20
_PIECE: Final = 2
"""Characters a piece of the sentence must have at least to count as a word of the name."""


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """A ledger row whose name is in doubt, with the sentence its number ``figure`` stands in.

    ``[start, end)`` is where the number stands in ``sentence``, ``heading`` the section's path.
    """

    row_id: int
    indicator: str
    unit: str
    sentence: str
    start: int
    end: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class NameProposal:
    """Another name for a ledger row, for a person to accept or leave."""

    row_id: int
    indicator: str
    proposed: str
    unit: str
    sentence: str
    heading: str = ""


def propose_names(
    model: ChatModel,
    questions: Sequence[NameQuestion],
    *,
    taken: Sequence[str] = (),
    home: Path | None = None,
    stop: threading.Event | None = None,
) -> tuple[NameProposal, ...]:
    """The usable names a model proposes; rows it is silent about or wrong on are left out.

    ``taken`` are names no row may be given. Raises ModelError.
    """
    prompt = load(PROMPT, home)
    used = {key(name) for name in taken}
    found: list[NameProposal] = []
    for batch in batches(prompt, questions, model.context - model.max_tokens):
        messages = name_messages(prompt, batch)
        with model.stream(messages, temperature=prompt.temperature, stop=stop) as reply:
            text = "".join(reply)
        # The last line of a reply that was cut off may hold half a name.
        whole = text[: text.rfind("\n") + 1] if reply.notices else text
        for proposal in _read(whole, batch):
            if key(proposal.proposed) not in used:
                used.add(key(proposal.proposed))
                found.append(proposal)
    return tuple(found)


def batches(
    prompt: Prompt, questions: Sequence[NameQuestion], budget: int
) -> Iterator[tuple[NameQuestion, ...]]:
    """The questions in requests of at most ``budget`` tokens; one alone may be longer."""
    fixed = message_tokens(name_messages(prompt, ())) + FENCE_TOKENS
    batch: list[NameQuestion] = []
    spent = fixed
    for question in questions:
        cost = estimate_tokens(_line(1, question)) + 1
        if batch and (spent + cost > budget or len(batch) == _AT_ONCE):
            yield tuple(batch)
            batch, spent = [], fixed
        batch.append(question)
        spent += cost
    if batch:
        yield tuple(batch)


def name_messages(prompt: Prompt, questions: Sequence[NameQuestion]) -> tuple[Message, ...]:
    """The prompt with its sentences numbered from 1."""
    lines = "\n".join(_line(number, one) for number, one in enumerate(questions, start=1))
    return prompt.render(rows=fence(lines, 0, "台账的出处"))


def usable_name(name: str, question: NameQuestion) -> str:
    """The name as it may be entered, "" for one that is not made of the sentence's own words."""
    wanted = name.strip(_WRAPPING)
    ending = _MADE_BY_RULE.search(question.indicator)
    stem = wanted
    if ending is not None and ending.group() not in question.sentence:
        stem = _MADE_BY_RULE.sub("", wanted)
        wanted = stem + ending.group()
    if not _SHORTEST <= len(stem) <= _LONGEST or not _WORD.fullmatch(stem):
        return ""
    if _states_a_number(stem, question.indicator):
        return ""
    return wanted if _made_of(stem, (question.sentence, question.heading)) else ""


def _line(number: int, question: NameQuestion) -> str:
    said = question.sentence
    marked = (
        f"{said[: question.start]}〔{said[question.start : question.end]}〕{said[question.end :]}"
    )
    where = f"（所在部分：{question.heading}）" if question.heading else ""
    return f"{number}：{' '.join(marked.split())}{where}现在叫“{question.indicator}”"


def _read(reply: str, batch: Sequence[NameQuestion]) -> Iterator[NameProposal]:
    """The first usable name for each number; everything else in the reply is passed over."""
    seen: set[int] = set()
    for found in _LINE.finditer(reply):
        place = int(found["number"]) - 1
        if not 0 <= place < len(batch) or place in seen:
            continue
        seen.add(place)
        asked = batch[place]
        name = usable_name(found["name"], asked)
        if name and key(name) != key(asked.indicator):
            yield NameProposal(
                asked.row_id, asked.indicator, name, asked.unit, asked.sentence, asked.heading
            )


def _states_a_number(name: str, before: str) -> bool:
    """A name holds no value; 35岁以下 may stay where the rules had it in the name."""
    if any(quantity.text not in before for quantity in find_quantities(name)):
        return True
    return any(digits not in before for digits in re.findall(r"\d+", name))


def _made_of(name: str, texts: Sequence[str]) -> bool:
    """Whether a name can be laid out of pieces of these texts, each two characters or more."""
    reached = {0}
    for start in range(len(name)):
        if start in reached:
            reached |= {
                end
                for end in range(start + _PIECE, len(name) + 1)
                if any(name[start:end] in text for text in texts)
            }
    return len(name) in reached
