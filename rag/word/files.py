"""Writing a Word file whole or not at all."""

from __future__ import annotations

import errno
import secrets
import shutil
from pathlib import Path

from rag.errors import InputError, system_reason

_NO_LEAVE = "没有权限，或正被其他程序打开"
_IN_USE = "请先在 Word 或 WPS 中关闭这个文件，或换一个文件名。"


def check_target(path: Path) -> Path:
    """The path itself when a .docx can be written there.

    Raises InputError for another ending, a missing folder, a folder of that name, or a file
    that Word, WPS or LibreOffice has open (each leaves a lock file beside it).
    """
    if path.suffix.lower() != ".docx":
        raise InputError(
            f"导出文件名“{path.name}”应以 .docx 结尾。", "请改为“报告.docx”这样的文件名。"
        )
    try:
        _check_place(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


def check_closed(path: Path) -> None:
    """Raise InputError when Word, WPS or LibreOffice has the file open: it may be half saved.

    So does a file that may not be read at all: Windows locks what is open.
    """
    if any(lock.exists() for lock in _lock_files(path)):
        raise InputError(
            f"“{path.name}”正被打开，改动可能还没有保存。", "请在 Word 或 WPS 中保存并关闭后再试。"
        )
    try:
        with path.open("rb"):
            return
    except PermissionError as error:
        raise InputError(f"“{path.name}”打不开：{_NO_LEAVE}。", _IN_USE) from error
    except OSError:
        return  # a missing file or a folder is told by the reader


def _check_place(path: Path) -> None:
    if not path.parent.is_dir():
        raise InputError(f"文件夹“{path.parent.name}”不存在。", "请先建立文件夹，或换一个位置。")
    if path.is_dir():
        raise InputError(f"“{path.name}”是一个文件夹。", "请换一个文件名。")
    if path.exists() and any(lock.exists() for lock in _lock_files(path)):
        raise InputError(f"“{path.name}”正被打开，无法写入。", _IN_USE)


def _unwritable(path: Path, error: OSError) -> InputError:
    if error.errno == errno.ENAMETOOLONG:
        return InputError("文件名太长，无法写入。", "请缩短文件名。")
    if error.errno == errno.ENOSPC:
        return InputError(f"磁盘已满，“{path.name}”无法写入。", "请清理磁盘后再试。")
    reason = _NO_LEAVE if isinstance(error, PermissionError) else system_reason(error)
    return InputError(f"“{path.name}”无法写入：{reason}。", _IN_USE)


def _lock_files(path: Path) -> tuple[Path, ...]:
    """Where Word (~$, over the first two letters of a long name), WPS and LibreOffice lock."""
    name = path.name
    if not name:
        return ()
    word = name[2:] if len(path.stem) > 7 else name[1:] if len(path.stem) == 7 else name
    locks = {f"~${word}", f"~${name}", f".~{name}", f".~lock.{name}#"}
    return tuple(path.with_name(lock) for lock in locks)


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the target, then put it in place in one step.

    Raises InputError when the folder or the file cannot be written; the old file is intact.
    """
    temporary = path.with_name(f".{path.stem[:40]}-{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
