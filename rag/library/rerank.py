"""A reranking model behind an endpoint that speaks the /rerank JSON of vLLM and Jina."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rag.errors import ComponentError
from rag.settings import Settings

if TYPE_CHECKING:
    import httpx

_SECONDS = 10.0
"""Longer than this nobody waits for a better order; the search goes on without."""
_HINT = "请检查 ZHUBI_RERANK_URL、ZHUBI_RERANK_MODEL 和重排服务。"


class Reranker:
    """Asks an endpoint how well each passage answers a query.

    ``http_client`` replaces the wire in tests.
    """

    def __init__(self, settings: Settings, http_client: httpx.Client | None = None) -> None:
        self._settings = settings
        self._client = http_client

    def scores(self, query: str, texts: Sequence[str]) -> tuple[float, ...]:
        """One relevance for each text, in their order; higher is better, the scale is the model's.

        Raises ComponentError when the endpoint does not deliver.
        """
        if not texts:
            return ()
        import httpx

        try:
            return _scores(self._ask(query, texts), len(texts))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
            # The last three: a reply that is not what the protocol says, a proxy's page say.
            raise ComponentError(f"重排接口没有返回结果：{error}", _HINT) from error

    def _ask(self, query: str, texts: Sequence[str]) -> Any:
        import httpx

        if self._client is None:
            self._client = httpx.Client(timeout=_SECONDS)
        key = self._settings.rerank_key
        reply = self._client.post(
            self._settings.rerank_url,
            json={
                "model": self._settings.rerank_model,
                "query": query,
                "documents": list(texts),
                "top_n": len(texts),
            },
            headers={"Authorization": f"Bearer {key}"} if key else {},
        )
        reply.raise_for_status()
        return reply.json()


def make_reranker(settings: Settings, http_client: httpx.Client | None = None) -> Reranker | None:
    """The reranker the settings name, None for none. Nothing is contacted yet."""
    return Reranker(settings, http_client) if settings.rerank_url else None


def _scores(reply: Any, count: int) -> tuple[float, ...]:
    found = {int(one["index"]): float(one["relevance_score"]) for one in reply["results"]}
    if set(found) != set(range(count)):
        raise ValueError("数量不对")
    return tuple(found[index] for index in range(count))
