"""What a document is: its title, year, unit and kind, from title, headings and body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.records import Block, DocumentKind
from rag.text.years import find_years

_FILE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NAMED_AND_DATED = re.compile(
    r"(?P<title>\D*(?:报告|总结|述职|述廉|汇报))[_ -](?P<year>(?:19|20)\d\d)年?"
    r"(?:[_ -](?P<more>\D+))?"
)
_WRITTEN_YEAR = r"(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})年"
_TARGET = re.compile(rf"[到至]{_WRITTEN_YEAR}|{_WRITTEN_YEAR}(?:底|末)?(?:以?前|之前|建成|实现)")
"""Years a text aims at; they say nothing of when it was written."""
_KINDS: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = (
    ("report", re.compile(r"报告|总结|述职|述廉|汇报|工作情况|讲话|发言|報告|總結|工作情況")),
    ("notice", re.compile(r"通知|公告|通告|通报|[复来]?函$|批复|纪要")),
    (
        "policy",
        re.compile(
            r"条例|规定|办法|细则|意见|决定|章程|规划|纲要|方案|法(?:[（(]|$)|制度|准则|规则|规程|要点|计划"
        ),
    ),
)
_BODIES = (
    r"委员会|人民政府|街道办事处|办事处|党工委|党委|办公厅|办公室|党总支|党支部"
    r"|镇|乡|街道|县|区|市|省|自治区|局|委|办"
)
_UNIT = re.compile(rf"^(?:中共)?[一-鿿]{{1,20}}?(?:{_BODIES})(?:委员会|人民政府|党委)?")
_TOWN = re.compile(
    r"(?:^|[，。：；、\n]|代表|[我在将]|年)(?:中共)?"
    r"(?P<name>(?![全我本各在为由对向将经与和代乡城])[一-鿿]{2,5}?(?<![城乡村返下回家还离])(?:镇|乡|街道)"
    r"(?:党委|党工委|人民政府)?)(?![村镇亲])"
)
_SIGNATURE = re.compile(rf"(?:中共)?[一-鿿]{{2,24}}(?:{_BODIES})")
_LATIN = re.compile(r"[A-Za-z]+")
_CHINESE = re.compile(r"[一-鿿]")
_NO_NAMES = frozenset(
    {"乡镇", "城镇", "村镇", "全镇", "全乡", "全市", "全县", "全区", "全省", "城乡"}
)
_MASKED = re.compile(r"[oO○×xX*＊某]{1,4}(?:镇|乡|街道|县|区|市)(?:党委|人民政府|委员会)?")


@dataclass(frozen=True, slots=True)
class Description:
    """What is said about a document above its text."""

    title: str
    year: int | None
    unit: str
    kind: DocumentKind
    warnings: tuple[str, ...]


_ADDRESSED = re.compile(r"^各位代表", re.MULTILINE)


def describe(
    title: str, name: str, blocks: Sequence[Block], kind: DocumentKind | None = None
) -> Description:
    """Title, year, unit and kind. ``title`` is "" where the text has none; then the file's
    ``name`` stands in, and its year counts as the title's.
    """
    shown = title or _readable(name)
    kind = kind or _kind(shown, blocks)
    year, warnings = _year(title, name, kind, blocks)
    if kind == "sheet" and not years_in(title):
        year = _year_of_columns(blocks) or year
    unit = _unit(title, kind, blocks)
    return Description(shown, year, unit, kind, warnings)


def _readable(name: str) -> str:
    """A file's name as a title: 政府工作报告_2014 is 2014年政府工作报告."""
    parts = _NAMED_AND_DATED.fullmatch(name)
    if parts is None:
        return name
    more = f"（{parts['more']}）" if parts["more"] else ""
    return f"{parts['year']}年{parts['title']}{more}"


def years_in(text: str) -> list[int]:
    """Years written out in a text (2023年, 二〇二三年), in order."""
    return [mention.year for mention in find_years(text) if 1900 <= mention.year <= 2099]


def _year(
    title: str, name: str, kind: DocumentKind, blocks: Sequence[Block]
) -> tuple[int | None, tuple[str, ...]]:
    """The year of title, first heading, file name or body, in this order.

    A file name that reads like a title (政府工作报告_2014) stands in for a missing one. A report
    of 2014 may well review 2013: a warning is given only when neither the year in the title nor
    the one before it is found below. A plan speaks of years to come: below the title no year
    counts that is later than the next.
    """
    latest = date.today().year + 1
    headed = _until(latest, years_in(_TARGET.sub("", "\n".join(_of(blocks, heads=True)))))
    body = Counter(_until(latest, years_in(_TARGET.sub("", "\n".join(_of(blocks, heads=False))))))
    if _ADDRESSED.search("\n".join(block.text for block in blocks[:6])):
        # A report to a congress reviews the year before and is of the year it plans.
        headed = [year + 1 for year in headed[:1] if year + 1 in headed] + headed
    main = body.most_common(1)[0][0] if body else None
    named = [int(found) for found in _FILE_YEAR.findall(name)]
    titled = _titled(title, kind) or _dated(title, kind, blocks, named)
    speaking = named if not title and any(pattern.search(name) for _, pattern in _KINDS) else []
    order = (*titled[:1], *speaking[:1], *headed[:1], *_until(latest, named)[:1], main)
    year = next((each for each in order if each), None)
    return year, tuple(_doubts(titled, headed, body, named))


