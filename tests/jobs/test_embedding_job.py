from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

_WORKER = """
    import sys, time
    from pathlib import Path

    from langchain_core.embeddings import Embeddings

    from rag.jobs.embedding import NAME, EmbeddingWork
    from rag.jobs.jobs import Jobs
    from rag.library.backfill import Backfill
    from rag.library.indexing import Indexer
    from rag.library.vectors import VectorIndex
    from rag.settings import Settings
    from rag.store.engine import open_engine

    home, hang_at = Path(sys.argv[1]), int(sys.argv[2])

    class Counting(Embeddings):
        calls = 0

        def embed_documents(self, texts):
            Counting.calls += 1
            if Counting.calls == hang_at:
                print("reached", flush=True)
                time.sleep(60)
            with open(home / "embedded.txt", "a", encoding="utf-8") as log:
                log.writelines(text.split("第")[1][:3] + "\\n" for text in texts)
            return [[float(len(text)), 1.0] for text in texts]

        def embed_query(self, text):
            return [1.0, 1.0]

    engine = open_engine(home)
    vectors = VectorIndex(home, Counting(), "counting")
    settings = Settings(home=home, sample=False)
    Indexer(settings, engine, vectors).index_files([home / "incoming.txt"])
    backfill = Backfill(engine, vectors)
    jobs = Jobs(home, {NAME: EmbeddingWork(backfill)})
    jobs.start()
    job = jobs.run(NAME) if hang_at else jobs.newest()[0].id
    state = jobs.wait(job, 30)
    print(state.status, state.done, backfill.pending(), len(vectors.search("党员", 100)))
    jobs.stop()
"""


def test_embedding_goes_on_after_a_kill_without_doing_a_batch_twice(tmp_path: Path) -> None:
    lines = (
        f"第{number}号通知要求各支部按时召开组织生活会并报送会议记录，逾期不报的予以通报批评。"
        for number in range(100, 140)
    )
    (tmp_path / "incoming.txt").write_text("\n".join(lines), encoding="utf-8")
    script = tmp_path / "worker.py"
    script.write_text(textwrap.dedent(_WORKER), encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path)]
    first = subprocess.Popen([*command, "2"], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline().strip() == "reached"
    first.kill()
    first.wait()
    second = subprocess.run(
        [*command, "0"], capture_output=True, text=True, timeout=120, check=False
    )
    assert second.stdout.split() == ["done", "3", "0", "40"], second.stderr
    embedded = (tmp_path / "embedded.txt").read_text(encoding="utf-8").split()
    assert sorted(embedded) == [str(number) for number in range(100, 140)]
