"""Numbers whose noun stands behind them: 新建两个阵地, 为46名党员送学."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.figures import words
from rag.figures.clauses import Item
from rag.figures.inheriting import SPANS
from rag.figures.subjects import LONGEST, object_of, strip_end

SHARE_UNITS = frozenset({"%", "‰", "个百分点", "倍", "番", "成"})
_DID = re.compile(r"[\u4e00-\u9fff]了(?:近|约|超过?)?$")
"""配发了3辆垃圾车: what stands before 了 is a verb, known or not."""


def has_noun_behind(item: Item, right: str) -> bool:
    """Whether the counted noun follows the number (新建两个阵地)."""
    if not right:
        return False
    if not item.subject:
        return not item.joined or item.seen.token.unit[-1:] not in ("%", "点")
    if item.seen.token.unit in SHARE_UNITS and not item.right.startswith("的"):
        deed = words.ACT_END.fullmatch(item.subject)
        return bool(deed and deed["act"]) and not words.RIGHT_VERB.match(right)
    if words.MONEY.fullmatch(item.subject) or (item.shared and item.right.startswith("的")):
        return False
    if _DID.search(item.left) and not words.RIGHT_VERB.match(right):
        return True
    return bool(words.ACT_END.search(item.subject)) or names_things(item) or _is_actor(item)


def names_things(item: Item) -> bool:
    """撤销甲厂、乙站和丙公司3个党支部: the things are listed before their number."""
    left = item.left
    return left.endswith("等") or bool(re.search(r"、[^、]{1,14}[和与及][^、]{1,14}$", left))


def _is_actor(item: Item) -> bool:
    """省委、省政府16次调度: what stands before the number acts and is not counted."""
    own = not (item.shared and words.ACT_HEAD.match(item.right))
    return item.seen.token.unit == "次" and own and not words.ACT_HEAD.match(item.subject)


RATIO_HEAD = re.compile("比例|比率|配比")


def is_ratio(item: Item) -> bool:
    """Whether the figure is a ratio such as 1:3."""
    return item.seen.token.unit.startswith("∶")


def name_by_noun_behind(item: Item, right: str, earlier: Sequence[Item]) -> None:
    """Fill in act, subject and name from ``right``, the noun behind the number."""
    act = _act_of(item)
    if not item.subject and item.listed and earlier:
        act = earlier[-1].act
    item.act = act
    noun = right
    if item.shared and (shared := words.ACT_END.search(noun)) and shared["act"] and len(noun) > 4:
        noun = noun[: shared.start()] or noun
    if is_ratio(item) and (ratio := RATIO_HEAD.match(noun)):
        noun = ratio.group()
    item.name = ("" if act in words.LIGHT else act) + noun
    item.subject = noun
    if _is_actor(item) and item.subject and not act:
        item.name = noun
    told = len(noun) <= 4 or words.RIGHT_VERB.match(noun)
    if told and item.seen.token.unit in SPANS and not _act_of(item):
        said = earlier[-1].subject if earlier else object_of(item.before)
        item.subject, item.name = said, said + noun
    if len(noun) < 2 and item.left:
        item.name = strip_end(item.left)[-LONGEST:] + noun


def _act_of(item: Item) -> str:
    if match := words.ACT_END.search(item.subject):
        return match["act"] or ""
    head = words.ACT_HEAD.match(item.subject)
    return head["act"] if head and names_things(item) else ""
