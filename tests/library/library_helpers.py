from __future__ import annotations

import zlib

from langchain_core.embeddings import Embeddings
from sqlalchemy import Engine

from rag.errors import EmbeddingError
from rag.library.backfill import Backfill
from rag.library.catalog import Catalog
from rag.library.indexing import Indexer
from rag.library.keywords import KeywordIndex
from rag.library.library import Library
from rag.library.search import Retriever
from rag.library.terms import tokens
from rag.library.vectors import VectorIndex
from rag.settings import Settings

REPORT_2022 = """青山镇2022年党建工作报告
一、主要做法和成效
（一）聚焦组织建设
全年发展党员18名，培训入党积极分子40人，整顿软弱涣散村党组织1个，新建非公企业党支部2个。
（二）聚焦学习教育
全年开展主题党日210场，讲授专题党课10场，参加党员2300人次，撰写学习体会300余篇。
二、下一步打算
明年计划发展党员20名，开展主题党日250场，推动党员教育常态化长效化，打造党建示范点3个。
"""
REPORT_2023 = """青山镇2023年党建工作报告
一、主要做法和成效
（一）聚焦组织建设
全年发展党员21名，培训入党积极分子46人，整顿软弱涣散村党组织2个，新建非公企业党支部3个。
（二）聚焦学习教育
全年开展主题党日264场，讲授专题党课12场，参加党员2600人次，撰写学习体会350余篇。
二、下一步打算
明年计划发展党员22名，开展主题党日280场，推动党员教育常态化长效化，打造党建示范点5个。
"""
POLICY = """青山镇党费收缴管理办法
第一条 党员应当按月足额交纳党费，每月交纳党费的时间为当月十日前。
第二条 无正当理由连续六个月不交纳党费的，按自行脱党处理，由支部大会决定。
"""


class WordEmbeddings(Embeddings):
    """Vectors that are alike when texts share bigrams; counts its calls and can be cut off."""

    def __init__(self) -> None:
        self.embedded: list[str] = []
        self.broken = False

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self.broken:
            raise EmbeddingError("向量服务没有响应。")
        self.embedded.extend(texts)
        return [self._vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        if self.broken:
            raise EmbeddingError("向量服务没有响应。")
        return self._vector(text)

    @staticmethod
    def _vector(text: str) -> list[float]:
        vector = [0.01] * 64
        for token in tokens(text):
            vector[zlib.crc32(token.encode("utf-8")) % 64] += 1.0
        return vector


def make_library(
    settings: Settings, engine: Engine, embeddings: Embeddings | None, name: str = "words"
) -> Library:
    vectors = (
        VectorIndex(settings.home, embeddings, name, settings.chroma_url) if embeddings else None
    )
    catalog = Catalog(engine)
    return Library(
        catalog=catalog,
        indexer=Indexer(settings, engine, vectors),
        backfill=Backfill(engine, vectors),
        retriever=Retriever(
            catalog=catalog,
            keywords=KeywordIndex(engine),
            vectors=vectors,
            this_year=lambda: 2024,
        ),
    )
