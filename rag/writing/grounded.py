"""Answers in words: the best sentences quoted, or a model's answer checked against its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rag.checking.verify import verify
from rag.records import Citation, Hit
from rag.text.sentences import split_sentences
from rag.writing.askgrounds import ungrounded
from rag.writing.orders import is_order, without_orders
from rag.writing.quoted import clipped, overlap

REFUSAL: Final = "资料库里没有找到能回答这个问题的依据。"
"""The one sentence for having no basis: prompt, code and tests share it."""
LEAST_BASIS: Final = 0.5
"""Share of the question's words a passage must speak of to count as a basis."""
_LEAST_SUPPORT: Final = 0.3
_LEAST_NEARNESS: Final = 0.3
_MOST_SENTENCES: Final = 3
_NEAR_BEST: Final = 0.75
_LONGEST: Final = 160
_OWN_SHARE: Final = 0.4
_RULE_SHARE: Final = 0.15
_HEADING_SHARE: Final = 0.3
"""A question that a heading names (有哪些问题, 下一步打算) is answered from under that heading."""
_REASON_SHARE: Final = 0.2
_REASON: Final = re.compile("^(?:主要|其)?原因")
_ASKS_REASON: Final = re.compile("原因|为什么|为何|怎么会")
_ASKS_NAME: Final = re.compile("叫什么|姓名|名字|电话|手机|号码|邮箱|网址|住址")
_NAME: Final = re.compile("姓名|名字|电话|手机|号码|邮箱|网址|住址|同志|联系人")
_ASKS_RULE: Final = re.compile("要求|规定|任务|应当|标准|怎样|怎么|如何|条件|程序|负责")
_RULE: Final = re.compile(
    "应当|必须|不得|严格|每[月季年]|至少|不少于|负责|(?<![主需重])要(?!求|点|素)"
)
LEAD_IN: Final = re.compile("[：:]$|如下[。：]?$")
"""Salutations and announcements: 各党支部： and 现通知如下。"""
_NUMBERS: Final = r"\d{1,2}(?:\s*[、,，;；和\-—–~～至]\s*(?:材料|资料)?\s*\d{1,2})*"
_MARK: Final = re.compile(
    rf"\s*(?:[\[［【]\s*(?:\^|材料|资料|来源|出处|编号)?\s*({_NUMBERS})\s*[\]］】]"
    rf"|[（(]\s*(?:见|据|来源：?|出处：?)?(?:材料|资料)\s*({_NUMBERS})\s*[）)])"
)
"""[1], [1、2], 【材料1】 and （材料1）: models do not all cite alike."""
_LEADING_MARKS: Final = re.compile(rf"(?:{_MARK.pattern})+")
_SPAN: Final = re.compile(r"(\d+)\s*[\-—–~～至]\s*(?:材料|资料)?\s*(\d+)")
_ORNAMENT: Final = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[、)）]|\d{1,2}\.(?=\s))\s*|\*\*|^#+\s*")
"""Bullets and bold type, which were not asked for, are no part of a statement."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A model's answer with what did not hold taken out."""

    text: str
    used: tuple[int, ...]
    notices: tuple[str, ...]


def has_basis(words: str, hits: Sequence[Hit]) -> bool:
    """Whether any hit speaks of what the question asks about."""
    return any(overlap(words, f"{_header(hit)}{hit.passage.text}") >= LEAST_BASIS for hit in hits)


def best_sentences(words: str, hits: Sequence[Hit]) -> tuple[str, tuple[Citation, ...]]:
    """The sentences nearest to the question, each quoted with its [n]; "" when none is near."""
    scored = []
    for place, hit in enumerate(hits):
        for start, end in split_sentences(hit.passage.text):
            sentence = hit.passage.text[start:end]
            if (
                not LEAD_IN.search(sentence)
                and not is_order(sentence)
                and _may_name(words, sentence)
            ):
                score = _nearness(words, sentence, hit) - 0.02 * place
                scored.append((score, -place, -start, sentence, hit))
    scored.sort(key=lambda item: item[:3], reverse=True)
    if not scored or scored[0][0] < _LEAST_NEARNESS:
        return "", ()
    chosen = [item for item in scored[:_MOST_SENTENCES] if item[0] >= scored[0][0] * _NEAR_BEST]
    citations = tuple(citation(n, item[4], item[3]) for n, item in enumerate(chosen, start=1))
    lines = [f"“{clipped(c.quote, _LONGEST)}”[{c.n}]" for c in citations]
    return "\n".join(lines), citations


