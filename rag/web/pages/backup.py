"""备份: take a backup away, or one of those the program made by itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

import gradio as gr

from rag.desk.backup import ELSEWHERE, ELSEWHERE_HINT
from rag.desk.backups import KEPT, KeptBackup, age, last_backup
from rag.desk.desk import Desk
from rag.errors import InputError, ZhubiError
from rag.web.edge import edge, warn
from rag.web.scratch import new_folder

FETCH = "() => window.zhubiDownload('zb-backup-file')"
INTRODUCTION = (
    "## 备份\n"
    "一份备份里有全部资料、台账、报告和历史版本，换一台电脑也能恢复。请常下载一份，存到优盘上。"
    f"网页开着时，程序每天自动备份一次，留最近 {KEPT} 份；硬盘坏了它们也会没有，不能代替优盘。\n\n"
    "恢复请管理员在运行主笔的电脑上执行 `zhubi restore 备份.zip --force`，原来的数据会改名保留。"
    "设了用户以后，下载备份也要由管理员来做。"
)
ON_A_SERVER = f"## 备份\n{ELSEWHERE}{ELSEWHERE_HINT}"


@dataclass(frozen=True, slots=True)
class BackupView:
    """What the page shows: when the last backup was made, and those that are kept."""

    line: str
    kept: list[tuple[str, str]]


def named(one: KeptBackup) -> str:
    """A kept backup in words."""
    return f"{one.made_at:%Y-%m-%d %H:%M}（{one.bytes / 2**20:.1f} MB）"


def backup_view(desk: Desk) -> BackupView:
    """The state of the backups."""
    found = last_backup(desk.settings.home)
    line = "还没有备份。" if found is None else f"最近一次备份：{age(found[1])}，{found[0]}"
    if desk.backup_problem:
        line = f"今天的自动备份没有做成：{desk.backup_problem}"
    return BackupView(line, [(named(one), one.path.name) for one in desk.backups()])


def fresh(desk: Desk) -> Path:
    """A backup of this moment, to be fetched. Raises what the desk raises."""
    return desk.backup(new_folder() / f"主笔备份-{datetime.now():%Y%m%d-%H%M%S}.zip").path


def kept(desk: Desk, name: str | None) -> Path:
    """A copy of an automatic backup, to be fetched. Raises NotFoundError, InputError."""
    if not name:
        raise InputError("请先选一份自动备份。")
    return Path(shutil.copy2(desk.kept_backup(name), new_folder()))


def backup_place(desk: Desk, page: gr.Blocks) -> None:
    """The components, inside the page's Blocks context."""
    if desk.replica is not None:
        gr.Markdown(ON_A_SERVER)
        return
    gr.Markdown(INTRODUCTION)
    line = gr.HTML(elem_id="zb-backup-line")
    chosen = gr.Radio(label="自动备份", visible=False, elem_id="zb-backups")
    with gr.Row(elem_classes="zb-tools"):
        now = gr.Button("下载备份", variant="primary", scale=0, elem_id="zb-backup-now")
        old = gr.Button("下载选中的自动备份", visible=False, scale=0, elem_id="zb-backup-old")
        file = gr.DownloadButton("下载", visible="hidden", elem_id="zb-backup-file")

    def show() -> tuple[str, object, object]:
        view = backup_view(desk)
        said = f"<div class='zb-note'>{escape(view.line)}</div>"
        some = bool(view.kept)
        return said, gr.Radio(choices=view.kept, visible=some), gr.Button(visible=some)

    def fetched(make: Callable[[], Path]) -> object:
        try:
            with edge():
                return str(make())
        except ZhubiError as error:
            warn(error)
            return gr.DownloadButton(value=None)

    shown = [line, chosen, old]
    page.load(show, None, shown, show_progress="hidden")
    made = now.click(lambda: fetched(lambda: fresh(desk)), None, file)
    made.then(None, None, None, js=FETCH).then(show, None, shown, show_progress="hidden")
    old.click(lambda name: fetched(lambda: kept(desk, name)), chosen, file).then(
        None, None, None, js=FETCH
    )
