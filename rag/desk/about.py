"""What the installation says about itself."""

from __future__ import annotations

import shutil
import time
from datetime import datetime, timedelta
from typing import Final

from rag.desk.backup import ELSEWHERE, ELSEWHERE_HINT
from rag.desk.backups import BackupsDesk, age, last_backup
from rag.desk.people import OPEN_TO_ALL, open_to_others
from rag.desk.style import StyleDesk, office_layout
from rag.desk.views import Diagnosis, ModelInfo
from rag.errors import EmbeddingError, InputError, ModelError
from rag.store.engine import DATABASE
from rag.store.server import described

WORKS, MISSING, BROKEN = "可用", "未配置", "不可用"
RULE_PRESETS = ("更简练", "压缩到300字", "删去第二点", "更新数字")
MODEL_PRESETS = ("更简练", "突出数据", "换一种说法，避免与去年重复", "压缩到300字", "口语改书面")


_OLD: Final = timedelta(days=7)
"""A backup older than this is pointed out."""


class AboutDesk(BackupsDesk, StyleDesk):
    """The model's state and a check of every component."""

    def model_info(self) -> ModelInfo:
        """Which model writes, and which instructions to offer."""
        if self.model is None:
            return ModelInfo(
                "",
                "没有配置模型：按规则起草、修改和问答，全部功能都可以用。",
                RULE_PRESETS,
            )
        return ModelInfo(self.model.name, f"由模型“{self.model.name}”起草。", MODEL_PRESETS)

    def doctor(self) -> tuple[Diagnosis, ...]:
        """Each component with its state and what to do when it does not work."""
        return (
            self._home(),
            self._backup(),
            self._login(),
            self._library(),
            self._embedding(),
            self._model(),
            self._layout(),
            _program(
                "LibreOffice", "soffice", "导出的 Word 文件可另存为 PDF", "不影响导出 Word 文件。"
            ),
        )

    def _home(self) -> Diagnosis:
        home = self.settings.home
        free = shutil.disk_usage(home).free // 2**20
        detail = f"{home}，数据库 {self._database()}，磁盘余 {free} MB"
        if free < 500:
            return Diagnosis("数据目录", BROKEN, detail, "磁盘空间不足 500 MB，请清理磁盘。")
        return Diagnosis("数据目录", WORKS, detail)

    def _backup(self) -> Diagnosis:
        if self.replica is not None:
            return Diagnosis("备份", MISSING, ELSEWHERE, ELSEWHERE_HINT)
        if self.backup_problem:
            return Diagnosis("备份", BROKEN, "今天的自动备份没有做成", self.backup_problem)
        found = last_backup(self.settings.home)
        advice = "请运行 zhubi backup 备份.zip，存到另一块盘或优盘上。"
        if found is None:
            return Diagnosis("备份", MISSING, "还没有备份", advice)
        path, made_at = found
        detail = f"最近一次：{age(made_at)}（{made_at:%Y-%m-%d %H:%M}），{path}"
        hint = advice if datetime.now() - made_at > _OLD else ""
        return Diagnosis("备份", WORKS, detail, hint)

    def _login(self) -> Diagnosis:
        people = self.users.list()
        if people:
            admins = sum(user.admin for user in people)
            hint = "" if admins else "没有管理员：移除资料、换版式只能在命令行做。"
            return Diagnosis("登录", WORKS, f"{len(people)} 个用户，{admins} 个管理员", hint)
        if open_to_others(self.settings):
            return Diagnosis(
                "登录", MISSING, f"网页开在 {self.settings.host}，无需登录即可打开", OPEN_TO_ALL
            )
        return Diagnosis("登录", MISSING, "只有本机能打开网页，不需要登录")

    def _database(self) -> str:
        """Where the truth is: the size of a file, or the server and its release."""
        if self.replica is not None:
            return described(self.engine)
        return f"{(self.settings.home / DATABASE).stat().st_size // 2**10} KB"

    def _library(self) -> Diagnosis:
        entries = self.catalog.list()
        failed = [entry.file for entry in entries if entry.error]
        detail = f"{len(entries)} 份文件，{self.catalog.pending()} 段还没有向量"
        hint = f"有问题的文件：{'、'.join(failed)}" if failed else ""
        return Diagnosis("资料库", WORKS, detail, hint)

    def _embedding(self) -> Diagnosis:
        vectors = self.library.retriever.vectors
        if vectors is None:
            hint = "只用关键词检索；要用向量请设置 ZHUBI_EMBEDDING。"
            return Diagnosis("向量", MISSING, "embedding=none", hint)
        started = time.perf_counter()
        try:
            vectors.search("党建工作", 1)
        except EmbeddingError as error:
            return Diagnosis("向量", BROKEN, error.message, error.hint)
        spent = (time.perf_counter() - started) * 1000
        return Diagnosis("向量", WORKS, f"{self.settings.embedding}，{spent:.0f} 毫秒")

    def _model(self) -> Diagnosis:
        from rag.writing.prompts import Message

        try:
            if self.model is None:
                hint = "可不用模型；要用请设置 ZHUBI_MODEL_URL 和 ZHUBI_MODEL。"
                return Diagnosis("模型", MISSING, "按规则起草", hint)
            started = time.perf_counter()
            for _ in self.model.stream([Message("user", "你好")], max_tokens=8):
                break
        except ModelError as error:
            return Diagnosis("模型", BROKEN, error.message, error.hint)
        spent = (time.perf_counter() - started) * 1000
        return Diagnosis("模型", WORKS, f"{self.model.name}，首字 {spent:.0f} 毫秒")

    def _layout(self) -> Diagnosis:
        try:
            style = self.style()
        except InputError as error:
            return Diagnosis("版式", BROKEN, error.message, error.hint)
        own = office_layout(self.settings)
        return Diagnosis("版式", WORKS, f"{style.name}（{own or '国家标准'}）")


def _program(component: str, command: str, use: str, hint: str) -> Diagnosis:
    found = shutil.which(command)
    if found:
        return Diagnosis(component, WORKS, f"{found}：{use}")
    return Diagnosis(component, MISSING, "没有安装", hint)