def _year_of_columns(blocks: Sequence[Block]) -> int | None:
    """The last year of the first row that names any: its title or the heads of its columns,
    which go back over the years. Remarks further down may look ahead.
    """
    rows = (row for block in blocks for row in block.rows)
    named = (years_in("\n".join(row)) for row in rows)
    return max(next(filter(None, named), ()), default=None)


def _until(latest: int, years: Iterable[int]) -> list[int]:
    return [year for year in years if year <= latest]


def _doubts(
    titled: Sequence[int], headed: Sequence[int], body: Counter[int], named: Sequence[int]
) -> Iterator[str]:
    """The first place whose years differ from the title's."""
    if not titled:
        return
    year = titled[0]
    main, times = body.most_common(1)[0] if body else (0, 0)
    for place, first, found in (
        ("小标题里", headed[0] if headed else 0, headed),
        ("正文里", main if times > 1 else 0, body),
        ("文件名", named[0] if named else 0, [*named, *(each - 1 for each in named)]),
    ):
        if first and not {year, year - 1} & set(found):
            yield f"标题写的是{year}年，{place}却是{first}年，请核对年份。"
            return


def _titled(title: str, kind: DocumentKind) -> list[int]:
    """The years of a title; a plan for 2021—2025年 is of its first year."""
    return [
        mention.since if kind == "policy" and mention.since else mention.year
        for mention in find_years(title)
    ]


def _dated(
    title: str, kind: DocumentKind, blocks: Iterable[Block], named: Sequence[int]
) -> list[int]:
    """The year by the dates under a title.

    A report to a meeting is of the year it is given in, a policy of its latest revision, which
    the file's name may know better.
    """
    dates = years_in("\n".join(block.text for block in blocks if block.kind == "title"))
    if re.search(r"报告(?:[（(].*[)）])?$|政府工作报告", title):
        return dates
    return sorted([*dates, *named], reverse=True) if title and dates and kind == "policy" else []


def _of(blocks: Iterable[Block], *, heads: bool) -> list[str]:
    if heads:
        return [block.text[: block.heading_end] for block in blocks if block.heading_end]
    return [block.text[block.heading_end :] for block in blocks if block.kind != "title"]


def _kind(title: str, blocks: Sequence[Block]) -> DocumentKind:
    """By the last telling word of the title, else by how the text speaks."""
    found: list[tuple[int, DocumentKind]] = []
    for kind, pattern in _KINDS:
        found.extend((match.end(), kind) for match in pattern.finditer(title))
    if found:
        # “2020年工作总结和2021年工作计划” is a report all the same.
        both = re.search(r"(?:总结|报告|情况)(?:和|及|暨|与).*(?:计划|打算|要点|安排)$", title)
        return "report" if both else max(found)[1]
    if blocks and all(block.kind == "table" for block in blocks):
        return "sheet"
    text = "\n".join(block.text for block in blocks)
    if len(_LATIN.findall(text)) > len(_CHINESE.findall(text)):
        return "other"
    if re.search(r"(?:^|\n)[　 ]*第一条[　 ]", text):
        return "policy"
    if re.search(r"通知如下|公告如下|通报如下", text[:800]):
        return "notice"
    if re.search(r"各位代表|述职|工作报告|工作总结|一年来|工作回顾|工作情[况況]", text[:3000]):
        return "report"
    return "policy" if re.search(r"制定本|意见如下|实施意见", text[:800]) else "other"


def _unit(title: str, kind: DocumentKind, blocks: Sequence[Block]) -> str:
    """The unit a document speaks for: in its title, its head, its signature, its first words.

    A policy's title names what it is about, so only its head and signature count.
    """
    cleaned = re.sub(r"^(?:关于)?(?:(?:19|20)\d\d年?度?)?(?:关于)?", "", title.replace(" ", ""))
    heads = [block.text for block in blocks if block.kind == "title" and block.text not in title]
    for text in heads if kind == "policy" else [cleaned, *heads]:
        match = _MASKED.search(text) or _UNIT.match(text)
        if match and match.group() not in _NO_NAMES:
            return match.group()
    for block in blocks[-6:]:
        if len(block.text) <= 30 and _SIGNATURE.fullmatch(block.text.strip()):
            return block.text.strip()
    opening = "\n".join(block.text for block in blocks if block.kind == "paragraph")[:300]
    if kind != "report":
        return ""
    if masked := _MASKED.search(opening):
        return masked.group()
    match = _TOWN.search(opening)
    return match["name"] if match else ""
