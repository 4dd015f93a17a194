"""Punctuation, headings and requests.

Rules: GB/T 15834—2011 (punctuation), GB/T 15835—2011 (numbers), GB/T 9704—2012 7.3.3 (heading
labels), 党政机关公文处理工作条例 第十五条 (a report carries no request).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.checking.context import CheckContext, by_line
from rag.records import Finding, Severity

KIND = "wording"
HAN = "\u4e00-\u9fff"
FULL = str.maketrans(",;:?!()", "，；：？！（）")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern (its group ``x`` is the place), what is wrong, and the right form."""

    pattern: re.Pattern[str]
    message: str
    severity: Severity = "warning"
    replacement: str | None = None
    suggestion: str = ""
    evidence: str = ""


def _rule(pattern: str, message: str, **more: str | None) -> Rule:
    return Rule(re.compile(pattern, re.MULTILINE), message, **more)  # type: ignore[arg-type]


NOT_POST = "".join(
    f"(?<!{post})"
    for post in (
        *(f"{place}长" for place in "省市县区镇乡州局校院处科所站组队"),
        *("书记", "主任", "主席", "总理", "记者", "通讯员", "部长", "作者", "代表"),
    )
)
"""A name behind a post is set apart by a blank."""
LABEL_LINE = r"^[ \u3000]*"
RULES = (
    _rule(
        rf"{LABEL_LINE}[一二三四五六七八九十]{{1,3}}(?P<x>[.．，,：])(?=[{HAN}])",
        "一级标题序号后应用顿号",
        replacement="、",
        evidence="GB/T 9704—2012 7.3.3：一、",
    ),
    _rule(
        rf"(?<=[{HAN}”》）%])(?P<x>[,;:?!])(?=[{HAN}“《（\d]|$)",
        "中文里用了半角标点",
        evidence="GB/T 15834—2011",
    ),
    _rule(
        rf"(?<=[{HAN}”》）%])(?P<x>\.)(?=[{HAN}]|\s*$)",
        "句末用了半角句点",
        replacement="。",
        evidence="GB/T 15834—2011",
    ),
    _rule(
        rf"{LABEL_LINE}(?P<x>\([一二三四五六七八九十]+\))",
        "标题序号应用全角括号",
        evidence="GB/T 9704—2012 7.3.3",
    ),
    _rule(
        rf"(?P<x>\((?=[^()\n]{{0,40}}[{HAN}])[^()\n]{{1,60}}\))",
        "中文里用了半角括号",
        evidence="GB/T 15834—2011",
    ),
    _rule(
        r"(?P<x>[，、；：]{2,}|。{2,}|[，、；][。；]|。[，、；])",
        "标点重复或相连",
        evidence="GB/T 15834—2011",
    ),
    _rule(
        rf"{LABEL_LINE}（[一二三四五六七八九十]{{1,3}}）(?P<x>[、.．，])",
        "“（一）”后不加标点",
        replacement="",
        evidence="GB/T 9704—2012 7.3.3：（一）",
    ),
    _rule(
        rf"{LABEL_LINE}\d{{1,2}}(?P<x>、)(?=[{HAN}])",
        "三级标题序号应写作“1.”",
        severity="hint",
        replacement=".",
        evidence="GB/T 9704—2012 7.3.3：1.",
    ),
    _rule(
        r"(?<![\d.])(?P<x>\d+(?:\.\d+)?%[~\-]\d+(?:\.\d+)?%)",
        "数值范围用浪纹线“～”或一字线“—”",
        severity="hint",
        evidence="GB/T 15835—2011",
    ),
    _rule(
        r"(?<![\d.])(?P<x>(?P<low>\d+(?:\.\d+)?)[~\-—～](?P<high>\d+(?:\.\d+)?)%)",
        "百分数范围前后都要写百分号",
        severity="hint",
        evidence="GB/T 15835—2011",
    ),
    _rule(
        r"(?<!\d)(?P<x>(?:19|20)\d\d[~～\-](?:19|20)\d\d)(?=年)",
        "年份起止用一字线“—”",
        severity="hint",
        evidence="GB/T 15834—2011 4.13",
    ),
    _rule(
        r"(?<![\d.第近约满前后])(?P<x>[12]\d年)(?=度|全年|上半年|下半年|以来|[1-9]月|1[0-2]月)",
        "年份应写四位数字",
        evidence="GB/T 15835—2011",
    ),
    _rule(
        r"(?P<x>(?<=年)0[1-9](?=月)|(?<=月)0[1-9](?=日))",
        "月、日不编虚位",
        severity="hint",
        evidence="GB/T 9704—2012 7.3.5",
    ),
    _rule(
        r"^附件：[^\n]{2,60}(?P<x>[。；])[ \u3000]*$",
        "附件名称后不加标点",
        severity="hint",
        replacement="",
        evidence="GB/T 9704—2012 7.3.4",
    ),
    _rule(
        rf"(?<!^第[{HAN}]{{2}})(?<!^第[{HAN}]{{3}})(?<!^第[{HAN}]{{4}})(?<!^第[{HAN}]{{5}})"
        rf"{NOT_POST}(?<=[{HAN}，。；、：]{{4}})(?P<x> +)(?=[{HAN}]{{2}})(?![^“”\n]{{0,20}}”)",
        "文字中间有空格",
        severity="hint",
        replacement="",
    ),
    _rule(
        r"(?P<x>恳请[^，。；\n]{0,20}|妥否[^。\n]{0,8}|当否[^。\n]{0,8}|(?:特此|现)请示"
        r"|请(?:予以?|给予)(?:批准|审批|支持|解决|批复)|请(?:上级|县委|区委|市委|县里|区里)"
        r"[^，。；\n]{0,12}(?:支持|解决|批准|批复|安排|协调)|(?:请求|望)上级[^，。；\n]{0,16})",
        "报告中不得夹带请示事项",
        suggestion="请另文请示，或改为下一步打算",
        evidence="党政机关公文处理工作条例 第十五条",
    ),
    _rule(
        r"(?P<x>【待[填核补定][^】]*】)",
        "还有待填写或待核实的内容",
        suggestion="请填写或核实后删去提示",
    ),
    _rule(
        r"(?P<x>(?<![A-Za-z])[oO〇○xX×*]{2,}(?=[镇乡村县市区街社年月]|同志)|20\*\*|20[xX×]{2})",
        "还有隐去或待填的名称",
        severity="hint",
        suggestion="请补上真实名称",
    ),
)
HEADING = re.compile(
    r"^[ \u3000]*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)"
    r"[^。！？；\n]{2,40}(?P<x>[。，；：])[ \u3000]*$",
    re.MULTILINE,
)
_ITEM = re.compile(r"[\d一二三四五六七八九十]$")
REPEATED = 3
"""How often the same hint is shown in one text."""
PAIRS = (("“", "”", "引号"), ("《", "》", "书名号"), ("（", "）", "括号"))