def _nearness(words: str, sentence: str, hit: Hit) -> float:
    """The sentence's own words count most; its heading tells what it is about."""
    whole = overlap(words, f"{_header(hit)}{sentence}")
    rule = _RULE_SHARE if _ASKS_RULE.search(words) and _RULE.search(sentence) else 0.0
    reason = _REASON_SHARE if _REASON.match(sentence) and not _ASKS_REASON.search(words) else 0.0
    headed = _HEADING_SHARE if overlap(words, " ".join(hit.passage.section_path)) == 1 else 0.0
    return _OWN_SHARE * overlap(words, sentence) + (1 - _OWN_SHARE) * whole + rule + headed - reason


def _may_name(words: str, sentence: str) -> bool:
    """Somebody's name or number is only answered by a sentence that gives one."""
    return not _ASKS_NAME.search(words) or bool(_NAME.search(sentence))


def check_answer(text: str, hits: Sequence[Hit]) -> Checked:
    """Keep the sentences that cite material which exists and states what they state.

    What a document orders its reader to say is no statement and supports none.
    """
    kept: list[str] = []
    notices: list[str] = []
    used: list[int] = []
    for sentence in _cited_sentences(text):
        words = _ORNAMENT.sub("", _MARK.sub("", sentence).strip())
        if not words:
            continue
        numbers = [n for n in _cited_in(sentence) if 1 <= n <= len(hits)]
        numbers = numbers or _likeliest(words, hits)
        problem = _problem(words, numbers, hits)
        if problem:
            notices.append(f"{problem}，已去掉：“{clipped(words, _LONGEST)}”")
            continue
        used += [n for n in numbers if n not in used]
        kept.append(words + "".join(f"[{n}]" for n in numbers))
    return Checked("".join(kept), tuple(used), tuple(notices))


def citation(number: int, hit: Hit, quote: str) -> Citation:
    """A citation of a hit."""
    passage = hit.passage
    return Citation(
        n=number,
        document_id=passage.document_id,
        document=passage.document_title,
        section=" › ".join(passage.section_path),
        quote=quote,
        passage_id=passage.id,
    )


def _cited_sentences(text: str) -> list[str]:
    """Sentences with the marks that follow them, also behind the full stop: ….[1]."""
    pieces: list[str] = []
    for start, end in split_sentences(text):
        piece = text[start:end]
        lead = _LEADING_MARKS.match(piece)
        if lead and pieces:
            pieces[-1] += lead.group()
            piece = piece[lead.end() :]
        pieces.append(piece)
    return pieces


def _cited_in(sentence: str) -> list[int]:
    """The numbers a sentence cites, each once; [1-3] are three."""
    found: dict[int, None] = {}
    for match in _MARK.finditer(sentence):
        listed = match[1] or match[2]
        for first, last in _SPAN.findall(listed):
            found |= dict.fromkeys(range(int(first), min(int(last), int(first) + 9) + 1))
        found |= dict.fromkeys(int(n) for n in re.findall(r"\d+", listed))
    return list(found)


def _problem(words: str, numbers: Sequence[int], hits: Sequence[Hit]) -> str:
    if not numbers:
        return "有一句没有出处"
    if is_order(words):
        return "有一句是资料里夹带的要求"
    cited = [hits[n - 1] for n in numbers]
    source = "\n".join(_source(hit) for hit in cited)
    if overlap(words, source) < _LEAST_SUPPORT:
        return "有一句与所引材料不符"
    if ungrounded(words, source) or not _states(words, cited, source):
        return "有一句的数字或说法与所引材料不符"
    return ""


def _states(words: str, cited: Sequence[Hit], source: str) -> bool:
    """Whether the sources state a sentence: together, or each of its clauses one of them."""
    years = {year for hit in cited for year in hit.passage.fact_years}
    if verify(words, source, years=years).supported:
        return True
    return len(cited) > 1 and all(
        any(
            verify(clause, _source(hit), years=set(hit.passage.fact_years)).supported
            for hit in cited
        )
        for clause in re.split("[，；]", words)
        if clause
    )


def _source(hit: Hit) -> str:
    return f"{_header(hit)}\n{without_orders(hit.passage.text)}"


def _likeliest(words: str, hits: Sequence[Hit]) -> list[int]:
    scored = [(overlap(words, hit.passage.text), n) for n, hit in enumerate(hits, start=1)]
    best, number = max(scored, default=(0.0, 0))
    return [number] if best >= LEAST_BASIS else []


def _header(hit: Hit) -> str:
    return f"{hit.passage.document_title} {' '.join(hit.passage.section_path)}"
