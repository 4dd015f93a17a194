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
from typing import Final
from urllib.parse import parse_qs, quote

from anyio import CapacityLimiter, to_thread
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
from rag.store.users import VALID, User, UserStore, normal_name
from rag.web.identity import USER
from rag.web.login import login_page

LOGIN, LOGOUT, WHO = "/login", "/logout", "/zhubi/who"
_STARTING: Final = "/gradio_api/startup-events"
"""Asked by Gradio itself when it starts; says nothing and does nothing a second time."""
_LARGEST_FORM: Final = 4096
_FORGOTTEN: Final = 3600.0
_MOST_LOGINS: Final = 8
"""Passwords waiting to be checked: the last one waits about a second."""
AWAY: Final = "主笔暂时打不开：数据库没有回应。请稍后刷新；已保存的内容不受影响。"
WRONG: Final = "姓名或密码不对。忘了密码请找管理员。"
BUSY: Final = "此刻登录的人太多，请几秒后再试。"

log = logging.getLogger(__name__)


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
        self._tries: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def begin(self, key: str) -> int:
        """Seconds until a try would be looked at; with 0 it is now, and counts as wrong already.

        Counted before it is looked at, so that tries sent at once are no way around the pause.
        """
        now = self._clock()
        with self._lock:
            for old in [k for k, tries in self._tries.items() if now - tries[-1] > _FORGOTTEN]:
                del self._tries[old]
            tries = self._tries.get(key, [])
            if len(tries) >= self._free and now < tries[-1] + self._pause:
                return math.ceil(tries[-1] + self._pause - now)
            self._tries[key] = [*tries[-self._free :], now]
        return 0

    def take_back(self, key: str) -> None:
        """A try that was begun was not looked at after all."""
        with self._lock:
            if tries := self._tries.pop(key, [])[:-1]:
                self._tries[key] = tries

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
        # One at a time: each check of a password takes 32 MB and a tenth of a second. Those that
        # wait hold no thread, which everybody else's requests need.
        self._one = CapacityLimiter(1)
        self._logins = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass with who sent it, or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        try:
            answer = await self._ask(scope, receive)
        except DatabaseError as error:
            log.warning("nobody is let in: %s", error)
            refused = PlainTextResponse(AWAY, 503, {"retry-after": "5"})
            answer = _refuse if scope["type"] == "websocket" else refused
        await (answer or self._app)(scope, receive, send)

    async def _ask(self, scope: Scope, receive: Receive) -> ASGIApp | None:
        """What answers instead of the page; None lets the request pass. Raises DatabaseError."""
        user, closed = await run_in_threadpool(self._who, self._token(scope))
        scope[USER] = user
        if scope["type"] == "websocket":
            # Gradio speaks over plain requests; whatever else would listen is closed.
            return _refuse if closed else None
        return await self._answer(Request(scope, receive), user, closed=closed)

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
            # A link on a foreign page ends nobody's login: the cookie comes with no foreign POST.
            return await self._log_out(request) if request.method == "POST" else _to("/")
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
        if told := self._refused(normal_name(name), address):
            return HTMLResponse(login_page(told, name), status_code=429)
        user = await self._check(name, password, address)
        if user is None:
            return HTMLResponse(login_page(WRONG, name), status_code=403)
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
        response = _to(LOGIN)
        if token := self._token(request.scope):
            await run_in_threadpool(self._users.log_out, token)
            response.delete_cookie(self._cookie)
        return response

    def _refused(self, name: str, address: str) -> str:
        """Why a password is not looked at; "" where it is, and counts as a wrong try already."""
        if self._logins >= _MOST_LOGINS:
            return BUSY
        seconds = self._names.begin(name)
        if not seconds and (seconds := self._addresses.begin(address)):
            self._names.take_back(name)
        return f"试错太多次，请 {seconds} 秒后再试。" if seconds else ""

    async def _check(self, name: str, password: str, address: str) -> User | None:
        """The user, whose tries are forgiven; also the address's, which is a whole office's."""
        key = normal_name(name)
        self._logins += 1
        try:
            user = await to_thread.run_sync(self._users.check, name, password, limiter=self._one)
        except DatabaseError:
            self._names.take_back(key)
            self._addresses.take_back(address)
            raise
        finally:
            self._logins -= 1
        if user is not None:
            self._names.forget(key)
            self._addresses.forget(address)
        return user

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
