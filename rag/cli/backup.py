"""Commands on the whole home: backup, restore."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.output import AsJson, Home, emit, progress_bar
from rag.desk.backup import make_backup
from rag.desk.restore import restore_backup
from rag.settings import home_folder

Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件或目录")]


def backup(
    file: Annotated[Path, typer.Argument(metavar="文件", help="备份文件，以 .zip 结尾")],
    force: Force = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """把全部资料备份成一个 .zip；网页开着也可以做。向量不放进去，恢复后自动重建。"""
    with progress_bar("备份") as progress:
        made = make_backup(home_folder(home), file, force=force, progress=progress)
    if made.left_out:
        sys.stderr.write(f"密钥没有放进备份：{'、'.join(made.left_out)}。恢复后请重新填写。\n")
    if made.missing:
        sys.stderr.write(f"有 {len(made.missing)} 份原件早已找不到，其余都已备份。\n")
    data = {
        "path": str(made.path),
        "files": made.files,
        "bytes": made.bytes,
        "left_out": list(made.left_out),
        "missing": list(made.missing),
    }
    size = f"{made.bytes / 2**20:.1f} MB"
    emit(data, as_json, lambda: f"已备份 {made.files} 个文件（{size}）：{made.path}")


def restore(
    file: Annotated[Path, typer.Argument(metavar="文件", help="zhubi backup 生成的 .zip")],
    force: Force = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """从备份恢复。先全部核对，再替换；原来的数据目录改名保留在旁边。"""
    with progress_bar("恢复") as progress:
        done = restore_backup(file, home_folder(home), force=force, progress=progress)
    for notice in done.notices:
        sys.stderr.write(f"{notice}\n")
    data = {"home": str(done.home), "documents": done.documents, "reports": done.reports}
    kept = {"kept": str(done.kept)} if done.kept else {}
    told = f"\n原来的数据目录保留在：{done.kept}" if done.kept else ""
    emit(
        data | kept,
        as_json,
        lambda: f"已恢复 {done.documents} 份文件、{done.reports} 份报告：{done.home}{told}",
    )


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(backup)
    app.command()(restore)
