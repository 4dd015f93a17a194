"""The one error tree.

ZhubiError
├── InputError                 exit 2: what was given cannot be used
│   ├── FileError
│   │   ├── EmptyFileError
│   │   ├── DamagedFileError
│   │   ├── EncryptedFileError
│   │   ├── UnsupportedFileError
│   │   └── FileTooLargeError
│   ├── SheetError             a figure sheet without usable rows or columns
│   ├── YearError
│   ├── NotFoundError          no such document, report or section
│   ├── BackupError            a backup that cannot be restored
│   ├── PromptError            a prompt file with unknown or missing inputs
│   └── InstructionError       an instruction that cannot be followed
├── ConflictError              exit 1: somebody else saved first
├── NotAllowedError            exit 1: only an administrator may do this
└── ComponentError             exit 3: a part of the system cannot be reached
    ├── HomeLockedError
    ├── DatabaseError          the database file or server
    ├── EmbeddingError
    └── ModelError
        ├── ModelNotConfiguredError
        ├── ModelUnauthorizedError
        ├── ModelUnreachableError
        ├── ModelRateLimitedError
        ├── ModelContextError
        ├── ModelServerError
        ├── ModelTimeoutError
        ├── ModelInterruptedError
        └── ModelEmptyReplyError

Each error is raised with a Chinese sentence for the screen and a hint what to do next.
"""

from __future__ import annotations

import errno
from typing import ClassVar, Final

_SYSTEM: Final = {
    errno.ENAMETOOLONG: "名称太长",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENOENT: "找不到",
    errno.EEXIST: "同名的文件或文件夹已存在",
    errno.EISDIR: "是文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EMFILE: "同时打开的文件太多",
    errno.EBUSY: "正被别的程序使用",
    errno.EIO: "读写出错，磁盘可能有问题",
    errno.ETIMEDOUT: "等待超时",
}


def system_reason(error: OSError) -> str:
    """In Chinese why the system would not give a file or folder."""
    return _SYSTEM.get(error.errno or 0) or f"系统错误{error.errno or ''}"


class ZhubiError(Exception):
    """Base of all errors a person may see."""

    exit_code: ClassVar[int] = 2
    default_hint: ClassVar[str] = ""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint

    def __str__(self) -> str:
        return f"{self.message}{self.hint and '　' + self.hint}"


class InputError(ZhubiError):
    """What was given cannot be used."""


class FileError(InputError):
    """A file cannot be used."""


class EmptyFileError(FileError):
    """The file has no content."""

    default_hint = "请打开原文件确认有文字后重新上传。"


class DamagedFileError(FileError):
    """The file is broken or not what its name says."""

    default_hint = "请用 WPS 或 Word 打开后另存为 .docx 再试。"


class EncryptedFileError(FileError):
    """The file asks for a password."""

    default_hint = "请在 WPS 或 Word 中取消密码后另存再试。"


class UnsupportedFileError(FileError):
    """No reader for this kind of file."""

    default_hint = (
        "支持 .docx .doc .wps .pdf .ofd .txt .md .rtf .xlsx .csv 和图片，请另存为其中一种。"
    )


class FileTooLargeError(FileError):
    """The file is over the limit set in the settings."""

    default_hint = "请拆分文件，或请管理员调高上限。"


class SheetError(InputError):
    """A figure sheet without usable rows or columns."""

    default_hint = "第一列写指标名称，另有“单位”列和“2024年”这样的年份列即可。"


class YearError(InputError):
    """A year that cannot be meant."""

    default_hint = "请输入四位年份，例如 2024。"


class NotFoundError(InputError):
    """No such document, report or section."""


class BackupError(InputError):
    """A backup that cannot be restored. Nothing has been touched."""

    default_hint = "请换一份备份文件再试；现有的数据没有改动。"


class PromptError(InputError):
    """A prompt file with unknown or missing inputs."""


class InstructionError(InputError):
    """An instruction that cannot be followed."""


class ConflictError(ZhubiError):
    """Somebody else saved first."""

    exit_code = 1
    default_hint = "您的文字仍在，请对照最新版本后再保存。"


class NotAllowedError(ZhubiError):
    """Only an administrator may do this."""

    exit_code = 1


class ComponentError(ZhubiError):
    """A part of the system cannot be reached."""

    exit_code = 3


class HomeLockedError(ComponentError):
    """Another process owns the home folder."""


class DatabaseError(ComponentError):
    """The database cannot be reached, is damaged or refuses its work."""


class EmbeddingError(ComponentError):
    """Vectors cannot be computed."""


class ModelError(ComponentError):
    """The chat model did not do its work. ``partial`` keeps what had arrived."""

    default_hint = "已写出的文字已保留，可稍后重试，或改用“不用模型起草”。"

    def __init__(self, message: str, hint: str = "", *, partial: str = "") -> None:
        super().__init__(message, hint)
        self.partial = partial


class ModelNotConfiguredError(ModelError):
    """No model is configured."""

    default_hint = "请设置 ZHUBI_MODEL_URL 和 ZHUBI_MODEL；不设置也可以按规则起草、修改和问答。"


class ModelUnauthorizedError(ModelError):
    """The endpoint refused the key."""

    default_hint = "请检查 ZHUBI_MODEL_KEY 是否正确。"


class ModelUnreachableError(ModelError):
    """No connection to the endpoint."""

    default_hint = "请检查 ZHUBI_MODEL_URL 和模型服务是否已启动；也可以先用“不用模型起草”。"


class ModelRateLimitedError(ModelError):
    """The endpoint asks to wait. ``retry_after`` is in seconds, None when it did not say."""

    def __init__(
        self, message: str, hint: str = "", *, partial: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(message, hint, partial=partial)
        self.retry_after = retry_after


class ModelContextError(ModelError):
    """The prompt was longer than the model accepts."""


class ModelServerError(ModelError):
    """The endpoint failed (5xx or an unreadable reply)."""


class ModelTimeoutError(ModelError):
    """Nothing arrived for longer than the idle timeout."""


class ModelInterruptedError(ModelError):
    """The connection broke in mid-stream, or the writer pressed stop."""


class ModelEmptyReplyError(ModelError):
    """The model answered with nothing or refused to answer."""
