"""An office with something to lose, and changed copies of its backup."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rag.desk.desk import Desk
from rag.settings import load_settings

REPORT = """柳河镇2023年工作报告
一、主要做法
（一）聚焦队伍建设
全年发展党员21名，开展集中学习12次。
二、下一步打算
力争2024年发展党员22名。
"""
SETTINGS = '# 本单位的设置\nunit = "柳河镇"\nembedding = "none"\nsample = false\n'

Parts = dict[str, bytes]


def fill(home: Path) -> int:
    """Put a document, a report with a text and a figure into a home; the report's id."""
    home.mkdir(exist_ok=True)
    (home / "zhubi.toml").write_text(SETTINGS, encoding="utf-8")
    (home / "layout.toml").write_text('name = "柳河版式"\n', encoding="utf-8")
    (home / "prompts").mkdir(exist_ok=True)
    (home / "prompts" / "own.md").write_text("自己的提示词", encoding="utf-8")
    source = home.parent / "柳河镇2023年报告.txt"
    source.write_text(REPORT, encoding="utf-8")
    desk = Desk(load_settings(home))
    try:
        assert desk.index([source]).added == 1
        report = desk.new_report(year=2024)
        desk.save(report.sections[1].id, "今年发展党员25名。", base_version=0, made_by="小柳")
        desk.set_figure("发展党员", "25名", year=2024)
        return report.id
    finally:
        desk.close()


def texts(home: Path, report: int) -> tuple[str, ...]:
    """What a home's report says."""
    desk = Desk(load_settings(home))
    try:
        return tuple(section.text for section in desk.report(report).sections)
    finally:
        desk.close()


def repacked(backup: Path, target: Path, change: Callable[[Parts], None]) -> Path:
    """A copy of a backup with other parts, and a manifest that agrees with them."""
    with zipfile.ZipFile(backup) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest: dict[str, Any] = json.loads(parts.pop("manifest.json"))
    change(parts)
    manifest["parts"] = [
        {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in parts.items()
    ]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    return target


def everything(home: Path) -> dict[str, str]:
    """The hash of each file of a home, locks aside."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.rglob("*")
        if path.is_file() and not path.name.endswith((".lock", ".pid"))
    }
