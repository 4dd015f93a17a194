"""The head of a document: where the body starts, and which lines make the title.

What stands above the body (web navigation, document number, title, date and place, source) is
kept for display but belongs to no section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.reading.lines import Line
from rag.text.headings import parse_label

_MAX_HEAD = 25
_MAX_TITLE = 60
_NAVIGATION = re.compile(
    r"下载|打印(?:本页)?|全屏|收藏|【?字(?:号|体)[：:]?|加大|还原|减小|】|[大中小]|关闭(?:窗口)?"
    r"|分享(?:到)?[：:]?|首页|返回|(?:当前|您的?)(?:所在)?位置.*|首页\s*[>＞].*|微信|微博"
    r"|浏览(?:次数|量)?[：:]?\s*\d*次?"
)
_META = re.compile(
    r"[—–―─-]{1,2}.*|[（(].{2,40}[)）]|.{2,30}文件"
    r"|(?:来源|时间|作者|编辑|责任编辑|发布(?:时间|日期|机构)|索引号|发文字号|文号|日期)[：: 　].*"
    r"|.{0,24}[〔\[［(（](?:19|20)\d\d[〕\]］)）]第?\s*\d+号"
    r"|[（(]?(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-].{0,40}"
    r"|[二一〇○零九\dO]{4}年.{1,4}月.{0,40}"
    r"|(?:19|20)\d\d年\d{1,2}月\d{1,2}日.{2,150}(?:通过|修正|修订|公布|施行|批准|印发)[)）]?。?"
    r"|(?:秘密|机密|绝密|特急|加急|平急)[★ 　]?.{0,6}|签发人[：:].*"
)
_PERSON = re.compile(
    r"(?:.{0,28}(?:书记|镇长|乡长|主任|市长|省长|县长|区长|主席|总理|局长|部长))?[ 　]*"
    r"[一-鿿]{1,2}[ 　]*[一-鿿]{1,2}"
)
_SALUTATION = re.compile(
    r".{0,40}(?:代表|同志们?|委员|领导|单位|部门|机构|各村|政府|党委|支部)[：:]"
)
_NO_TITLE = re.compile(
    r"^[，、。；：:·.…）)]|[，,；、]|^(?:摘\s*要|目\s*[录次]|前\s*言|附\s*件.{0,3})$"
)
"""A first line that is a broken sentence or a part of the text names nothing."""

_SPREAD = re.compile(r"(?<=[一-鿿])[ 　]+(?=[一-鿿])")
"""Blanks that only space out a title: 政 府 工 作 报 告."""

TITLE_END = re.compile(
    r"(?:报告|总结|通知|意见|方案|办法|条例|规定|细则|决定|公报|公告|通告|通报|汇报|材料|要点|计划|规划|纲要|章程|函"
    r"|批复|讲话|发言|法|说明|清单|制度|准则|规则|规程|纪要|台账|统计表|情况|提纲|承诺书|责任书|倡议书|建议)"
    r"(?:[（(].{1,16}[)）]|稿)?$"
)


@dataclass(frozen=True, slots=True)
class Head:
    """``title`` is "" where the text has none; ``size`` lines belong to the head."""

    title: str
    size: int
    title_lines: tuple[int, ...] = ()


def find_head(lines: Sequence[Line]) -> Head:
    """The head of a document whose empty lines have been taken out."""
    stop = next(
        (i for i, line in enumerate(lines[:_MAX_HEAD]) if _starts_body(line)),
        min(len(lines), _MAX_HEAD),
    )
    names = [i for i in range(stop) if _may_name(lines[i])]
    styled = [i for i in names if lines[i].title]
    chosen = _run(styled) if styled else _unstyled(lines, names)
    if not chosen:
        return Head("", _leading_noise(lines, stop))
    size = chosen[-1] + 1
    while size < stop and _follows_title(lines[size]):
        size += 1
    title = _SPREAD.sub("", "".join(lines[i].text for i in chosen))
    return Head(title, size, tuple(chosen))


def is_navigation(text: str) -> bool:
    """Whether a whole line is a button or a path of a web page."""
    return _NAVIGATION.fullmatch(text) is not None


def _starts_body(line: Line) -> bool:
    text = line.text
    if line.rows or _SALUTATION.fullmatch(text):
        return True
    if is_navigation(text) or _META.fullmatch(text) or line.title:
        return False
    return (
        parse_label(text) is not None
        or len(text) > _MAX_TITLE
        or text.endswith(("。", "：", ":", "；", "！"))
        or "。" in text
    )


def _may_name(line: Line) -> bool:
    """Whether a line of the head may be part of the title."""
    text = line.text
    return line.title or not (
        is_navigation(text) or _META.fullmatch(text) or len(text) < 2 or text.isdecimal()
    )


def _run(indices: Sequence[int]) -> list[int]:
    """The first stretch of neighbouring indices."""
    run: list[int] = []
    for index in indices:
        if run and index != run[-1] + 1:
            break
        run.append(index)
    return run


def _unstyled(lines: Sequence[Line], names: Sequence[int]) -> list[int]:
    """The title by its words: the first line that ends like one, with what it continues."""
    for place, index in enumerate(names):
        if not TITLE_END.search(lines[index].text):
            continue
        chosen = [index]
        for earlier in reversed(names[max(0, place - 2) : place]):
            if not _continues(lines[earlier], lines[chosen[0]]):
                break
            chosen.insert(0, earlier)
        return chosen
    if names and (lines[names[0]].centred or names[0] == 0):
        text = lines[names[0]].text
        if len(text) <= 40 and not (_NO_TITLE.search(text) or _PERSON.fullmatch(text)):
            return [names[0]]
    return []


def _continues(earlier: Line, later: Line) -> bool:
    """Whether a title was broken between two lines."""
    return (
        later.text.startswith("关于")
        or earlier.text.startswith("关于")
        or len(later.text) < 6
        or (earlier.centred and later.centred)
    ) and not _PERSON.fullmatch(earlier.text)


def _follows_title(line: Line) -> bool:
    text = line.text
    return bool(
        is_navigation(text)
        or _META.fullmatch(text)
        or (len(text) <= 40 and _PERSON.fullmatch(text))
        or (line.centred and len(text) <= 40)
    )


def _leading_noise(lines: Sequence[Line], stop: int) -> int:
    size = 0
    while size < stop and is_navigation(lines[size].text):
        size += 1
    return size
