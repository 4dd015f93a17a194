"""What to do about an error, in a clerk's words; what only an administrator needs is kept apart.

The rooms below write one hint for everybody: the terminal's reader sets ``ZHUBI_MODEL_URL`` or
runs ``zhubi doctor``. In the page a clerk cannot, so the parts of a hint that name a setting or a
command become one sentence that says whom to ask, and stand folded behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.errors import ZhubiError

ADMIN = "请管理员在设置里处理"
_TECHNICAL = re.compile(r"ZHUBI_|\bzhubi [a-z]|embedding=")
_PART = re.compile(r"[^；。]+[；。]?")


@dataclass(frozen=True, slots=True)
class Hint:
    """``words`` for everybody, ``detail`` for the administrator ("" when there is none)."""

    words: str
    detail: str = ""


def plain(hint: str) -> Hint:
    """A hint without the names of settings and commands."""
    parts = _PART.findall(hint)
    technical = [part for part in parts if _TECHNICAL.search(part)]
    if not technical:
        return Hint(hint)
    said = [part for part in parts if part not in technical[1:]]
    words = "".join(_asked(part) if part in technical else part for part in said)
    return Hint(f"{words.rstrip('；。')}。", "".join(technical).rstrip("；"))


def _asked(part: str) -> str:
    """A part that names a setting, with the administrator in its place: 要用向量请管理员……"""
    before = part.split("请")[0] if "请" in part and not part.startswith("可") else ""
    return f"{before}{ADMIN}{part[-1] if part[-1] in '；。' else '。'}"


def error_reply(error: ZhubiError) -> dict[str, str]:
    """An error for the page's scripts."""
    hint = plain(error.hint)
    reply = {"error": error.message, "hint": hint.words}
    return {**reply, "detail": hint.detail} if hint.detail else reply


def sentence(error: ZhubiError) -> str:
    """An error in one line of text."""
    return f"{error.message}{plain(error.hint).words}"
