"""What deviates from a layout, and its way into findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rag.records import Document, Finding, Severity
from rag.word.layout import Style, layout_values
from rag.word.roles import ROLE_NAMES, Part
from rag.word.rules import Rule, Strength

_SEVERITIES: Mapping[Strength, Severity] = {"规定": "error", "一般": "warning", "实务": "hint"}
_EXTRA: Mapping[str, Rule] = {
    "color": Rule("文字颜色", "5.2.4", "规定"),
    "title.place": Rule("标题位置", "7.3.1", "一般"),
    "title.mark": Rule("标题末尾标点", "", "实务"),
    "recipient.place": Rule("主送机关位置", "7.3.2", "规定"),
    "recipient.mark": Rule("主送机关后的冒号", "7.3.2", "规定"),
    "heading.label": Rule("层次序数的标点", "7.3.3", "规定"),
    "heading.order": Rule("层次序数的次序", "7.3.3", "规定"),
    "heading.mark": Rule("独占一行的小标题末尾标点", "", "实务"),
    "date.form": Rule("成文日期写法", "7.3.5", "规定"),
    "note.mark": Rule("附件名称后的标点", "7.3.4", "规定"),
    "attachment.label": Rule("附件标识", "7.3.7", "规定"),
    "attachment.label.size_pt": Rule("“附件”二字字号", "7.3.7", "规定"),
    "signature.place": Rule("署名位置", "7.3.5", "规定"),
    "date.place": Rule("成文日期位置", "7.3.5", "规定"),
    "note.place": Rule("附件说明位置", "7.3.4", "规定"),
    "attachment.place": Rule("“附件”二字位置", "7.3.7", "规定"),
    "attachment.page": Rule("附件另面编排", "7.3.7", "规定"),
    "attachment.title.place": Rule("附件标题位置", "7.3.7", "规定"),
    "attachment.title_gap": Rule("附件标题上空行（居第三行）", "7.3.7", "规定"),
    "body.left": Rule("回行位置", "7.3.3", "规定"),
    "page_number.dash": Rule("页码两侧的一字线", "7.5", "一般"),
}
"""Rules that are no measure of a style."""

_NAMES = {"page.line_pt": "行距", "page_number.place": "页码位置"}
"""Where the rule's name explains how to write it in a TOML file."""

_ALIASES = {"attachment.label.font": "attachment.label_font"}


@dataclass(frozen=True, slots=True)
class Deviation:
    """A value that is not the layout's. ``path`` names the rule, ``part`` is None for the page.

    ``weak`` is for what obeys the rule in a way that does not last.
    """

    path: str
    found: str
    wanted: str
    part: Part | None = None
    weak: bool = False


class Rules:
    """The rule behind each path, and in words where it comes from."""

    def __init__(self, style: Style) -> None:
        self._name = style.name
        self._rules = {value.path: value.rule for value in layout_values(style)}
        national = {value.path: value.value for value in layout_values(Style())}
        self._own = {
            value.path for value in layout_values(style) if national[value.path] != value.value
        }

    def rule(self, path: str) -> Rule:
        """The rule of a path."""
        path = _ALIASES.get(path, path)
        return _EXTRA.get(path) or self._rules[path]

    def source(self, path: str) -> str:
        """Clause and strength; a value the unit changed is the unit's, not the standard's."""
        path = _ALIASES.get(path, path)
        rule = self.rule(path).source
        return f"本单位版式“{self._name}”（原为{rule}）" if path in self._own else rule


def merged(
    deviations: Iterable[Deviation], rules: Rules, document: Document
) -> tuple[Finding, ...]:
    """One finding for each kind of deviation of a role, at the first place it occurs."""
    groups: dict[tuple[object, ...], list[Deviation]] = {}
    for item in deviations:
        part = item.part
        role = (part.role, part.level) if part is not None else ()
        groups.setdefault((item.path, item.found, item.wanted, role), []).append(item)
    return tuple(_finding(items, rules, document) for items in groups.values())


def _finding(items: list[Deviation], rules: Rules, document: Document) -> Finding:
    first = items[0]
    rule = rules.rule(first.path)
    name = _NAMES.get(first.path, rule.name)
    part = first.part
    where = f"{_role(part)}共{len(items)}处，" if part is not None and len(items) > 1 else ""
    where = where or (f"{_role(part)}，" if part is not None else "")
    start, end = (part.place, part.place_end) if part is not None else (0, 0)
    return Finding(
        kind="layout",
        severity="hint" if first.weak else _SEVERITIES[rule.strength],
        start=start,
        end=end,
        text=document.text[start:end][:60],
        message=f"{name}：{where}现为{first.found}，应为{first.wanted}。",
        evidence=rules.source(first.path),
        suggestion=f"改为{first.wanted}。",
    )


def _role(part: Part) -> str:
    if part.role == "heading":
        return f"{'一二三四'[min(max(part.level, 1), 4) - 1]}级标题"
    return ROLE_NAMES[part.role]
