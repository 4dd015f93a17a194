"""Words that turn a statement round: rise and fall, above and below, and negations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Each pair opposes only its own other side: 扩大 is not the contrary of 低于.
PAIRS: tuple[tuple[str, str, str], ...] = (
    (
        "move",
        "增长 增加 上升 提高 提升 上涨 回升 攀升 扩大 增至 升至 增到 升到 净增 增产 增收 增幅 多增 "
        "壮大 扩增 上调",
        "下降 减少 降低 下跌 回落 下滑 缩小 降至 减至 降到 减到 净减 减产 减收 降幅 少增 "
        "压减 压降 缩减 萎缩 精简 负增长 下调",
    ),
    ("bound", "不低于 不少于 以上 至少", "不高于 不超过 不多于 以下 以内 至多"),
    ("compare", "高于 多于 快于 好于 超过 超出 超额", "低于 少于 慢于 差于 不足 不到"),
    ("trade", "顺差 盈利 盈余", "逆差 亏损 赤字"),
    ("outcome", "成功 达标 合格 及格", "失败 不达标 不合格 不及格"),
    ("attitude", "支持 赞成 同意 允许 鼓励", "反对 不赞成 不同意 禁止 限制"),
    ("strength", "加强 增强 加快 加大 改善 好转 优化", "削弱 减弱 放缓 减小 恶化 变差 弱化"),
)
NEGATIONS = ("没有", "并未", "尚未", "未能", "不再", "不得", "未", "不", "没", "无", "非")


@dataclass(frozen=True, slots=True)
class Polar:
    """A word that says which way, at ``[start, end)``; ``side`` is +1 or −1."""

    start: int
    end: int
    text: str
    group: str
    side: int


def _words() -> dict[str, tuple[str, int]]:
    words = {}
    for group, positive, negative in PAIRS:
        words.update(dict.fromkeys(positive.split(), (group, 1)))
        words.update(dict.fromkeys(negative.split(), (group, -1)))
    return words


WORDS = _words()
POLAR = re.compile("|".join(sorted(map(re.escape, WORDS), key=len, reverse=True)))
NEGATION = re.compile("|".join(NEGATIONS))


@lru_cache(maxsize=2048)
def polar_words(text: str) -> tuple[Polar, ...]:
    """All words that say which way, in order."""
    return tuple(
        Polar(m.start(), m.end(), m.group(), *WORDS[m.group()]) for m in POLAR.finditer(text)
    )


def dropped_negations(claim: str, source: str, reach: int = 4) -> tuple[str, ...]:
    """Negations that stand in one of the two texts where the other runs on without them.

    Both sides of the gap must agree for ``reach`` characters, so that only a word put in or
    taken out counts and no other wording.
    """
    found = []
    for one, other in ((claim, source), (source, claim)):
        for match in NEGATION.finditer(one):
            left, right = one[: match.start()][-reach:], one[match.end() :][:reach]
            kept = left + match.group() + right in other
            if left + right in other and not kept and len(left + right) >= 2 * reach - 2:
                found.append(match.group())
    return tuple(found)
