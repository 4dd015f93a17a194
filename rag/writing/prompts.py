"""Prompts: one Markdown file for each task, with its inputs declared and checked.

A prompt file is looked for in three places, first hit wins:

1. ``<home>/prompts/NAME.md``: the office's own wording;
2. ``prompts/NAME.md`` beside the ``rag`` package: a checkout, or the container image;
3. ``<prefix>/share/zhubi/prompts/NAME.md``: where the wheel's data files are installed.

The file is YAML front matter (name, purpose, inputs, temperature) and two parts, ``# system`` and
``# user``, in which ``$name`` stands for an input (``string.Template``).
"""

from __future__ import annotations

import hashlib
import re
import string
import sysconfig
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import PromptError

PROMPT_NAMES: Final = (
    "draft_section",
    "revise_section",
    "answer_question",
    "repair_numbers",
    "indicator_names",
)
"""Every task that talks to a model."""

_FRONT = re.compile(r"\A---\s*\n(?P<front>.*?)\n---\s*\n(?P<body>.*)\Z", re.DOTALL)
_PARTS = re.compile(r"\A\s*# system\s*\n(?P<system>.*?)\n# user\s*\n(?P<user>.*)\Z", re.DOTALL)
_FENCE = re.compile(r"<\s*(/?)\s*材料", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a chat model."""

    role: Literal["system", "user", "assistant"]
    content: str


class Prompt(BaseModel):
    """A prompt as its file defines it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    purpose: str
    inputs: tuple[str, ...]
    temperature: float = Field(ge=0, le=2)
    system: str
    user: str

    @property
    def hash(self) -> str:
        """Twelve hex digits that change whenever a word of the prompt changes."""
        whole = f"{self.temperature}\n{self.system}\n{self.user}"
        return hashlib.sha256(whole.encode("utf-8")).hexdigest()[:12]

    def render(self, **inputs: str) -> tuple[Message, Message]:
        """The two messages. Raises PromptError that lists unknown and missing inputs."""
        given, declared = set(inputs), set(self.inputs)
        problems = _differences(missing=declared - given, unknown=given - declared)
        if problems:
            raise PromptError(f"提示词“{self.name}”的输入有误：{problems}。")
        return (
            Message("system", string.Template(self.system).substitute(inputs).strip()),
            Message("user", string.Template(self.user).substitute(inputs).strip()),
        )


def load(name: str, home: Path | None = None) -> Prompt:
    """The prompt of a task, the office's own if it has one.

    Raises PromptError when there is no such prompt, or its file is not as it must be.
    """
    for folder in _folders(home):
        path = folder / f"{name}.md"
        if path.is_file():
            return _read(path, path.stat().st_mtime_ns)
    raise PromptError(f"没有名为“{name}”的提示词。", f"现有：{'、'.join(PROMPT_NAMES)}。")


def fence(text: str, number: int, source: str = "") -> str:
    """Document text as numbered material, so that a model can tell it from its orders.

    A fence inside the text itself is defused: nothing in a document can close its own fence.
    """
    title = f' 出处="{_plain(source)}"' if source else ""
    return f'<材料 编号="{number}"{title}>\n{_defuse(text)}\n</材料>'


def _defuse(text: str) -> str:
    return _FENCE.sub(lambda found: f"〈{found[1]}材料", text)


def _plain(text: str) -> str:
    return _defuse(text).replace('"', "”").replace("\n", " ").replace(">", "〉")


def _folders(home: Path | None) -> tuple[Path, ...]:
    beside = Path(__file__).resolve().parents[2] / "prompts"
    installed = Path(sysconfig.get_path("data")) / "share" / "zhubi" / "prompts"
    own = (home / "prompts",) if home else ()
    return (*own, beside, installed)


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> Prompt:
    front = _FRONT.match(path.read_text(encoding="utf-8"))
    parts = _PARTS.match(front["body"]) if front else None
    if front is None or parts is None:
        raise PromptError(
            f"提示词文件 {path} 格式不对。",
            "开头是 --- 包住的 YAML，其后是“# system”和“# user”两部分。",
        )
    try:
        fields = yaml.safe_load(front["front"])
        if not isinstance(fields, dict):
            raise PromptError(f"提示词文件 {path} 的开头不是 YAML 键值。")
        prompt = Prompt(**fields, system=parts["system"], user=parts["user"])
    except (ValidationError, yaml.YAMLError, TypeError) as error:
        raise PromptError(f"提示词文件 {path} 的开头有误：{error}") from error
    _check_inputs(prompt, path)
    return prompt


def _check_inputs(prompt: Prompt, path: Path) -> None:
    used: set[str] = set()
    for part in (prompt.system, prompt.user):
        template = string.Template(part)
        if not template.is_valid():
            raise PromptError(f"提示词文件 {path} 里有多余的“$”。", "要写出 $ 本身，请写 $$。")
        used.update(template.get_identifiers())
    declared = set(prompt.inputs)
    problems = _differences(missing=declared - used, unknown=used - declared)
    if problems:
        raise PromptError(f"提示词文件 {path} 声明的输入与正文不符：{problems}。")


def _differences(*, missing: set[str], unknown: set[str]) -> str:
    parts = []
    if missing:
        parts.append(f"缺少 {'、'.join(sorted(missing))}")
    if unknown:
        parts.append(f"不认识 {'、'.join(sorted(unknown))}")
    return "；".join(parts)
