"""Revising a section: by rule where a rule can, else with a model whose numbers are guarded."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from rag.checking.numbers import replacement_of
from rag.errors import InstructionError
from rag.figures.link import link
from rag.records import Delta, Draft, Finding, LedgerRow, Trace
from rag.text.numerals import parse_number
from rag.writing.askrevision import Asking
from rag.writing.edits import Edit, apply
from rag.writing.guard import guard
from rag.writing.model import ChatModel
from rag.writing.points import remove_nth, remove_words
from rag.writing.prompts import load
from rag.writing.shorten import shorten

PROMPT: Final = "revise_section"
POSSIBLE: Final = "压缩（或“压缩到300字”）、删去第二点（段、句）、去掉“…”、把“…”改为“…”、更新数字"
PRESETS: Final = {
    "更简练": "在不改变意思的前提下写得更简练。",
    "突出数据": "把已有的数据放到句子前面，突出成效；不增加数据。",
    "换一种说法，避免与去年重复": (
        "换一种说法，不与参考材料里去年的文字重复；意思和数据不变，不用去年的事实。"
    ),
    "换一种说法": "换一种说法；意思和数据不变。",
    "口语改书面": "把口语改成规范的公文书面语。",
}
"""Instructions offered as buttons. All but the first need a model."""
UNLIKE_LAST_YEAR: Final = "换一种说法，避免与去年重复"
_DEFAULT_SHARE: Final = 0.8
_SHARES: Final = {"一半": 0.5, "三分之一": 2 / 3, "三分之二": 1 / 3, "四分之一": 0.75}
_SHORTEN: Final = re.compile(r"压缩|精简|缩减|缩短|简练|简洁|简短|删减|太长|啰嗦|短一[些点]")
_TO_LENGTH: Final = re.compile(r"(\d{2,5})\s*(?:个)?字")
_REMOVE_NTH: Final = re.compile(
    r"(?:删去|删除|删掉|去掉|不要|拿掉)第?\s*([\d一二三四五六七八九十]{1,3})\s*"
    r"(?:个)?(点|条|项|方面|自然段|段|句)"
)
_REMOVE_WORDS: Final = re.compile(r"(?:删去|删除|删掉|去掉|不要)[“\"「](.+?)[”\"」]")
_REPLACE: Final = re.compile(
    r"[把将]?[“\"「](.+?)[”\"」]\s*(?:改为|改成|换成|换为|替换为|替换成)\s*[“\"「](.*?)[”\"」]"
)
_UPDATE: Final = re.compile(
    r"(?:更新|核对|替换|改正|刷新|换成今年的?)(?:全部|所有|一下)?(?:的)?(?:数字|数据|指标)"
)
_LEFT_OVER: Final = re.compile(
    r"[，。；、！\s请并再且然后把将这段文字一下到至在以内左右节本控制些点更写得了太]+"
)


def is_exact(instruction: str) -> bool:
    """Whether an instruction names exactly what to do (删去第二点, 把“…”改为“…”, 更新数字).

    Such a one is the program's, also where there is a model: it makes no mistake in counting.
    """
    rest, found = instruction, False
    for pattern in (_REPLACE, _REMOVE_WORDS, _REMOVE_NTH, _UPDATE):
        rest, times = pattern.subn("", rest)
        found = found or times > 0
    return found and not _LEFT_OVER.sub("", rest)


def by_rule(
    text: str,
    instruction: str,
    rows: Sequence[LedgerRow] = (),
    year: int | None = None,
) -> Draft:
    """Follow an instruction without a model.

    Raises InstructionError when a part of it is not among what rules can do.
    """
    notices: list[str] = []
    rest = instruction.strip()
    done = False
    for pattern, action in _actions(rows, year, notices):
        while found := pattern.search(rest):
            text = action(text, found, instruction)
            rest = rest[: found.start()] + rest[found.end() :]
            done = True
    if not done or _LEFT_OVER.sub("", _TO_LENGTH.sub("", rest)):
        raise InstructionError(
            f"“{instruction}”是自由要求，需要配置模型才能做。", f"不用模型可以：{POSSIBLE}。"
        )
    return Draft(text, "rule", notices=tuple(notices))


_Action = Callable[[str, "re.Match[str]", str], str]


def _actions(
    rows: Sequence[LedgerRow], year: int | None, notices: list[str]
) -> tuple[tuple[re.Pattern[str], _Action], ...]:
    def put(text: str, found: re.Match[str], _instruction: str) -> str:
        return _replaced(text, found[1], found[2])

    def cut_words(text: str, found: re.Match[str], _instruction: str) -> str:
        return remove_words(text, found[1])

    def cut_nth(text: str, found: re.Match[str], _instruction: str) -> str:
        return remove_nth(text, int(parse_number(found[1]) or Decimal(0)), found[2])

    def update(text: str, _found: re.Match[str], _instruction: str) -> str:
        return _updated(text, rows, year, notices)

    def squeeze(text: str, _found: re.Match[str], instruction: str) -> str:
        return _shortened(text, instruction, notices)

    return (
        (_REPLACE, put),
        (_REMOVE_WORDS, cut_words),
        (_REMOVE_NTH, cut_nth),
        (_UPDATE, update),
        (_SHORTEN, squeeze),
    )


def _replaced(text: str, old: str, new: str) -> str:
    if old not in text:
        raise InstructionError(f"原文里没有“{old}”。", "请从原文中复制要改的文字。")
    return text.replace(old, new)


def _updated(text: str, rows: Sequence[LedgerRow], year: int | None, notices: list[str]) -> str:
    if year is None or not rows:
        raise InstructionError("没有可用的指标台账，无法更新数字。", "请先填写或导入本年数据。")
    links = link(text, rows, year)
    fitting = [(k, right) for k in links if (right := replacement_of(k)) is not None]
    edits = [Edit(k.start, k.end, right) for k, right in fitting]
    notices.append(f"更新了{len(edits)}处数字。" if edits else "正文数字与台账一致，没有改动。")
    if left := [k.text for k in links if k.expected and replacement_of(k) is None]:
        notices.append(f"“{'”“'.join(left)}”的增减方向与台账不同，请自行改句。")
    return apply(text, edits)[0]


def _shortened(text: str, instruction: str, notices: list[str]) -> str:
    wanted = _TO_LENGTH.search(instruction)
    share = next((s for words, s in _SHARES.items() if words in instruction), _DEFAULT_SHARE)
    length = int(wanted[1]) if wanted else int(len(text) * share)
    result = shorten(text, length)
    if result.text == text and not result.reached:
        notices.append("这段文字每句都有数据或要点，没有可以按规则删去的话。")
    elif not result.reached:
        notices.append(f"已压缩到{len(result.text)}字；再压缩就要删去数据，请自行取舍。")
    return result.text


def stream_revision(
    model: ChatModel,
    text: str,
    instruction: str,
    rows: Sequence[LedgerRow] = (),
    year: int | None = None,
    *,
    heading: str = "",
    selection: tuple[int, int] | None = None,
    materials: Sequence[str] = (),
    locked: Collection[str] = (),
    temperature: float | None = None,
    home: Path | None = None,
    stop: threading.Event | None = None,
) -> Iterator[Delta | Draft]:
    """The revised passage as it is written, then a Draft of the whole text.

    ``selection`` is the passage to revise, by default all. In the Draft, sentences whose numbers
    changed are put back, unless the instruction itself gives the number or asks to update the
    numbers, which then come from the ledger; ``locked`` sentences too. Raises ModelError.
    """
    start, end = selection or (0, len(text))
    passage, notices = text[start:end], list[str]()
    if _UPDATE.search(instruction):
        passage = _updated(passage, rows, year, notices)
    asking = Asking(model, load(PROMPT, home), heading, materials, temperature, stop)
    pieces: list[str] = []
    for piece in asking.revised(passage, PRESETS.get(instruction, instruction)):
        pieces.append(piece)
        yield Delta(piece)
    guarded = guard(
        passage,
        "".join(pieces).strip("\n"),
        allowed=instruction,
        locked=locked,
        may_drop=bool(_SHORTEN.search(instruction) or _REMOVE_NTH.search(instruction)),
    )
    yield Draft(
        text=text[:start] + guarded.text + text[end:],
        made_by=f"{model.name} {asking.prompt.hash}",
        notices=(*asking.notices, *notices, *guarded.notices),
        trace=Trace(
            model.name, PROMPT, asking.prompt.hash, usage=asking.usage, instruction=instruction
        ),
    )


def fix_instruction(finding: Finding) -> str:
    """One finding as an instruction: “fix this”."""
    what = f"只改“{finding.text}”所在的一句，其余不动。问题：{finding.message}"
    return f"{what}{finding.suggestion and f'建议：{finding.suggestion}'}"
