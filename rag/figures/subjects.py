"""Subjects: the nouns in the words around figures, free of verbs, times and function words."""

from __future__ import annotations

import re

from rag.figures import words

LONGEST = 40
"""How long an indicator's name may grow, in characters."""

_BOTH = ("城镇", "农村")
"""城乡低保标准分别提高13.1%和17.7%: the towns first."""
_COMMA = re.compile("、")
_SUBJECT_MARK = re.compile(r"[、]|以及|(?<=[\u4e00-\u9fff）)”])[和与及](?=[\u4e00-\u9fff“])")
_COMPARISON = re.compile(r"[比较](?!例|重|价|为|好|亚|大|赛|武)")
_BOUND = re.compile(r"[率性度]")
"""What is left of 成功率 must not be 率."""
_NUMBER = re.compile(
    r"\d[\d.,]{0,15}[万亿千]?[余多]?(?:公里|平方米|立方米|万元|元|[个户人次米亩处座条项]|%)?"
)


def subject_of(left: str) -> str:
    """The noun in front of a figure, free of function words at both ends."""
    text = strip_end(left)
    for _ in range(8):
        lead = words.LEAD.match(text)
        shorter = text[lead.end() :] if lead else text
        if shorter == text or (lead and _BOUND.match(shorter) and lead.group() != "的"):
            break
        text = shorter
    return "" if _COMPARISON.match(text) else text[-LONGEST:]


def without_light(subject: str) -> str:
    """实现农民人均收入, 组织收入: the verb in front says nothing about the indicator."""
    while (head := words.ACT_HEAD.match(subject)) and head["act"] in words.LIGHT:
        if len(subject) <= head.end() + 1:
            break
        subject = subject[head.end() :]
    return subject


def strip_end(text: str) -> str:
    """The words without comparisons, adverbs and function words at their end."""
    for _ in range(8):
        plain = words.DATE_END.sub("", text)
        shorter = words.COMPARED.sub("", words.FUNCTION_END.sub("", plain)).rstrip("、，“（( ")
        if shorter == text:
            break
        text = shorter
    return text


def split_subjects(subject: str, count: int) -> list[str]:
    """The ``count`` subjects joined in ``subject``; none when it holds another number of them."""
    things, respectively, deed = subject.partition("分别")
    for mark in (_COMMA, _SUBJECT_MARK):
        parts = [part for part in mark.split(things) if part]
        if len(parts) == count:
            return [part + deed for part in parts] if respectively else complete(parts)
    if count == len(_BOTH) and "城乡" in things:
        return [things.replace("城乡", one, 1) + deed for one in _BOTH]
    return []


def complete(parts: list[str]) -> list[str]:
    """Give every subject of a list the head noun that only the last one carries.

    城镇居民, 农村居民人均可支配收入 → 城镇居民人均可支配收入, 农村居民人均可支配收入.
    """
    last = parts[-1]
    return [_complete(part, last) for part in parts[:-1]] + [last]


_COUNTERPART = re.compile(
    r"城镇|农村|城市|国有|民营|进口|出口|第?[一二三]产业?|[省市县乡镇村]级|男性?|女性?"
)


def _complete(part: str, last: str) -> str:
    if words.HEADS.search(part):
        return part
    if (pair := _COUNTERPART.match(last)) and _COUNTERPART.fullmatch(part):
        return part + last[pair.end() :]
    for size in range(min(4, len(part)), 0, -1):
        place = last.find(part[-size:])
        if place >= 0 and place + size < len(last) and (size > 1 or place > 0):
            return part + last[place + size :]
    head = words.HEADS.search(last)
    return part + head.group() if head else part


def object_of(clause: str) -> str:
    """What a clause is about, without the verb in front and the numbers in it."""
    text = subject_of(_NUMBER.sub("", clause))
    head = words.ACT_HEAD.match(text)
    deed = head and len(text) > head.end() + 1 and text[head.end()] not in "与和及、"
    return (text[head.end() :] if head and deed else text)[:20]
