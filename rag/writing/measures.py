"""Whether a figure is the one a question names: by name, unit, rank, and whose figure it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from rag.figures.entry import unit_scale
from rag.figures.names import SAME, key, same_indicator
from rag.library.question import OTHER_NAMES
from rag.text.numerals import find_quantities
from rag.writing.asknames import is_narrower, is_of_several, named_otherwise, same_act
from rag.writing.askunits import exact_scale
from rag.writing.owners import is_its_own, is_its_villages, without_place

_NAMED_AT: Final = 0.8
"""A question's name that is the end of a longer one (全市城镇新增就业) counts as this alike."""
_TOLD_AT: Final = 0.78
"""A name completed by its sentence, or one that differs in 发放 and 送去 only."""
_WORDED_AT: Final = 0.76
"""A name with an adverb, an enumeration or a class (农村) inside."""
_OTHERWISE: Final = 0.01
"""What a name counts less that is only another one for what was asked."""

_COUNTING: Final = frozenset("个名人位家户件项条处次场期支所座起宗份篇只台")
_PEOPLE: Final = frozenset({"名", "人", "位"})
_TIMES: Final = frozenset({"次", "场", "场次", "期", "回", "轮"})
_LOOSE: Final = frozenset({"个", ""})
"""几个 is said of anything that is counted."""
_GROUPS: Final = (_PEOPLE, _TIMES, frozenset({"件", "项", "条", "起"}), frozenset({"家", "户"}))

_SPANS: Final = frozenset({"年", "个月", "月", "周", "天", "日", "小时"})
_LASTING: Final = re.compile("[期限龄]|时间|时长|[年月天日时]数")
"""粮食产量连续13年 is no 产量; 预备期, 平均年龄 and 办理时间 last."""

