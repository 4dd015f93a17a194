"""Whose figure it is: 广东地区生产总值 is not answered by the report of another province."""

from __future__ import annotations

import re
from typing import Final

from rag.text.places import PROVINCES

_LEVEL: Final = (
    r"(?:省|(?:壮族|回族|维吾尔)?自治区|自治[州县旗]|特别行政区|市(?![场民容值政])|县"
    r"|(?<![社地小园景校灾片])区|(?<![城乡村集])镇|乡(?![镇村土亲贤])|街道(?:办事处)?)"
)
"""地区, 社区, 城镇 and 市场 are no places."""
_NAMED: Final = re.compile(
    rf"^(?P<place>(?:{PROVINCES}){_LEVEL}?|[\u4e00-\u9fff]{{2,5}}?{_LEVEL})(?=.)"
)
MEMBER_KINDS: Final = (
    "村|社区|居委会|小区|组|屯|寨|街道|镇|乡|县|区|市|州|省|支部|学校|公司|合作社|企业"
)
"""The last words of what a report counts its parts by."""
_VILLAGE: Final = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,5}?(?:村|社区))(?![级民委庄史务落干容屋口镇])(?=..)"
)
_UNNAMED: Final = re.compile(
    "^(?:[全各每本该我哪农乡城]|其[他它余]|别的|所有|行政|自然|薄弱|示范|先进|后进|重点|试点|贫困|脱贫|空壳|软弱|美丽|和美"
    "|新农|涉农|落后|边远|高山|山区|平原|民族|中心|建制|某)|(?:发展|壮大|增加|推进|建设|改造|提升|打造|创建|整治|慰问"
    "|走访|开展|组织|新建|建成|实现|完成|带动|帮扶|消除|培育|的)"
    f"(?:{MEMBER_KINDS})$|[农乡城]村$"
)
"""农村, 薄弱村, the 村 of 壮大村集体经济 and the 乡 of 新建乡村公路 have no name."""
_NATION: Final = re.compile("^(?:全国|我国|中国)")
_OF_NATION: Final = re.compile("(?:全国|我国)(?![第排前各]|领先|平均|一流)")
"""全国第4位 says where a province stands."""
_YEAR: Final = re.compile(r"^(?:中共)?(?:(?:19|20)\d{2}年度?)?")
_OF_TITLE: Final = re.compile(
    rf"^(?P<owner>(?:{PROVINCES})?{_LEVEL}?[\u4e00-\u9fff]{{1,8}}?{_LEVEL}|(?:{PROVINCES}){_LEVEL}?)"
)


def owner_of(title: str) -> str:
    """The place whose report a title names: 2026年上海市政府工作报告 → 上海市; "" for none."""
    found = _OF_TITLE.match(_YEAR.sub("", title))
    return found["owner"] if found else ""


def place_asked(name: str) -> str:
    """The place a question's measure begins with: 广东, 清溪岭镇; "" for none."""
    found = _NAMED.match(name)
    return found["place"] if found else ""


def village_asked(name: str) -> str:
    """The village or 社区 a measure's name begins with: 西溪村集体收入 → 西溪村; "" for none."""
    found = _VILLAGE.match(name)
    return found["name"] if found and is_named(found["name"]) else ""


def is_named(words: str) -> bool:
    """Whether words that end in 村, 乡 or another kind are a name: 西溪村, not 新建乡 or 薄弱村."""
    return not _UNNAMED.search(words)


def split_place(name: str) -> tuple[str, str]:
    """A measure's name as the place before it and the rest: 青禾镇, 粮食产量; "" for no place."""
    nation = _NATION.match(name)
    place = nation.group() if nation else place_asked(name)
    rest = name.removeprefix(place).removeprefix("的")
    return (name[: len(name) - len(rest)], rest) if place and len(rest) > 1 else ("", name)


def split_owner(name: str) -> tuple[str, str]:
    """The place or village a name begins with, and the rest; "" for none."""
    place, rest = split_place(name)
    if place or not (village := village_asked(name)):
        return place, rest
    return village, name.removeprefix(village).removeprefix("的")


def is_place(words: str) -> bool:
    """Whether words are a place's or a village's name and nothing else."""
    return split_owner(f"{words}粮食")[0] == words


def without_place(name: str, title: str) -> str:
    """A measure's name without the nation, or the place that the document's title names too."""
    if nation := _NATION.match(name):
        return name[nation.end() :] if len(name) > nation.end() + 1 else name
    place = place_asked(name)
    short = name.removeprefix(place).removeprefix("的") if place else name
    return short if place and place in title and len(short) > 1 else name


def is_its_own(name: str, title: str, around: str, clause: str) -> bool:
    """Whether a document of this title can have the figure of the place a question names.

    ``around`` is what else is said of the figure: a report may speak of another place. Of the
    nation only the figure's own ``clause`` tells: 入围全国品牌榜 stands beside a province's.
    """
    if _NATION.match(name):
        return not owner_of(title) or bool(_OF_NATION.search(clause))
    place = place_asked(name)
    return not place or place in title or place in around


def is_its_villages(name: str, own: str, title: str) -> bool:
    """Whether a figure of this name or document is that of the village a question names.

    Its sentence may name the village and still count the whole: 收入386万元，其中西溪村86万元.
    """
    village = village_asked(name)
    return not village or village in own or village in title