def check(context: CheckContext) -> tuple[Finding, ...]:
    """Slips of punctuation, of heading labels, requests in a report, and empty places."""
    return tuple(_folded(by_line(context.text, _check_line)))


def _folded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Of one hint that comes again and again only the first ones, with how many there are."""
    shown = list(findings)
    counts = Counter(_rule_of(f) for f in shown)
    seen: Counter[str] = Counter()
    for finding in shown:
        rule = _rule_of(finding)
        seen[rule] += 1
        if finding.severity != "hint" or seen[rule] < REPEATED:
            yield finding
        elif seen[rule] == REPEATED:
            more = counts[rule] - REPEATED
            said = f"{finding.message}（后面还有{more}处相同）" if more else finding.message
            yield replace(finding, message=said)


def _rule_of(finding: Finding) -> str:
    return finding.message.split("：")[0]


@lru_cache(maxsize=4096)
def _check_line(line: str) -> tuple[Finding, ...]:
    context = CheckContext(line, 0)
    findings: dict[tuple[int, int], Finding] = {}
    for rule in RULES:
        for match in rule.pattern.finditer(context.text):
            findings.setdefault(match.span("x"), _finding(context, rule, match))
    every = (
        *findings.values(),
        *_headings(context),
        *_straight_quotes(context),
        *_unpaired(context),
    )
    return tuple(every)


def _finding(context: CheckContext, rule: Rule, match: re.Match[str]) -> Finding:
    wrong = match.group("x")
    right = rule.replacement if rule.replacement is not None else _right_form(match)
    said = rule.suggestion
    if not said and right is not None:
        said = f"改为“{right}”" if right else "删去"
    return context.finding(
        KIND,
        rule.severity,
        match.span("x"),
        f"{rule.message}：{wrong}" if wrong.strip() else rule.message,
        evidence=rule.evidence,
        suggestion=said,
        replacement=right,
    )


def _right_form(match: re.Match[str]) -> str | None:
    """The right form where it follows from the wrong one; None where a person must decide."""
    wrong = match.group("x")
    if "low" in match.groupdict():
        return f"{match.group('low')}%～{match.group('high')}%"
    if "%" in wrong:
        return re.sub(r"[~\-]", "～", wrong)
    if re.fullmatch(r"0[1-9]", wrong):
        return wrong[1]
    if re.fullmatch(r"[12]\d年", wrong):
        return f"20{wrong}"
    if re.fullmatch(r"\d{4}.\d{4}", wrong):
        return f"{wrong[:4]}—{wrong[5:]}"
    if re.fullmatch(r"[，、；：。]+", wrong):
        return "。" if "。" in wrong else wrong[0]
    return wrong.translate(FULL) if wrong.translate(FULL) != wrong else None


def _headings(context: CheckContext) -> Iterator[Finding]:
    """A heading that stands alone on its line has no mark at its end."""
    for match in HEADING.finditer(context.text):
        yield context.finding(
            KIND,
            "hint",
            match.span("x"),
            "单独成行的标题末尾不加标点",
            evidence="GB/T 15834—2011 附录",
            suggestion="删去",
            replacement="",
        )


def _straight_quotes(context: CheckContext) -> Iterator[Finding]:
    """Straight quotes around Chinese become “ and ” by turns within a paragraph."""
    for match in re.finditer(rf'"(?P<in>[^"\n]*[{HAN}][^"\n]*)"', context.text):
        yield context.finding(
            KIND,
            "warning",
            match.span(),
            "中文里用了直引号",
            evidence="GB/T 15834—2011",
            suggestion=f"改为“{match['in']}”",
            replacement=f"“{match['in']}”",
        )


def _unpaired(context: CheckContext) -> Iterator[Finding]:
    """Quotes, title marks and brackets that open or close alone in a paragraph."""
    line = context.text
    for opening, closing, name in PAIRS:
        place = _first_unpaired(line, opening, closing)
        if place is not None:
            message = f"{name}不成对：{line[max(0, place - 6) : place + 8]}"
            span = (place, place + 1)
            yield context.finding(KIND, "warning", span, message, suggestion=f"补全{name}")


def _first_unpaired(line: str, opening: str, closing: str) -> int | None:
    waiting: list[int] = []
    for match in re.finditer(f"[{opening}{closing}]", line):
        if match.group() == opening:
            waiting.append(match.start())
        elif waiting:
            waiting.pop()
        elif closing != "）" or not _ITEM.search(line[: match.start()]):
            return match.start()
    return waiting[-1] if waiting else None
