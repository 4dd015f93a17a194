"""Whose figure it is: 广东地区生产总值 is not answered by the report of another province."""

from __future__ import annotations

import re
from typing import Final

_PROVINCES: Final = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_LEVEL: Final = (
    r"(?:省|(?:壮族|回族|维吾尔)?自治区|自治[州县旗]|特别行政区|市(?![场民容值政])|县"
    r"|(?<![社地小园景校灾片])区|(?<![城乡村集])镇|乡(?![镇村土亲贤])|街道(?:办事处)?)"
)
"""地区, 社区, 城镇 and 市场 are no places."""
_NAMED: Final = re.compile(
    rf"^(?P<place>(?:{_PROVINCES}){_LEVEL}?|[\u4e00-\u9fff]{{2,5}}?{_LEVEL})(?=.)"
)
_NATION: Final = re.compile("^(?:全国|我国|中国)")
_OF_NATION: Final = re.compile("(?:全国|我国)(?![第排前各]|领先|平均|一流)")
"""全国第4位 says where a province stands."""
_YEAR: Final = re.compile(r"^(?:中共)?(?:(?:19|20)\d{2}年度?)?")
_OF_TITLE: Final = re.compile(
    rf"^(?P<owner>(?:{_PROVINCES})?{_LEVEL}?[\u4e00-\u9fff]{{1,8}}?{_LEVEL}|(?:{_PROVINCES}){_LEVEL}?)"
)


def owner_of(title: str) -> str:
    """The place whose report a title names: 2026年上海市政府工作报告 → 上海市; "" for none."""
    found = _OF_TITLE.match(_YEAR.sub("", title))
    return found["owner"] if found else ""


def place_asked(name: str) -> str:
    """The place a question's measure begins with: 广东, 清溪岭镇; "" for none."""
    found = _NAMED.match(name)
    return found["place"] if found else ""


def without_place(name: str, title: str) -> str:
    """A measure's name without the nation, or the place that the document's title names too."""
    if nation := _NATION.match(name):
        return name[nation.end() :] if len(name) > nation.end() + 1 else name
    place = place_asked(name)
    short = name.removeprefix(place).removeprefix("的") if place else name
    return short if place and place in title and len(short) > 1 else name


def is_its_own(name: str, title: str, around: str) -> bool:
    """Whether a document of this title can have the figure of the place a question names.

    ``around`` is what else is said of the figure: a report may speak of another place.
    """
    if _NATION.match(name):
        return not owner_of(title) or bool(_OF_NATION.search(around))
    place = place_asked(name)
    return not place or place in title or place in around
