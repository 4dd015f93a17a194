"""The reader: a document in a window over the page, with a passage or sentence highlighted."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.desk.desk import Desk
from rag.desk.words import KINDS
from rag.records import Block, Document, Passage
from rag.web.assets import script
from rag.web.edge import Payload, Reply, served

Span = tuple[int, int]


def quote_span(document: Document, passage: Passage | None, quote: str) -> Span | None:
    """Where the quoted sentence stands: inside the passage if possible, else anywhere."""
    wanted = quote.strip().strip("…")
    if not wanted:
        return None
    start, end = (passage.start, passage.end) if passage else (0, len(document.text))
    at = document.text.find(wanted, start, end)
    if at < 0:
        at = document.text.find(wanted)
    return (at, at + len(wanted)) if at >= 0 else None


def cut(span: Span | None, offset: int, length: int) -> Span | None:
    """The part of a document's span inside one block, counted from the block's start."""
    if span is None:
        return None
    start, end = max(span[0] - offset, 0), min(span[1] - offset, length)
    return (start, end) if start < end else None


def rows_in(block: Block, span: Span | None) -> list[int]:
    """The rows of a table that a span of its text touches."""
    if span is None or not block.rows:
        return []
    touched, start = [], 0
    for number, row in enumerate(block.rows):
        end = start + len("\t".join(row))
        if span[0] < end and start < span[1]:
            touched.append(number)
        start = end + 1
    return touched


def block_json(block: Block, offset: int, passage: Span | None, quote: Span | None) -> Any:
    """A block with its highlighted parts."""
    size = len(block.text)
    own_passage, own_quote = cut(passage, offset, size), cut(quote, offset, size)
    return {
        "kind": block.kind,
        "level": block.level,
        "text": block.text,
        "rows": [list(row) for row in block.rows],
        "headingEnd": block.heading_end,
        "passage": own_passage,
        "quote": own_quote,
        # A row is quoted as 列名：值, which is not how it stands in the table.
        "marked": rows_in(block, own_quote or own_passage),
    }


def open_pages(desk: Desk, document_id: str, passage_id: str, quote: str) -> Reply:
    """A document as the reader shows it. Raises NotFoundError."""
    passage = desk.passage(passage_id) if passage_id else None
    document = desk.document(passage.document_id if passage else document_id)
    span = (passage.start, passage.end) if passage else None
    found = quote_span(document, passage, quote)
    blocks, offset = [], 0
    for block in document.blocks:
        blocks.append(block_json(block, offset, span, found))
        offset += len(block.text) + 1
    return {
        "title": document.title,
        "about": " · ".join(
            part
            for part in (
                f"{document.year}年" if document.year else "",
                KINDS[document.kind],
                document.unit,
            )
            if part
        ),
        "warnings": list(document.warnings),
        "blocks": blocks,
    }


def reader(desk: Desk) -> gr.HTML:
    """The component; any script on the page opens it with the event ``zhubi:read``."""

    @served
    def read_document(payload: Payload) -> Reply:
        return open_pages(
            desk,
            str(payload.get("document") or ""),
            str(payload.get("passage") or ""),
            str(payload.get("quote") or ""),
        )

    return gr.HTML(
        html_template="<div></div>",
        js_on_load=script("reader.js"),
        server_functions=[read_document],
        apply_default_css=False,
        elem_classes="zb-reader-root",
    )