_WHOSE: Final = re.compile(r"^(?:社区|街道|机关|单位|企业|学校)")
_LEVEL: Final = re.compile(r"(?:全|我|本|该)(?P<level>[省市县区镇乡村]|街道|社区)")
_LEVELS: Final = re.compile(r"[省市县区镇乡村]|街道|社区")
_PAYING: Final = re.compile(r"^(?:发放|送去|投入|安排|拨付|落实|支出|下拨|使用)(?=..)")
_AMOUNT: Final = re.compile(r"(?<=..)总?额$")
_IN_ALL: Final = re.compile(
    "总(?=收入|支出|产值|产量|投资|面积|人口|人数|户数|里程|规模|数|额|量)|年(?=收入|支出|产值|产量)"
)
"""总收入 and 年收入 of a year are its 收入."""
_SHARE: Final = re.compile(
    r"^(?P<part>.+?)(?:(?:所?占|在)(?P<whole>.*?)(?:中|内|里)?)?的?(?:比重|比例|份额|(?<=占)比)$"
)
_RATE: Final = re.compile("(?<=..)[率比]$")
_MEASURED: Final = (
    *((kind, "亩") for kind in ("面积", "总面积")),
    *((kind, "吨") for kind in ("产量", "总产量", "总产")),
    *((kind, "元") for kind in ("金额", "总额", "产值", "资金", "经费")),
    *((kind, "公里") for kind in ("里程", "长度", "总里程", "全长")),
)
"""What a unit measures where a name does not say it."""
_ADVERBIAL: Final = re.compile(
    "在[^，、]{2,14}(?:基础上|情况下|形势下|背景下|条件下|影响下|中|后)|(?:再|又|屡|连续|首次|不断)*(?:创|刷新)(?:下|出)?了?"
    "(?:历史|同期|近年)?(?:最好水平|最高水平|新高|最高|纪录|记录)|(?:持续|稳步|逐年|连年|继续|平稳|连续.{1,3}年|每[年月周日天季]度?){1,2}"
)
"""粮食产量屡创历史新高 and 粮食产量在上年增产的基础上 are 粮食产量."""
_ADDED: Final = re.compile("增加值$")
_TOTALLY: Final = re.compile(r"^(?:全部|全都|均|都|共|已)")
_RANKING: Final = re.compile(
    r"(?:中)?(?:排名|排位|位列|位居|名列|排|居)$|^在?[全我本][省市县区镇乡]|在?[全我本][省市县区镇乡]$"
)
_YEAR_AT_END: Final = re.compile(r"(?:19|20)\d{2}年?底?$")
_FILLER: Final = re.compile(r"^(?:工作|的)|(?:工作|的|中)$")
_ASKED: Final = re.compile(r"(?:多少|几)(?P<rest>[^\s，。？?、的]{1,5})")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a question asks for.

    ``unit`` is the one after 多少, "" when none is named; ``rank`` asks 第几; ``growth`` asks
    for a rate of change (…增速), ``change`` for an absolute one (减少多少人), else a level.
    ``planned`` asks for a target instead of a result, ``cumulative`` for a sum since some year.
    ``others`` are names that mean the same.
    """

    name: str
    unit: str = ""
    rank: bool = False
    growth: bool = False
    change: bool = False
    planned: bool = False
    cumulative: bool = False
    others: tuple[str, ...] = ()


def asked_unit(question: str) -> tuple[str, str]:
    """The unit asked for and the words that ask: 送水多少车次 → 车次, 多少车次."""
    for match in _ASKED.finditer(question):
        rest = match["rest"]
        if rest.startswith("钱"):
            return "元", match.group()[: len(match.group()) - len(rest) + 1]
        found = find_quantities(f"3{rest}")
        if found and found[0].start == 0 and found[0].unit and rest.startswith(found[0].unit):
            return found[0].unit, match.group()[: len(found[0].unit) - len(rest) or None]
    return "", ""


def fits_unit(asked: str, unit: str) -> bool:
    """Whether a value in ``unit`` answers 多少``asked``. 名 and 人, 场 and 次 are one."""
    if not asked or asked == unit:
        return True
    if asked in _LOOSE and unit in _COUNTING:
        return True
    if any(asked in group and unit in group for group in _GROUPS):
        return True
    return exact_scale(unit, asked) is not None


def unit_between(source: str, target: str) -> Decimal | None:
    """By what a value is multiplied to stand beside one in ``target``: 次 and 场次 are one."""
    scale = unit_scale(source, target)
    if scale is not None:
        return scale
    return Decimal(1) if any(source in group and target in group for group in _GROUPS) else None


def likeness(
    wanted: Measure, name: str, *, unit: str, value: str, sentence: str, place: str
) -> float:
    """How likely a figure is the one asked for, 0–1; from ``names.SAME`` upwards it may be.

    ``value`` is the figure as written, ``place`` the title and section it stands under.
    """
    if not fits_unit(wanted.unit, unit) or wanted.rank != value.startswith("第"):
        return 0.0
    if unit in _SPANS and not (wanted.unit or _LASTING.search(wanted.name)):
        return 0.0
    if not _same_owner(wanted.name, name, sentence, place):
        return 0.0
    title = place.split("\n")[0]
    if not is_its_own(wanted.name, title, f"{name}{sentence}{place}", _clause(value, sentence)):
        return 0.0
    if is_of_several(wanted.name, name):
        return 0.0
    if not is_its_villages(wanted.name, name, title):
        return 0.0
    scores = [
        _named(replace(wanted, name=without_place(other, title)), name, sentence) - less
        for other, less in [(wanted.name, 0.0), *((one, _OTHERWISE) for one in wanted.others)]
    ]
    return max(scores)


def _clause(value: str, sentence: str) -> str:
    """The clause a value stands in."""
    before, _, after = sentence.partition(value)
    return f"{re.split('[，；。：]', before)[-1]}{value}{re.split('[，；。：]', after)[0]}"


def _named(wanted: Measure, name: str, sentence: str) -> float:
    own = _plain_name(_spelled_out(name, wanted.name), rank=wanted.rank)
    return _alike(_plain_name(wanted.name, rank=wanted.rank), own, wanted, name, sentence)


def _spelled_out(name: str, wanted: str) -> str:
    """GDP in the words of the question: 国内生产总值 or 地区生产总值."""
    for letters, full in OTHER_NAMES.items():
        asked = re.search(f"(?:国内|国民|地区|全[省市县区])?{full.removeprefix('国内')}", wanted)
        name = re.sub(letters, asked.group() if asked else full, name, flags=re.IGNORECASE)
    return name


def _plain_name(name: str, *, rank: bool) -> str:
    if rank:
        name = _RANKING.sub("", _RANKING.sub("", name)).removesuffix("中")
    short = key(name.replace("增加收入", "增收")).removesuffix("增速")
    short = _IN_ALL.sub("", short)
    return _YEAR_AT_END.sub("", short) or name


def _same_owner(wanted: str, name: str, sentence: str, place: str) -> bool:
    """社区党员 are not 党员, and 全县 is not the township whose report it is."""
    asked, own = _WHOSE.match(wanted), _WHOSE.match(name)
    if asked and asked.group() not in f"{name}{sentence}":
        return False
    if own and own.group() not in wanted:
        return False
    level = _LEVEL.match(wanted)
    if level is None or level["level"] in f"{name}{sentence}{place}":
        return True
    return not _LEVELS.search(place.split("\n")[0])


def _alike(wanted: str, own: str, measure: Measure, name: str, sentence: str) -> float:
    score = same_indicator(wanted, own)
    if score >= SAME and is_narrower(wanted, own):
        return _WORDED_AT
    if len(wanted) >= 4 and own.endswith(wanted):
        return max(score, _NAMED_AT)
    if score >= SAME:
        return score
    if _same_share(wanted, own, sentence):
        return _TOLD_AT
    if (
        _completed(wanted, own, sentence)
        or _same_payment(wanted, own)
        or same_act(wanted, own)
        or (_RATE.search(wanted) and own.endswith(wanted))
    ):
        return _TOLD_AT
    if own.startswith(wanted) and _ADVERBIAL.fullmatch(own[len(wanted) :]):
        return _TOLD_AT
    if _implied(wanted, own, measure.unit):
        return _NAMED_AT
    if measure.unit and (_totally(wanted, own) or _only_such(wanted, own, measure.unit)):
        return _WORDED_AT
    return _WORDED_AT if _enumerated(wanted, own, name) else score


def _same_share(wanted: str, own: str, sentence: str) -> bool:
    """服务业增加值占国内生产总值的比重, 服务业增加值比重 and 服务业在国内生产总值中的比重."""
    asked, given = _SHARE.match(wanted), _SHARE.match(own)
    if asked is None or given is None:
        return False
    parts = [_ADDED.sub("", found["part"]) for found in (asked, given)]
    wholes = [found["whole"] or "" for found in (asked, given)]
    others = {_ADDED.sub("", one) for one in named_otherwise(f"{parts[0]}增加值").same}
    if parts[1] in others:
        parts[0] = parts[1]
    if same_indicator(*parts) < SAME:
        return False
    if all(wholes):
        return same_indicator(*wholes) >= SAME
    # One that does not say of what it is a share must at least speak of the same thing.
    whole = "".join(wholes)
    return not whole or parts[0] == parts[1] or whole in sentence


def _completed(wanted: str, own: str, sentence: str) -> bool:
    """热线工单按期办结率 is the 按期办结率 of a sentence on 热线工单."""
    if len(own) < 3 or not wanted.endswith(own) or wanted == own:
        return False
    rest = _FILLER.sub("", wanted[: -len(own)])
    return len(rest) >= 2 and rest in sentence


def _same_payment(wanted: str, own: str) -> bool:
    """发放慰问金 and 送去慰问金, 出口额 and 出口."""
    a, b = (_AMOUNT.sub("", _PAYING.sub("", name)) for name in (wanted, own))
    return len(a) >= 2 and a == b


def _implied(wanted: str, own: str, unit: str) -> bool:
    """茶园多少亩 asks for the 茶园面积: the unit says what is measured."""
    return len(wanted) > 1 and any(
        own == f"{wanted}{kind}" and exact_scale(unit, measured) is not None
        for kind, measured in _MEASURED
    )


def _totally(wanted: str, own: str) -> bool:
    """146名流动党员全部编入网上支部 counts the 流动党员."""
    return (
        len(wanted) >= 4
        and own.startswith(wanted)
        and bool(_TOTALLY.match(own.removeprefix(wanted)))
    )


def _only_such(wanted: str, own: str, unit: str) -> bool:
    """党员干部顶着烈日往返送水860车次: a unit as rare as that leaves no doubt."""
    known = _PEOPLE | _TIMES | _COUNTING | {"人次", "元", "万元", "亿元", "%"}
    return len(wanted) >= 2 and unit not in known and own.endswith(wanted)


def _enumerated(wanted: str, own: str, name: str) -> bool:
    """慰问老党员、困难党员 counts those who were asked for among others, and says so."""
    if len(wanted) < 5 or not re.search("[、和与及]", name) or len(own) > 2 * len(wanted):
        return False
    own = re.sub("[、和与及]", "", own)
    extra = len(own) - len(wanted)
    return extra > 0 and any(
        own[:cut] + own[cut + extra :] == wanted for cut in range(2, len(wanted) - 1)
    )
