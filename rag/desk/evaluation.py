"""How good it is today: every room's own measure on a folder of real texts, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import NotFoundError
from rag.settings import Settings

SKELETON_YEARS = range(2003, 2017)


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table. ``goal`` is what to reach; ``most`` says that less is better."""

    name: str
    value: float
    goal: float
    count: int
    most: bool = False

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.value <= self.goal if self.most else self.value >= self.goal


def evaluate(
    data: Path, settings: Settings, *, only: str = "", vectors: bool = False
) -> Iterator[Measured]:
    """Measure all parts, or the one named, on a folder laid out like the measuring data.

    With ``vectors`` search is measured with them too, which takes many minutes. Raises
    NotFoundError when the folder has nothing to measure with or no part is named so.
    """
    if not (data / "tasks").is_dir() or not (data / "reports").is_dir():
        raise NotFoundError(
            f"“{data}”里没有测评数据。", "需要 reports、gold、tasks、bench 等文件夹。"
        )
    if only and only not in PARTS:
        raise NotFoundError(f"没有“{only}”这项测评。", f"可用：{'、'.join(PARTS)}。")
    for name, part in PARTS.items():
        if only in {"", name}:
            yield from part(data, settings if vectors else settings.model_copy(update=NO_VECTORS))


NO_VECTORS = {"embedding": "none"}


def _reading(data: Path, settings: Settings) -> Iterator[Measured]:
    from rag.reading.evaluate import recall

    results = recall(data / "reports" / "containers", settings)
    for scanned, name, goal in ((False, "文字识读", 0.999), (True, "扫描件识读", 0.97)):
        found = [result.recall for result in results if result.scanned is scanned]
        if found:
            yield Measured(f"{name}（最差一份）", min(found), goal, len(found))


def _figures(data: Path, settings: Settings) -> Iterator[Measured]:
    from rag.figures.evaluate import score_gold

    score = score_gold(data / "gold", data / "reports")
    yield Measured("数字提取 F1（值、单位、增减）", score.f1_value, 0.98, score.n)
    yield Measured("数字提取 F1（加指标、年份）", score.f1_full, 0.92, score.n)
    yield Measured("误把非数据当数字", score.trap_rate, 0.01, score.n, most=True)


def _grounding(data: Path, settings: Settings) -> Iterator[Measured]:
    from rag.checking.evaluate import score_grounding

    score = score_grounding(data / "tasks")
    for kind, share in score.caught.items():
        yield Measured(f"核对：查出改动（{kind}）", share, 0.99, 0)
    yield Measured("核对：原句误报", score.alarms_untouched, 0.005, 0, most=True)
    yield Measured("核对：等值改写误报", score.alarms_equivalent, 0.01, 0, most=True)


def _search(data: Path, settings: Settings) -> Iterator[Measured]:
    from rag.library.evaluate import score_retrieval

    wanted = None if settings.embedding == "none" else settings
    for measure in score_retrieval(data, settings=wanted):
        yield Measured(measure.name, measure.value, measure.target, measure.count)


def _answers(data: Path, settings: Settings) -> Iterator[Measured]:
    from rag.writing.evaluate_ask import score_ask

    score = score_ask(data / "tasks")
    yield Measured("问答：数值准确", score.exact, 0.97, score.questions)
    yield Measured("问答：缺年份时答错", score.wrong_when_missing, 0.01, score.questions, most=True)
    yield Measured("问答：找对年份", score.which_year, 0.99, score.questions)
    yield Measured("问答：填空数字准确", score.gap, 0.98, score.questions)


def _skeleton(data: Path, settings: Settings) -> Iterator[Measured]:
    from rag.writing.evaluate import score_skeleton

    score = score_skeleton(data / "reports" / "state-council", SKELETON_YEARS)
    yield Measured("按规则起草：填报数据写入正文", score.present, 0.98, score.entered)
    yield Measured("按规则起草：留有去年数据", score.left, 0, score.entered, most=True)


PARTS: dict[str, Callable[[Path, Settings], Iterator[Measured]]] = {
    "reading": _reading,
    "figures": _figures,
    "grounding": _grounding,
    "search": _search,
    "answers": _answers,
    "skeleton": _skeleton,
}
