"""What a section rests on: the past passages it quotes, and those it was drafted from."""

from __future__ import annotations

from rag.desk.desk import Desk
from rag.web.edge import Payload, Reply, Served, served
from rag.web.payloads import citation_json


def sources_json(desk: Desk, section_id: int) -> Reply:
    """The sources as the script shows them. ``n`` is 0 for what was only followed."""
    return {"sources": [citation_json(one) for one in desk.sources(section_id)]}


def source_functions(desk: Desk) -> tuple[Served, ...]:
    """Functions for assets/sources.js."""

    @served
    def load_sources(payload: Payload) -> Reply:
        return sources_json(desk, int(payload["section"]))

    return (load_sources,)
