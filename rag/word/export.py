"""A report as a .docx in a layout: the clean copy, or the annotated one.

The line is plan (which paragraphs) → this module (which runs) → ooxml (how they are written).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

from rag.records import LedgerRow, Link, Report
from rag.word import ooxml
from rag.word.annotate import Comments, Span, check_links, review_rows, spans
from rag.word.attachments import (
    Attachment,
    attachment_page,
    closing_lines,
    figure_table,
    note_paragraphs,
    promise_table,
    signature_paragraphs,
)
from rag.word.files import check_target, write_whole
from rag.word.layout import Style
from rag.word.lines import stays_with_signature
from rag.word.package import Properties, pack
from rag.word.plan import Paragraph, Role, plan
from rag.word.title import title_lines

_STYLES: Mapping[Role, str] = {"title": "Title", "recipient": "Salutation", "body": "BodyText"}
_PLAIN = ooxml.run_properties(font=ooxml.HINT)
LAST_LINE = ooxml.paragraph(
    "TableText", "", '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
)
"""Word wants a paragraph after a table at the end; this one takes one point."""


def export_report(
    report: Report,
    path: Path,
    *,
    style: Style,
    annotated: bool = False,
    links: Mapping[int, Sequence[Link]] | None = None,
    rows: Sequence[LedgerRow] = (),
    promises: Sequence[str] = (),
    signature: str | None = "",
    date: date | None = None,
) -> Path:
    """Write a report to ``path`` and return it.

    ``links`` (by section id) say what each number rests on; they show in the annotated copy
    only, one comment on each figure, with a 数据核对表 at the end. ``rows`` adds the year's
    figure table as an attachment, ``promises`` (last year's) the 承诺清单. 署名 is ``signature``
    or the report's unit; with neither, and with None, there is none. Raises InputError when the
    file cannot be written or links do not fit the text; an existing file stays as it was then.
    """
    target = check_target(path)
    known = (links or {}) if annotated else {}
    check_links(report, known)
    now = datetime.now(UTC)
    comments = Comments(now.strftime("%Y-%m-%dT%H:%M:%SZ")) if annotated else None
    attachments = _attachments(report, rows, promises, known)
    unit = "" if signature is None else (signature or report.unit).strip()
    content = [
        *_text(report, known, comments, style, closing_lines(len(attachments), unit, style)),
        note_paragraphs([item.title for item in attachments], style),
        signature_paragraphs(unit, date, style) if unit else "",
        *_attachment_pages(attachments, style),
    ]
    properties = Properties(report.title, report.unit or unit, now)
    notes = "".join(comments.xml) if comments else ""
    write_whole(target, pack(style, "".join(content), notes, properties))
    return target


def _text(
    report: Report,
    links: Mapping[int, Sequence[Link]],
    comments: Comments | None,
    style: Style,
    closing: int,
) -> Iterator[str]:
    """The paragraphs as XML; the last is tied to the ``closing`` lines where it must be."""
    paragraphs = plan(report)
    tied = stays_with_signature(paragraphs, closing, style)
    for number, item in enumerate(paragraphs, start=1):
        last = number == len(paragraphs)
        yield _paragraph(item, links, comments, style, tied=tied and last)


def _attachment_pages(attachments: Sequence[Attachment], style: Style) -> Iterator[str]:
    for number, item in enumerate(attachments, start=1):
        yield attachment_page(number if len(attachments) > 1 else 0, item, style)
    if attachments:
        yield LAST_LINE


def _attachments(
    report: Report,
    rows: Sequence[LedgerRow],
    promises: Sequence[str],
    links: Mapping[int, Sequence[Link]],
) -> tuple[Attachment, ...]:
    found = [figure_table(rows, report.fact_year)] if rows else []
    if promises:
        found.append(promise_table(promises, report.fact_year))
    review = review_rows(report, links)
    if len(review) > 1:
        shares = (8, 13, 19, 14, 15, 31)
        found.append(Attachment("数据核对表", review, shares, frozenset({2, 5})))
    return tuple(found)


def paragraph_xml(item: Paragraph, style: Style, *, tied: bool = False) -> str:
    """A paragraph of a clean copy as XML, ``tied`` to the next one."""
    return _paragraph(item, {}, None, style, tied=tied)


def _paragraph(
    item: Paragraph,
    links: Mapping[int, Sequence[Link]],
    comments: Comments | None,
    style: Style,
    *,
    tied: bool = False,
) -> str:
    """One paragraph of the report as XML, ``tied`` to the next one; no ``comments``: clean."""
    if item.role == "title":
        lines = title_lines(item.text, style.title.longest_line)
        return ooxml.paragraph("Title", ooxml.run("\n".join(lines)))
    marked: tuple[Span, ...] = ()
    if comments is not None:
        own = links.get(item.section_id, ()) if item.section_id is not None else ()
        marked = spans(item, own, comments)
    ident = _STYLES.get(item.role) or f"Heading{min(max(item.level, 1), 4)}"
    return ooxml.paragraph(ident, "".join(_runs(item, marked)), ooxml.KEEP if tied else "")


def _runs(item: Paragraph, marked: Sequence[Span]) -> Iterator[str]:
    """The paragraph cut where a heading ends and where spans begin and end."""
    run_in = item.heading_end if item.role == "body" else 0
    heading = f"Heading{min(max(item.level, 1), 4)}Char"
    opening: dict[int, list[Span]] = {}
    closing: dict[int, list[Span]] = {}
    for span in marked:
        opening.setdefault(span.start, []).append(span)
        closing.setdefault(span.end, []).append(span)
    bounds = sorted({0, len(item.text), run_in, *opening, *closing})
    open_now: list[Span] = []
    for start, end in pairwise(bounds):
        for span in opening.get(start, ()):
            open_now.append(span)
            if span.ident is not None:
                yield ooxml.comment_start(span.ident)
        face = _face(heading if start < run_in else "", open_now)
        yield ooxml.run(item.text[start:end], face)
        for span in reversed(closing.get(end, [])):
            open_now.remove(span)
            if span.ident is not None:
                yield ooxml.comment_end(span.ident)


def _face(heading: str, marked: Sequence[Span]) -> str:
    """Run properties in a heading's style under the spans that are open."""
    colour = next((span.highlight for span in marked if span.highlight), "")
    if not colour and not heading:
        return _PLAIN
    return ooxml.run_properties(style=heading, font=ooxml.HINT, highlight=colour)
