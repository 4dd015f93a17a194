"""The bar that leads from page to page; every page needs its own."""

from __future__ import annotations

from gradio.components.navbar import Navbar


def page_bar() -> Navbar:
    """The bar, with the first page under its Chinese name."""
    return Navbar(main_page_name="写报告")
