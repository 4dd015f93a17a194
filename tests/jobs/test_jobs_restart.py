from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from pathlib import Path

from rag.jobs.jobs import Jobs, StepHandler


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


_WORKER = """
    import sys, time
    from pathlib import Path
    from rag.jobs.jobs import Jobs, StepHandler

    home = Path(sys.argv[1])

    def draft(argument, step):
        with open(home / "done.txt", "a", encoding="utf-8") as log:
            log.write(step + "\\n")
        if step == sys.argv[2]:
            print("reached", flush=True)
            time.sleep(60)

    jobs = Jobs(home, {"draft": StepHandler(draft)})
    jobs.start()
    job = jobs.run("draft", ["s1", "s2", "s3", "s4"]) if sys.argv[2] else jobs.newest()[0].id
    state = jobs.wait(job, 30)
    print(state.status, state.done, flush=True)
    jobs.stop()
"""


def test_a_killed_process_is_continued_where_it_was(tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(textwrap.dedent(_WORKER), encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path)]
    first = subprocess.Popen([*command, "s3"], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline().strip() == "reached"
    first.kill()
    first.wait()
    second = subprocess.run([*command, ""], capture_output=True, text=True, timeout=60, check=False)
    assert second.stdout.split() == ["done", "4"], second.stderr
    # s1 and s2 were not repeated; s3 was cut in the middle and done again.
    log = (tmp_path / "done.txt").read_text(encoding="utf-8").split()
    assert log == ["s1", "s2", "s3", "s3", "s4"]


def test_importing_jobs_does_not_import_dbos() -> None:
    code = "import rag.jobs.jobs, sys; print('dbos' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
