"""Where the parts of somebody's text stand: indents, empty lines, signature, attachments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.word.attachments import closing_blanks
from rag.word.closing import parse_date
from rag.word.deviations import Deviation
from rag.word.layout import Style
from rag.word.looks import Formatted
from rag.word.measures import TWIPS_PER_PT, twips, width_in_characters
from rag.word.roles import Part
from rag.word.typecheck import CLOSE

_BLANKS = " \u3000\t\u00a0"
_NEAR = 0.6
"""Characters and lines by which a place counts as the same: digits are not equally wide."""

_SEAL_BLANK = 4.0
"""Right of a date over which a seal stands, whose 署名 is centred above it (7.3.5)."""


def place_deviations(part: Part, style: Style) -> Iterator[Deviation]:
    """Indents, and the title's place."""
    paragraph = part.paragraph
    if part.role == "title" and paragraph.align != "center":
        yield Deviation("title.place", "没有居中", "居中", part)
    if part.role not in {"body", "heading", "recipient"}:
        return
    wanted = 0.0 if part.role == "recipient" else float(style.body.indent)
    spaces = _typed(paragraph)
    if abs(paragraph.first + paragraph.left + spaces - wanted) > CLOSE:
        path = "recipient.place" if part.role == "recipient" else "body.indent"
        found = f"{paragraph.first + paragraph.left + spaces:.3g}字"
        yield Deviation(path, found, f"{wanted:g}字", part)
    elif spaces and wanted:
        yield Deviation("body.indent", "用空格缩进", "用首行缩进2字符", part, weak=True)
    if part.role == "body" and paragraph.left > CLOSE:
        yield Deviation("body.left", f"左缩进{paragraph.left:.3g}字", "顶格", part)


def _typed(paragraph: Formatted) -> float:
    """Blanks typed before the text, in characters."""
    text = paragraph.text
    return width_in_characters(text[: len(text) - len(text.lstrip(_BLANKS))])


def gap_deviations(
    paragraphs: Sequence[Formatted], parts: Sequence[Part], style: Style
) -> Iterator[Deviation]:
    """Empty lines below the title, above 附件说明 and 署名, and above an attachment's title."""
    places = {id(item): number for number, item in enumerate(paragraphs)}
    before: Part | None = None
    for part in parts:
        known = before is not None and not part.paragraph.new_page
        rule = _gap_rule(before, part, style) if known else None
        if rule is not None and before is not None and before.paragraph is not part.paragraph:
            path, wanted = rule
            start, end = places[id(before.paragraph)], places[id(part.paragraph)]
            empty = sum(1 for item in paragraphs[start + 1 : end] if not item.text.strip())
            found = empty + max(before.paragraph.after, part.paragraph.before)
            if abs(found - wanted) > _NEAR:
                yield Deviation(path, f"空{found:.2g}行", f"空{wanted:g}行", part)
        before = part


def _gap_rule(before: Part | None, part: Part, style: Style) -> tuple[str, float] | None:
    """Which empty lines are asked for between two parts: the rule's path and how many."""
    if before is None:
        return None
    if before.role == "title" and part.role in {"recipient", "body", "heading"}:
        return "title.blank_after", style.title.blank_after
    if part.role == "note" and before.role != "note":
        return "attachment.note_blank_before", style.attachment.note_blank_before
    if part.role == "signature":
        return "signature.blank_before", style.signature.blank_before
    if part.role == "attachment title" and before.role == "attachment label":
        return "attachment.title_gap", style.attachment.title_line - 2
    return None


def closing_deviations(parts: Sequence[Part], style: Style) -> Iterator[Deviation]:
    """Places of 署名 and 成文日期, 附件说明 and the attachments' pages (7.3.4, 7.3.5, 7.3.7)."""
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        paragraph = part.paragraph
        if part.role == "signature" and following is not None and following.role == "date":
            yield from _signature(part, following, style)
        elif part.role == "note" and part.text.startswith("附"):
            start = paragraph.left + paragraph.first + _typed(paragraph)
            if abs(start - style.body.indent) > _NEAR:
                yield Deviation("note.place", f"左空{start:.2g}字", "左空2字", part)
        elif part.role == "attachment label":
            if paragraph.align in {"center", "right"} or paragraph.left + paragraph.first > CLOSE:
                yield Deviation("attachment.place", "没有顶格", "顶格", part)
            if not paragraph.new_page:
                yield Deviation("attachment.page", "没有另起一面", "另面编排", part)
        elif part.role == "attachment title" and paragraph.align != "center":
            yield Deviation("attachment.title.place", "没有居中", "居中", part)


def _signature(unit: Part, day: Part, style: Style) -> Iterator[Deviation]:
    """署名 two characters from the right, the date two right of its first character."""
    found = [_right_blank(item.paragraph, style) for item in (unit, day)]
    if parse_date(day.text) is None or _sealed(unit, day, found):
        return
    wanted = closing_blanks(unit.text.strip(), day.text.strip(), style)
    paths = ("signature.place", "date.place")
    for part, path, is_now, should in zip((unit, day), paths, found, wanted, strict=True):
        if abs(is_now - should) > _NEAR:
            now = f"右空{is_now:.2g}字" if is_now > -_NEAR else "超出版心"
            yield Deviation(path, now, f"右空{should:.2g}字", part)
        elif _typed(part.paragraph) > 1:
            yield Deviation(path, "用空格右推", "用右缩进", part, weak=True)


def _sealed(unit: Part, day: Part, found: Sequence[float]) -> bool:
    """Whether the two stand as under a seal: the date right 4, 署名 centred above it."""
    half = (width_in_characters(day.text) - width_in_characters(unit.text)) / 2
    return abs(found[1] - _SEAL_BLANK) <= _NEAR and abs(found[0] - (found[1] + half)) <= _NEAR


def _right_blank(paragraph: Formatted, style: Style) -> float:
    """Characters left blank to the right of a line, by its type size."""
    size = paragraph.most(lambda run: run.size_pt) * TWIPS_PER_PT
    tracking = paragraph.most(lambda run: run.tracking)
    text = paragraph.text.replace("\t", "\u3000")
    width = width_in_characters(text.rstrip(_BLANKS)) * (size + tracking) / size
    trailing = width_in_characters(text) - width_in_characters(text.rstrip(_BLANKS))
    if paragraph.align == "right":
        return paragraph.right + trailing
    free = twips(style.text_width_mm) / size - width - paragraph.left - paragraph.right
    if paragraph.align == "center":
        return free / 2 + paragraph.right
    return free + paragraph.right - paragraph.first
