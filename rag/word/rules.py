"""Where a layout value comes from: its clause in GB/T 9704—2012 and how binding it is.

Also the rules of the standard that are about words and not about measures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

STANDARD = "GB/T 9704—2012"

Strength = Literal["规定", "一般", "实务"]
"""规定: a flat rule. 一般: may be departed from (“一般用”). 实务: habit, not in the standard."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value is called, its clause, how binding it is, its unit and tolerance.

    ``clause`` is "" for a value of habit, which must never be called 国标 to a reader.
    """

    name: str
    clause: str
    strength: Strength
    unit: str = ""
    tolerance: float = 0.0

    @property
    def source(self) -> str:
        """In words for the reader: “GB/T 9704—2012 5.2.1（规定）” or “实务做法，国标未作要求”."""
        if not self.clause:
            return "实务做法，国标未作要求"
        return f"{STANDARD} {self.clause}（{self.strength}）"


WORDING: tuple[Rule, ...] = (
    Rule("标题分一行或多行居中，回行词意完整、排列对称，呈梯形或菱形", "7.3.1", "一般"),
    Rule("主送机关编排于标题下空一行，顶格，最后用全角冒号", "7.3.2", "规定"),
    Rule("结构层次序数依次用“一、”“（一）”“1.”“（1）”", "7.3.3", "规定"),
    Rule("附件名称后不加标点符号", "7.3.4", "规定"),
    Rule("成文日期用阿拉伯数字标全年、月、日，月、日不编虚位", "7.3.5", "规定"),
    Rule("附件另面编排，与正文一起装订", "7.3.7", "规定"),
    Rule("页码居版心下边缘之下，数字左右各放一条一字线", "7.5", "一般"),
    Rule("文字颜色为黑色", "5.2.4", "规定"),
    Rule("独占一行的小标题末尾不用句号，与正文接排的保留句号", "", "实务"),
    Rule("文章标题末尾不用标点", "", "实务"),
    Rule("每自然段首行空二字，回行顶格，数字、年份不能回行", "7.3.3", "规定"),
)
"""Rules on wording and order, as shown beside the export."""
