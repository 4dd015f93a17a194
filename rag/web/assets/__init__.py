"""Style sheets and scripts of the page, read as text. Nothing is fetched from elsewhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def asset(name: str) -> str:
    """The text of an asset file."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def script(*names: str) -> str:
    """Several scripts as one, in one scope: later ones see what earlier ones define."""
    return "\n".join(asset(name) for name in ("dom.js", *names))
