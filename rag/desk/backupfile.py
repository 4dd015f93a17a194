"""What a backup file is: a zip of named parts and a manifest with the hash of each.

A part that is not listed here is neither written nor taken, so that a zip from elsewhere cannot
put anything into a home that the program did not put into a backup.
"""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.checking.formulations import OFFICE_LIST
from rag.desk.library import SAMPLE_DONE
from rag.desk.style import OFFICE_LAYOUT
from rag.errors import BackupError
from rag.library.catalog import FILES
from rag.reports.presets import FOLDER as OUTLINES
from rag.settings import SETTINGS_FILE
from rag.store.engine import DATABASE

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SINGLE: Final = (SETTINGS_FILE, OFFICE_LAYOUT, OFFICE_LIST, SAMPLE_DONE)
"""Single files of a home that belong to it beside the database."""
FOLDERS: Final = {"prompts": "*.md", OUTLINES: "*.txt"}
"""Folders of the home with an office's own files."""

_PART: Final = re.compile(r"(?P<folder>[a-z]+)/(?P<name>[^/\\:\x00-\x1f]+)")
ORIGINAL: Final = re.compile(r"[0-9a-f]{64}(\.[^/\\:\x00-\x1f]{1,200})?")
"""Name of an original inside ``files/``."""
_MOST_PARTS: Final = 200_000
_LARGEST_MANIFEST: Final = 64 << 20
_RATIO: Final = 200
_ALWAYS: Final = 64 << 20
"""A zip that unpacks to more than 200 times its size, and more than 64 MB, is a trap."""


class Part(BaseModel):
    """One file of a backup. ``bytes`` and ``sha256`` are of the unpacked file."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """What a backup says about itself.

    ``left_out`` names settings that did not go along (keys), ``missing`` originals that were not
    in the home any more; ``made_at`` is UTC in ISO 8601.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: int
    version: str
    revision: str
    made_at: str
    counts: dict[str, int]
    parts: tuple[Part, ...]
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def bytes(self) -> int:
        """Size of all parts unpacked."""
        return sum(part.bytes for part in self.parts)


def allowed(name: str) -> bool:
    """Whether a part of this name can be in a backup."""
    if name == DATABASE or name in SINGLE:
        return True
    found = _PART.fullmatch(name)
    if found is None or found["name"].startswith("."):
        return False
    if found["folder"] == FILES:
        return ORIGINAL.fullmatch(found["name"]) is not None
    wanted = FOLDERS.get(found["folder"])
    return wanted is not None and found["name"].endswith(wanted.removeprefix("*"))


def read_manifest(archive: zipfile.ZipFile, size: int) -> Manifest:
    """The manifest of an opened backup of ``size`` bytes, its members looked through.

    Raises BackupError for anything that a backup never is: unknown, doubled, encrypted or linked
    members, members that the manifest does not name, a size no honest zip has.
    """
    members = archive.infolist()
    if len(members) > _MOST_PARTS:
        raise BackupError(f"这不是主笔的备份：里面有 {len(members)} 个文件。")
    names = [member.filename for member in members]
    if MANIFEST not in names:
        raise BackupError(
            "这不是主笔的备份：没有 manifest.json。", "请选用 zhubi backup 生成的文件。"
        )
    for member in members:
        _check_member(member)
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise BackupError("备份的清单大得不合常理。")
    with archive.open(MANIFEST) as file:
        content = file.read(_LARGEST_MANIFEST)
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as error:
        raise BackupError("备份的清单 manifest.json 读不出来。") from error
    _check_manifest(manifest, names, size)
    return manifest


def _check_member(member: zipfile.ZipInfo) -> None:
    mode = member.external_attr >> 16
    if stat.S_ISLNK(mode) or (mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG}):
        raise BackupError(f"备份里有不该有的链接：{shown(member.filename)}。")
    if member.filename != MANIFEST and not allowed(member.filename):
        raise BackupError(f"备份里有不该有的文件：{shown(member.filename)}。")
    if member.flag_bits & 1:
        raise BackupError("备份被加了密码。", "请先用压缩软件去掉密码；现有的数据没有改动。")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BackupError("备份用了主笔不用的压缩方法。")


def _check_manifest(manifest: Manifest, names: list[str], size: int) -> None:
    if manifest.format > FORMAT:
        raise BackupError(
            f"备份由更新版本的主笔（{shown(manifest.version)}）生成，这一版读不了。",
            "请先升级主笔再恢复；现有的数据没有改动。",
        )
    listed = [part.name for part in manifest.parts]
    if DATABASE not in listed:
        raise BackupError("备份里没有数据库。")
    if sorted((*listed, MANIFEST)) != sorted(set(names)) or len(set(names)) != len(names):
        raise BackupError("备份不完整：里面的文件与清单不一致。")
    if manifest.bytes > max(size * _RATIO, _ALWAYS):
        raise BackupError("备份解开后大得不合常理，可能是有意做坏的文件。")


def shown(name: str) -> str:
    """A name from a foreign file, safe to print."""
    return "".join(letter if letter.isprintable() else "�" for letter in name[:80])


def home_parts(home: Path) -> Iterator[tuple[str, Path]]:
    """An office's own files in a home, beside database, settings and originals."""
    for name in SINGLE:
        if name != SETTINGS_FILE and (home / name).is_file():
            yield name, home / name
    for folder, pattern in FOLDERS.items():
        for path in sorted((home / folder).glob(pattern)):
            if path.is_file() and allowed(f"{folder}/{path.name}"):
                yield f"{folder}/{path.name}", path
