"""Outline presets: one plain text file a report kind, the office's own before ours.

A file is looked for in ``<home>/outlines/KIND.txt``, then beside this module. It begins with
lines “名称：内容” (标题, 说明, 数据年份, 字数); after an empty line each line is a heading with its
label, and behind it, if wanted, the number of characters: “一、主要工作和成效　2500字”. A line
“开头” stands for the text before the first heading; {单位}, {年} and {上年} are filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rag.errors import InputError, NotFoundError
from rag.text.headings import parse_label

FOLDER: Final = "outlines"
_OWN: Final = Path(__file__).with_name(FOLDER)
_LENGTH: Final = re.compile(r"[\s　]+(\d{1,5})\s*字$")
_KNOWN: Final = ("标题", "说明", "数据年份", "字数")
_OPENING: Final = "开头"
_FACTS: Final = {"本年": 0, "上年": -1}


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """A heading of a preset; ``length`` is in characters, 0 where the file says nothing."""

    level: int
    label: str
    heading: str
    length: int = 0


@dataclass(frozen=True, slots=True)
class Preset:
    """An outline preset. ``fact_offset`` is -1 for a report on the year before its own."""

    kind: str
    path: Path
    title: str
    note: str
    parts: tuple[OutlinePart, ...]
    fact_offset: int = 0
    length: int = 0

    def filled(self, unit: str, year: int) -> Preset:
        """The preset for one unit and year."""
        words = {"{单位}": unit, "{年}": str(year), "{上年}": str(year - 1)}
        return replace(
            self,
            title=_put(self.title, words),
            parts=tuple(replace(part, heading=_put(part.heading, words)) for part in self.parts),
        )


def presets(home: Path | None = None) -> tuple[Preset, ...]:
    """All presets, an office's own in the place of ours with the same name.

    Raises InputError when a file is not as it must be.
    """
    return tuple(_read(path) for _name, path in sorted(_files(home).items()))


def load_preset(kind: str, home: Path | None = None) -> Preset:
    """The preset of a report kind. Raises NotFoundError, InputError."""
    files = _files(home)
    if kind not in files:
        raise NotFoundError(f"没有“{kind}”这种提纲。", f"可用：{'、'.join(sorted(files))}。")
    return _read(files[kind])


def _files(home: Path | None) -> dict[str, Path]:
    folders = (_OWN, *((home / FOLDER,) if home else ()))
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.txt"))}


def _read(path: Path) -> Preset:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"提纲文件 {path} 读不出来。", "请用 UTF-8 编码保存成纯文本文件。"
        ) from error
    lines = [line.strip() for line in text.splitlines() if not line.lstrip().startswith("#")]
    while lines and not lines[0]:
        lines.pop(0)
    cut = lines.index("") if "" in lines else len(lines)
    head = _head(lines[:cut], path)
    parts = tuple(_parts(lines[cut:]))
    if not parts:
        raise InputError(f"提纲文件 {path} 里没有标题。", "空一行以后，每行写一个标题。")
    facts = head.get("数据年份", "本年")
    if facts not in _FACTS or not head.get("字数", "0").removesuffix("字").isdigit():
        raise InputError(
            f"提纲文件 {path} 的开头有误。", "数据年份只能写“本年”或“上年”，字数写数字。"
        )
    total = int(head.get("字数", "0").removesuffix("字")) or sum(part.length for part in parts)
    title = head.get("标题", "{单位}{年}年" + path.stem)
    return Preset(path.stem, path, title, head.get("说明", ""), parts, _FACTS[facts], total)


def _head(lines: list[str], path: Path) -> dict[str, str]:
    head = {}
    for line in lines:
        name, colon, words = line.replace(":", "：", 1).partition("：")
        if not colon or name.strip() not in _KNOWN:
            raise InputError(
                f"提纲文件 {path} 里这一行看不懂：{line}",
                f"开头可以写：{'、'.join(_KNOWN)}；空一行以后写标题。",
            )
        head[name.strip()] = words.strip()
    return head


def _parts(lines: list[str]) -> Iterator[OutlinePart]:
    for line in filter(None, lines):
        length = _LENGTH.search(line)
        words = line[: length.start()] if length else line
        characters = int(length[1]) if length else 0
        label = parse_label(words)
        if words == _OPENING:
            yield OutlinePart(0, "", "", characters)
        elif label is None:
            yield OutlinePart(1, "", words, characters)
        else:
            yield OutlinePart(label.level, label.label.strip(), label.rest.strip(), characters)


def _put(text: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(name, word)
    return text
