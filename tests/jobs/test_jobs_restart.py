from __future__ import annotations

import runpy
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

from rag.jobs.handlers import StepHandler
from rag.jobs.jobs import Jobs
from rag.library.backfill import BATCH
from rag.library.catalog import Catalog
from rag.library.indexing import Indexer
from rag.settings import Settings
from rag.store.engine import open_engine


def test_a_job_stopped_with_its_process_goes_on_at_the_next_start(tmp_path: Path) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def slow(_argument: str, step: str) -> None:
        entered.set()
        go_on.wait(10)

    jobs = Jobs(tmp_path, {"draft": StepHandler(slow)})
    jobs.start()
    job = jobs.run("draft", ["s1", "s2"])
    entered.wait(10)
    jobs.stop()
    go_on.set()
    done: list[str] = []
    jobs = Jobs(tmp_path, {"draft": StepHandler(lambda _a, step: done.append(step))})
    jobs.start()
    state = jobs.wait(job, 20)
    jobs.stop()
    assert state.status == "done"
    assert done == ["s1", "s2"]


_OFFICE = '''
    import sys
    from pathlib import Path
    from rag.jobs.embedding import NAME, EmbeddingWork
    from rag.jobs.jobs import Jobs
    from rag.library.backfill import Backfill
    from rag.library.vectors import VectorIndex
    from rag.store.engine import open_engine

    class Noted(VectorIndex):
        """Writes down what it is given; waits for ever at the batch named by its number."""

        def __init__(self, home, stop_at):
            self.log, self.stop_at = home / "embedded.txt", stop_at

        def is_empty(self):
            return not self.log.exists()

        def add(self, passages):
            with self.log.open("a", encoding="utf-8") as log:
                log.write(passages[0].id + "\\n")
            if len(self.log.read_text(encoding="utf-8").split()) == self.stop_at:
                print("reached", flush=True)
                sys.stdin.read()

    def embedding(home, stop_at=0):
        engine = open_engine(home)
        backfill = Backfill(engine, Noted(home, stop_at))
        jobs = Jobs(home, {NAME: EmbeddingWork(backfill)})
        jobs.start()
        return engine, backfill, jobs

    if __name__ == "__main__":
        _, _, jobs = embedding(Path(sys.argv[1]), 2)
        jobs.wait(jobs.run(NAME))
'''


def test_vectors_of_a_killed_process_go_on_where_they_were(
    settings: Settings, tmp_path: Path
) -> None:
    """The process is killed while it embeds the second of three batches."""
    sentence = (
        "第{}号通知要求各支部按时召开组织生活会并报送会议记录，逾期不报的予以通报并限期补报。"
    )
    notices = tmp_path / "通知.txt"
    lines = [sentence.format(number) for number in range(3 * BATCH)]
    notices.write_text("\n".join(lines), encoding="utf-8")
    script = tmp_path / "office.py"
    script.write_text(textwrap.dedent(_OFFICE), encoding="utf-8")
    office = runpy.run_path(str(script))
    engine = open_engine(settings.home)
    Indexer(settings, engine, office["Noted"](settings.home, 0)).index_files([notices])
    engine.dispose()

    command = [sys.executable, str(script), str(settings.home)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    reached = process.stdout.readline().strip()
    process.kill()
    process.communicate()
    assert reached == "reached"

    engine, backfill, jobs = office["embedding"](settings.home)
    (job,) = jobs.newest()
    state = jobs.wait(job.id, 60)
    jobs.stop()
    (entry,) = Catalog(engine).list()
    engine.dispose()
    assert (state.name, state.status, state.done, state.failed) == ("embed", "done", 3, ())
    assert (entry.state, backfill.pending()) == ("已完成", 0)
    # The first batch was not done again; the one it died in was.
    embedded = (settings.home / "embedded.txt").read_text(encoding="utf-8").split()
    assert embedded == [f"{entry.id}#{first}" for first in (0, BATCH, BATCH, 2 * BATCH)]


def test_importing_jobs_does_not_import_dbos() -> None:
    code = "import rag.jobs.jobs, sys; print('dbos' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
