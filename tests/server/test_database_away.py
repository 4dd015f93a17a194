"""The page while the database is away."""

from __future__ import annotations

from pathlib import Path

import pytest
from servers import PostgresServer
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from rag.store.engine import open_engine
from rag.store.users import UserStore
from rag.web.gate import WHO, Gate

pytestmark = pytest.mark.server


def test_while_the_database_is_away_the_page_says_so_and_then_goes_on(
    postgres: PostgresServer, database_url: str
) -> None:
    """What the proxy asks for a replica's health is answered by the database."""
    engine = open_engine(Path(), database_url)
    inner = Starlette(routes=[Route("/", lambda _request: PlainTextResponse("the page"))])
    client = TestClient(Gate(inner, UserStore(engine), 7860))
    assert client.get(WHO).status_code == 200
    postgres.stop()
    try:
        away = client.get(WHO)
    finally:
        postgres.start()
    assert away.status_code == 503
    assert "数据库没有回应" in away.text
    assert str(postgres.port) not in away.text
    assert client.get("/").text == "the page"
    engine.dispose()
