"""Real servers for the tests, each on a free port of loopback and gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

PASSWORD = "s3cret-of-the-test"
_USER = "zhubi"
_PATIENCE = 90


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def is_open(port: int) -> bool:
    """Whether somebody listens on a port."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """A program in the background; what it prints is kept for the report of a failure."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        ready: Callable[[], bool],
        user: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                command,
                stdout=file,
                stderr=file,
                user=user,
                extra_groups=[] if user else None,
                cwd="/" if user else None,
                env=env,
            )
        self._ready = ready

    def wait(self) -> Server:
        """Wait until it is ready; fail with its own words when it ends before."""
        deadline = time.monotonic() + _PATIENCE
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"no server came up:\n{self.printed()[-2000:]}")
            time.sleep(0.05)
        return self

    def printed(self) -> str:
        """What it has printed so far."""
        return self._log.read_text(encoding="utf-8")

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(_PATIENCE)

    def kill(self) -> None:
        """End it at once, as a power failure would."""
        self.process.kill()
        self.process.wait(_PATIENCE)


class ChromaServer:
    """Chroma's own server."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._command = [program, "run", "--host", "127.0.0.1", "--path", folder / "data"]
        self._log = folder / "log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it, also after ``stop``."""
        command = [*self._command, "--port", str(self.port)]
        quiet = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
        self._server = Server(command, self._log, lambda: is_open(self.port), env=quiet).wait()

    def stop(self) -> None:
        """End it at once."""
        self._server.kill()


class PostgresServer:
    """PostgreSQL that does not wait for the disk. It refuses root, and then runs as postgres."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._user = "postgres" if os.getuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="zhubi-postgres-"))
        secret = self._folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        if self._user:
            owner = pwd.getpwnam(self._user).pw_uid
            os.chown(self._folder, owner, -1)
            os.chown(secret, owner, -1)
        self.port = free_port()
        initdb = [programs / "initdb", "-D", self._data, "--no-sync", "-A", "scram-sha-256"]
        initdb += ["-U", _USER, "--pwfile", secret, "-E", "UTF8", "--locale", "C.UTF-8"]
        subprocess.run(
            initdb,
            check=True,
            capture_output=True,
            user=self._user,
            extra_groups=[] if self._user else None,
            cwd="/",
        )
        self._templates: set[str] = set()
        self._made = 0
        self.start()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def start(self) -> None:
        """Start it, also after ``stop``."""
        options = {
            "fsync": "off",
            "full_page_writes": "off",
            "listen_addresses": "127.0.0.1",
            "max_connections": "200",
            "port": str(self.port),
            "synchronous_commit": "off",
            "unix_socket_directories": "",
        }
        command = [self._programs / "postgres", "-D", self._data]
        command += [f"--{name}={value}" for name, value in options.items()]
        self._server = Server(command, self._folder / "log", self._answers, self._user).wait()

    def stop(self) -> None:
        """Stop it; whoever is connected is cut off."""
        self._server.stop()

    def remove(self) -> None:
        """Stop it and forget everything."""
        self.stop()
        shutil.rmtree(self._folder)

    def url(self, name: str, password: str = PASSWORD) -> str:
        """The address of a database for the settings."""
        return f"postgresql+psycopg://{_USER}:{password}@127.0.0.1:{self.port}/{name}"

    def create(self, fill: Callable[[str], None] | None = None) -> str:
        """The name of a new database, empty or as ``fill`` once filled the first one."""
        self._made += 1
        name = f"test_{self._made}"
        template = "template0"
        if fill is not None:
            template = f"filled_{fill.__name__}"
            if template not in self._templates:
                self._do("CREATE DATABASE {} TEMPLATE template0", template)
                fill(self.url(template))
                self._templates.add(template)
        self._do("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name: str) -> None:
        """Drop a database; whoever is still connected is cut off."""
        self._do("DROP DATABASE {} WITH (FORCE)", name)

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @property
    def _address(self) -> str:
        return f"postgresql://{_USER}:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True
