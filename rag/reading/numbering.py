"""The heading numbers Word generates, computed from numbering.xml.

No text of the document holds them: “一、” is a counter, a format and a pattern (“%1、”).
Rules: ECMA-376 Part 1, 17.9. Counters belong to the abstract list, so that two lists with the
same definition count on, unless an override gives a start of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from rag.reading.numberformats import format_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_HOLE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list: ``text`` is the pattern, ``restart`` the level (1-based) that resets
    it, None for any shallower one, 0 for never. ``legal`` shows all numbers as digits.
    """

    start: int = 1
    numbering: str = "decimal"
    text: str = ""
    restart: int | None = None
    style: str = ""
    legal: bool = False
    gap: str = ""


@dataclass(slots=True)
class _List:
    levels: dict[int, ListLevel]
    style_link: str = ""
    counters: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Instance:
    """A w:num: which abstract list it uses, and what it overrides."""

    abstract: str
    levels: dict[int, ListLevel]
    starts: dict[int, int]
    used: set[int] = field(default_factory=set)


def value(element: etree._Element | None, name: str, default: str = "") -> str:
    """The w:val of a child, ``default`` when the child or its value is missing."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val", default) if child is not None else default


def integer(text: str, default: int = 0) -> int:
    """A number as an attribute holds it; Word ignores what is none."""
    try:
        return int(text)
    except ValueError:
        return default


class Numbering:
    """Counts through a document: call ``label`` once for every paragraph, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, _Instance] = {}
        if root is None:
            return
        for item in root.iterfind(f"{W}abstractNum"):
            levels = {
                integer(level.get(f"{W}ilvl", "")): _level(level)
                for level in item.iterfind(f"{W}lvl")
            }
            self._lists[item.get(f"{W}abstractNumId", "")] = _List(
                levels, value(item, "numStyleLink")
            )
        self._link_styles(root)
        for item in root.iterfind(f"{W}num"):
            self._instances[item.get(f"{W}numId", "")] = _instance(item)

    def _link_styles(self, root: etree._Element) -> None:
        """A list that only names a list style takes that style's levels."""
        owners = {
            value(item, "styleLink"): item.get(f"{W}abstractNumId", "")
            for item in root.iterfind(f"{W}abstractNum")
        }
        for listing in self._lists.values():
            if listing.style_link and not listing.levels:
                owner = self._lists.get(owners.get(listing.style_link, ""))
                listing.levels = owner.levels if owner else {}

    def style_level(self, instance: str, style: str) -> int | None:
        """The level of a list that is tied to a paragraph style."""
        listing = self._list(instance)
        for index, level in listing.levels.items() if listing else ():
            if level.style == style:
                return index
        return None

    def _list(self, instance: str) -> _List | None:
        item = self._instances.get(instance)
        return self._lists.get(item.abstract) if item else None

    def label(self, instance: str, level: int) -> str:
        """The next number of a list at a level, as displayed, "" where there is no such list."""
        listing, item = self._list(instance), self._instances.get(instance)
        if listing is None or item is None or not 0 <= level < _LEVELS:
            return ""
        levels = listing.levels | item.levels
        if level not in levels:
            return ""
        counters = listing.counters
        if level in item.starts and level not in item.used:
            counters[level] = item.starts[level]
        else:
            start = item.starts.get(level, levels[level].start)
            counters[level] = counters.get(level, start - 1) + 1
        item.used.add(level)
        _reset_deeper(levels, counters, level)
        return _display(levels, counters, level)


def _reset_deeper(levels: dict[int, ListLevel], counters: dict[int, int], level: int) -> None:
    for deeper in [index for index in counters if index > level]:
        restart = levels[deeper].restart if deeper in levels else None
        if restart is None or (restart and level < restart):
            del counters[deeper]


def _display(levels: dict[int, ListLevel], counters: dict[int, int], level: int) -> str:
    shown = levels[level]
    if shown.numbering == "bullet":
        return "".join("•" if "\ue000" <= char <= "\uf8ff" else char for char in shown.text)

    def fill(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        part = levels.get(index, ListLevel())
        number = counters.get(index, part.start)
        return format_number(number, "decimal" if shown.legal else part.numbering)

    text = _HOLE.sub(fill, shown.text)
    return text + shown.gap if text.strip() else ""


def _level(element: etree._Element) -> ListLevel:
    numbering = element.find(f"{W}numFmt")
    name = numbering.get(f"{W}val", "decimal") if numbering is not None else _alternate(element)
    restart = value(element, "lvlRestart", "-")
    legal = element.find(f"{W}isLgl")
    return ListLevel(
        start=integer(value(element, "start", "0")),
        numbering=name,
        text=value(element, "lvlText"),
        restart=integer(restart) if restart != "-" else None,
        style=value(element, "pStyle"),
        legal=legal is not None and legal.get(f"{W}val", "1") not in {"0", "false", "off"},
        gap=_gap(value(element, "suff", "tab"), value(element, "lvlText")),
    )


def _gap(following: str, pattern: str) -> str:
    """What stands between number and text: a tab shows only where no mark ends the number."""
    marked = pattern.rstrip().endswith(("、", ".", "．", "）", ")", "：", "，"))
    return " " if following == "space" or (following == "tab" and not marked) else ""


def _alternate(element: etree._Element) -> str:
    """A format newer than the first standard stands in mc:AlternateContent."""
    for item in element.iter(f"{W}numFmt"):
        return str(item.get(f"{W}val", "decimal"))
    return "decimal"


def _instance(element: etree._Element) -> _Instance:
    levels: dict[int, ListLevel] = {}
    starts: dict[int, int] = {}
    for override in element.iterfind(f"{W}lvlOverride"):
        index = integer(override.get(f"{W}ilvl", ""))
        start = value(override, "startOverride", "-")
        level = override.find(f"{W}lvl")
        if level is not None:
            levels[index] = _level(level)
        if start != "-":
            starts[index] = integer(start)
            if index in levels:
                levels[index] = replace(levels[index], start=starts[index])
    return _Instance(value(element, "abstractNumId"), levels, starts)
