"""The login page: plain HTML that needs nothing else from the server."""

from __future__ import annotations

from html import escape
from string import Template

from rag.web.assets import asset


def login_page(told: str = "", name: str = "") -> str:
    """The page, with what was wrong with the last try."""
    shown = f'<p class="wrong" role="alert">{escape(told)}</p>' if told else ""
    return Template(asset("login.html")).substitute(told=shown, name=escape(name, quote=True))
