"""Unpack a .zip archive without letting it leave its folder or fill the disk."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from rag.errors import DamagedFileError, EncryptedFileError, FileTooLargeError, system_reason
from rag.settings import Settings

_CHUNK = 1 << 20
_UTF8_FLAG = 0x800


def unpack(archive: Path, target: Path, settings: Settings) -> None:
    """Write an archive's files below ``target``; nested archives stay packed and are skipped.

    Raises FileTooLargeError, EncryptedFileError or DamagedFileError.
    """
    limit = settings.max_unpacked_mb << 20
    target.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [info for info in opened.infolist() if not info.filename.endswith("/")]
            if len(members) > settings.max_archive_files:
                raise FileTooLargeError(f"压缩包内的文件超过 {settings.max_archive_files} 个。")
            for info in members:
                limit -= _write(opened, info, target / _safe_name(info), limit, settings)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError) as error:
        raise DamagedFileError("压缩包已损坏，无法解开。", "请重新压缩后再上传。") from error
    except RuntimeError as error:
        raise EncryptedFileError("压缩包有密码。", "请解压后上传文件夹内的文件。") from error
    except OSError as error:
        raise DamagedFileError(
            f"压缩包无法解开：{system_reason(error)}。", "请解压后上传文件夹内的文件。"
        ) from error


def _write(
    opened: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, limit: int, settings: Settings
) -> int:
    """Write one member, counting what really comes out: a header can lie about its size.

    It gets its name when it is complete; what broke off stays hidden.
    """
    written = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with opened.open(info) as packed, part.open("wb") as file:
        while chunk := packed.read(_CHUNK):
            written += len(chunk)
            if written > limit:
                raise FileTooLargeError(f"压缩包解开后超过 {settings.max_unpacked_mb} MB。")
            file.write(chunk)
    part.replace(path)
    return written


def _safe_name(info: zipfile.ZipInfo) -> PurePosixPath:
    """The member's path without anything that climbs out; names by Windows are in GBK."""
    name = info.filename
    if not info.flag_bits & _UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = info.filename
    parts = [part.strip(" .") for part in name.replace("\\", "/").split("/")]
    safe = [part.replace(":", "_") for part in parts if part]
    return PurePosixPath(*safe) if safe else PurePosixPath("未命名")
