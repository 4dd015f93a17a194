"""The gate before the page: with users, nothing is given out without a login.

It stands before every route there is, Gradio's and our own, so that one nobody thought of is
closed too.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.errors import DatabaseError
from rag.store.users import VALID, User, UserStore
from rag.web.identity import USER
from rag.web.login import login_page

LOGIN, LOGOUT, WHO = "/login", "/logout", "/zhubi/who"
_STARTING: Final = "/gradio_api/startup-events"
"""Asked by Gradio itself when it starts; says nothing and does nothing a second time."""
_LARGEST_FORM: Final = 4096
_FORGOTTEN: Final = 3600.0
AWAY: Final = "主笔暂时打不开：数据库没有回应。请稍后刷新；已保存的内容不受影响。"
WRONG: Final = "姓名或密码不对。忘了密码请找管理员。"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Tries:
    count: int
    last: float


class Throttle:
    """Slows guessing down: after ``free`` wrong tries each next one costs ``pause`` seconds.

    Forgotten after an hour without a try.
    """

    def __init__(
        self, free: int = 5, pause: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._free = free
        self._pause = pause
        self._clock = clock
        self._tries: dict[str, _Tries] = {}
        self._lock = threading.Lock()

    def wait(self, key: str) -> int:
        """Seconds until the next try is looked at; 0 for now."""
        with self._lock:
            tries = self._tries.get(key)
            if tries is None or tries.count < self._free:
                return 0
            return max(0, math.ceil(tries.last + self._pause - self._clock()))

    def failed(self, key: str) -> None:
        """Count a wrong try."""
        now = self._clock()
        with self._lock:
            for old in [k for k, tries in self._tries.items() if now - tries.last > _FORGOTTEN]:
                del self._tries[old]
            before = self._tries.get(key)
            self._tries[key] = _Tries((before.count if before else 0) + 1, now)

    def forget(self, key: str) -> None:
        """After a right try."""
        with self._lock:
            self._tries.pop(key, None)


class Gate:
    """ASGI middleware. ``cookie`` is the cookie's name, the same for all who share the users."""

    def __init__(self, app: ASGIApp, users: UserStore, cookie: str) -> None:
        self._app = app
        self._users = users
        self._cookie = cookie
        self._names, self._addresses = Throttle(5), Throttle(20)
        # One at a time: each check of a password takes 32 MB and a tenth of a second.
        self._checking = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass with who sent it, or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        try:
            user, closed = await run_in_threadpool(self._who, self._token(scope))
        except DatabaseError as error:
            log.warning("nobody is let in: %s", error)
            refused = PlainTextResponse(AWAY, 503, {"retry-after": "5"})
            await (_refuse if scope["type"] == "websocket" else refused)(scope, receive, send)
            return
        scope[USER] = user
        if scope["type"] == "websocket":
            # Gradio speaks over plain requests; whatever else would listen is closed.
            await (_refuse if closed else self._app)(scope, receive, send)
            return
        answer = await self._answer(Request(scope, receive), user, closed=closed)
        await (answer or self._app)(scope, receive, send)

    def _who(self, token: str) -> tuple[User | None, bool]:
        """Who is logged in, and whether a login is wanted first."""
        user = self._users.whose(token) if token else None
        return user, user is None and self._users.any()

    async def _answer(
        self, request: Request, user: User | None, *, closed: bool
    ) -> Response | None:
        """What is answered here; None lets the request pass."""
        path = request.url.path.rstrip("/")
        if path == WHO:
            return JSONResponse({"name": user.name if user else "", "closed": closed})
        if path == LOGOUT:
            return await self._log_out(request)
        if path == LOGIN:
            return await self._login(request) if closed else _to("/")
        if not closed or (path == _STARTING and request.method == "GET"):
            return None
        # The first page also for a program that only looks whether the server answers.
        html = not path or "text/html" in request.headers.get("accept", "")
        if html and request.method in {"GET", "HEAD"}:
            return _to(f"{LOGIN}?next={quote(request.url.path)}")
        return JSONResponse({"detail": "请先登录。"}, status_code=401)

    async def _login(self, request: Request) -> Response:
        if request.method != "POST":
            return HTMLResponse(login_page())
        form = await _form(request)
        name, password = form.get("name", "")[:100], form.get("password", "")
        address = request.client.host if request.client else ""
        if seconds := max(self._names.wait(name), self._addresses.wait(address)):
            told = f"试错太多次，请 {seconds} 秒后再试。"
            return HTMLResponse(login_page(told, name), status_code=429)
        user = await run_in_threadpool(self._check, name, password)
        if user is None:
            self._names.failed(name)
            self._addresses.failed(address)
            return HTMLResponse(login_page(WRONG, name), status_code=403)
        self._names.forget(name)
        response = _to(_local(request.query_params.get("next", "")))
        response.set_cookie(
            self._cookie,
            await run_in_threadpool(self._users.log_in, user),
            max_age=int(VALID.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def _log_out(self, request: Request) -> Response:
        if token := self._token(request.scope):
            await run_in_threadpool(self._users.log_out, token)
        response = _to(LOGIN)
        response.delete_cookie(self._cookie)
        return response

    def _check(self, name: str, password: str) -> User | None:
        with self._checking:
            return self._users.check(name, password)

    def _token(self, scope: Scope) -> str:
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        return cookies.get(self._cookie, "")


async def _refuse(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "websocket.close", "code": 1008})


async def _form(request: Request) -> dict[str, str]:
    """The fields of a small form; an oversized one is empty."""
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > _LARGEST_FORM:
            return {}
    fields = parse_qs(content.decode("utf-8", "replace"))
    return {name: values[0] for name, values in fields.items()}


def _to(path: str) -> Response:
    return RedirectResponse(path, status_code=303)


def _local(path: str) -> str:
    """A path of this server; anything that leads elsewhere becomes the first page."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return quote(path, safe="/") if plain else "/"
