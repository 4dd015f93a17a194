"""Fonts that stand in for those of official documents where a computer does not have them."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

_SONG = ("SimSun", "STSong", "AR PL UMing CN", "Noto Serif CJK SC")
_FANG_SONG = ("FangSong", "STFangsong", "AR PL UMing CN", "Noto Serif CJK SC")
_KAI = ("KaiTi", "STKaiti", "AR PL UKai CN", "Noto Serif CJK SC")
_HEI = ("SimHei", "STHeiti", "Noto Sans CJK SC", "WenQuanYi Zen Hei")
SUBSTITUTES: Mapping[str, tuple[str, ...]] = {
    "仿宋_GB2312": ("仿宋", *_FANG_SONG),
    "仿宋": _FANG_SONG,
    "楷体_GB2312": ("楷体", *_KAI),
    "楷体": _KAI,
    "黑体": _HEI,
    "宋体": _SONG,
    "方正小标宋简体": ("方正小标宋_GBK", "Noto Serif CJK SC", "AR PL UMing CN"),
}
"""In the order in which they are tried; a font that is installed is never replaced."""


def font_settings() -> str:
    """A fontconfig file: the system's own with the substitutes behind each missing font."""
    aliases = "".join(
        f'<alias binding="same"><family>{escape(font)}</family><accept>'
        + "".join(f"<family>{escape(other)}</family>" for other in others)
        + "</accept></alias>"
        for font, others in SUBSTITUTES.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{aliases}</fontconfig>'
    )
