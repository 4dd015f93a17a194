"""The page as a whole: five pages, one theme, and the server that shows them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import gradio as gr
from rich.console import Console
from rich.progress import Progress as Bar
from starlette.middleware import Middleware

from rag.desk.desk import Desk
from rag.desk.people import OPEN_TO_ALL, open_to_others
from rag.errors import ComponentError
from rag.records import Progress
from rag.settings import Settings
from rag.web import scratch
from rag.web.assets import asset
from rag.web.edge import Stops
from rag.web.gate import Gate
from rag.web.identity import acting
from rag.web.pages.ask import ask
from rag.web.pages.backup import backup_place
from rag.web.pages.help import help_page
from rag.web.pages.home import home
from rag.web.pages.ledger import ledger
from rag.web.pages.library import library

FONTS = ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "sans-serif")
"""Fonts of the reader's own system: nothing is downloaded."""

HOUR, DAY = 3600, 86_400
"""Seconds: how often uploads and downloads are looked through, and how old they may get."""

STYLES = ("page.css", "workspace.css", "tables.css", "reader.css", "login.css")


def theme() -> gr.themes.Base:
    """A calm theme with system fonts, the same by day and by night."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=FONTS,
        font_mono=("Consolas", "monospace"),
        text_size=gr.themes.sizes.text_lg,
        radius_size=gr.themes.sizes.radius_sm,
    )


def build(desk: Desk) -> gr.Blocks:
    """The pages. Launch them with :func:`look`, which brings theme, styles and scripts."""
    stops = Stops()
    page: gr.Blocks
    with gr.Blocks(title="主笔", analytics_enabled=False, delete_cache=(HOUR, DAY)) as page:
        home(desk, stops, page)
    with page.route("查往年", "/ask"):
        ask(desk, stops, page)
    with page.route("资料库", "/library"):
        library(desk)
    with page.route("台账", "/ledger"):
        ledger(desk, page)
    with page.route("使用说明", "/help"):
        help_page(desk, page)
        backup_place(desk, page)
    page.queue(default_concurrency_limit=8)
    return page


def look() -> dict[str, Any]:
    """Launch arguments for the page's look: all from the package, nothing from elsewhere."""
    return {
        "theme": theme(),
        "css": "\n".join(asset(name) for name in STYLES),
        "head": f"<script>{asset('page.js')}\n{asset('login.js')}</script>",
        "footer_links": [],
    }


def icon() -> Path:
    """The page's icon."""
    return Path(__file__).parent / "assets" / "icon.svg"


def index_sample(desk: Desk) -> None:
    """Index the sample office on the first start, with a progress bar on stderr."""
    bar = Bar(console=Console(file=sys.stderr), transient=True)
    task = bar.add_task("正在准备示例资料", total=None)

    def show(step: Progress) -> None:
        bar.start()
        bar.update(task, completed=step.done, total=step.total or None)

    try:
        desk.index_sample(progress=show)
    finally:
        if bar.live.is_started:
            bar.stop()


def launch(page: gr.Blocks, desk: Desk, *, open_browser: bool) -> None:
    """Start the server behind its gate. Raises ComponentError when the address cannot be used."""
    settings = desk.settings
    # Cookies ignore ports: two homes on one machine need two, replicas of one office the same.
    cookie = "zhubi-login" if desk.replica else f"zhubi-login-{settings.port}"
    try:
        page.launch(
            server_name=settings.host,
            server_port=settings.port,
            inbrowser=open_browser,
            share=False,
            ssr_mode=False,
            show_error=True,
            max_file_size=f"{settings.max_file_mb}mb",
            enable_monitoring=False,
            # It would keep what a person did in a browser that others use too.
            run_history=False,
            app_kwargs={"middleware": [Middleware(Gate, users=desk.users, cookie=cookie)]},
            favicon_path=icon(),
            prevent_thread_lock=True,
            quiet=True,
            **look(),
        )
    except OSError as error:
        raise ComponentError(
            f"无法在 {settings.host}:{settings.port} 打开网页，端口可能已被占用。",
            f"请换一个端口，例如设置 ZHUBI_PORT={settings.port + 1}。",
        ) from error


def open_page(desk: Desk) -> str:
    """A warning where anybody near can use the page; "" where a login or the address forbids it.

    No more than a warning: behind a proxy with a login of its own it is meant so, and the first
    user added closes the page at once.
    """
    if not open_to_others(desk.settings) or desk.users.any():
        return ""
    return f"注意：网页无需登录即可打开。{OPEN_TO_ALL}"


def serve(settings: Settings, *, open_browser: bool = False) -> None:
    """Open the home and show the page until the process is stopped.

    Raises HomeLockedError when another process has the home open, DatabaseError when the
    database server is out of reach, ComponentError when the port is taken.
    """
    desk = Desk(settings)
    desk.act_for(lambda: acting(desk.users))
    try:
        scratch.claim(settings.home, desk.replica.name if desk.replica else "")
        index_sample(desk)
        desk.catch_up()
        desk.go_on_drafting()
        desk.keep_backups()
        page = build(desk)
        launch(page, desk, open_browser=open_browser)
        if warning := open_page(desk):
            Console(file=sys.stderr).print(warning, style="bold red", soft_wrap=True)
        address = f"http://{settings.host}:{settings.port}"
        Console(file=sys.stderr).print(f"网页已打开：{address}　按 Ctrl+C 结束。")
        page.block_thread()
    finally:
        desk.close()
