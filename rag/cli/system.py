"""Commands on the installation: serve, doctor."""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli.output import AsJson, Home, emit, open_desk, table
from rag.settings import load_settings


def serve(
    host: Annotated[str | None, typer.Option("--host", help="监听地址")] = None,
    port: Annotated[int | None, typer.Option("--port", help="端口")] = None,
    browser: Annotated[bool, typer.Option("--open", help="同时打开浏览器")] = False,
    home: Home = None,
) -> None:
    """打开网页。"""
    from rag.web.app import serve as serve_page

    given = {"host": host, "port": port}
    overrides = {name: value for name, value in given.items() if value is not None}
    serve_page(load_settings(home, **overrides), open_browser=browser)


def doctor(home: Home = None, as_json: AsJson = False) -> None:
    """检查各部件是否可用，并说明不可用时怎么办。"""
    with open_desk(home) as desk:
        lines = desk.doctor()
    data = [
        {
            "component": line.component,
            "state": line.state,
            "detail": line.detail,
            "hint": line.hint,
        }
        for line in lines
    ]
    emit(
        data,
        as_json,
        lambda: table(
            ("部件", "状态", "说明", "怎么办"),
            ((line.component, line.state, line.detail, line.hint) for line in lines),
        ),
    )
    if any(line.state == "不可用" for line in lines):
        raise typer.Exit(3)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(serve)
    app.command()(doctor)
