"""Nothing is given out without a login once there are users."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import anyio
import httpx
import pytest
from gradio.routes import App
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from rag.desk.desk import Desk
from rag.errors import DatabaseError
from rag.settings import Settings
from rag.store.engine import open_engine
from rag.store.users import User, UserStore
from rag.web.app import build, open_page
from rag.web.gate import AWAY, Gate, Throttle
from rag.web.identity import USER
from rag.web.login import login_page

PASSWORD = "今年写得快-2024"
HTML = {"accept": "text/html,application/xhtml+xml"}


async def _inside(request: Request) -> JSONResponse:
    user = request.scope.get(USER)
    return JSONResponse({"inside": user.name if user else ""})


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("inside")
    await socket.close()


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    routes = [Route("/{path:path}", _inside, methods=["GET", "POST"])]
    app = Starlette(
        routes=[WebSocketRoute("/socket", _socket), *routes],
        middleware=[Middleware(Gate, users=desk.users, cookie="zhubi-login")],
    )
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def people(desk: Desk) -> Desk:
    desk.users.add("王芳", PASSWORD, admin=True)
    desk.users.add("李四", PASSWORD)
    return desk


def log_in(client: TestClient, name: str = "王芳", password: str = PASSWORD, to: str = "") -> int:
    answer = client.post(f"/login{to}", data={"name": name, "password": password})
    return answer.status_code


def test_without_users_everything_is_as_before(client: TestClient) -> None:
    assert client.get("/anything").json() == {"inside": ""}
    assert client.get("/login").headers["location"] == "/"
    assert client.get("/zhubi/who").json() == {"name": "", "closed": False}


def test_the_first_user_closes_the_page_at_once(client: TestClient, people: Desk) -> None:
    answer = client.get("/ask", headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/ask")
    answer = client.post("/gradio_api/queue/join")
    assert (answer.status_code, answer.json()) == (401, {"detail": "请先登录。"})
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/socket"):
        pass


def test_a_login_opens_the_page_asked_for_and_names_the_person(
    client: TestClient, people: Desk
) -> None:
    assert "姓名" in client.get("/login").text
    answer = client.post("/login?next=/ask", data={"name": "李四", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ask")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/ask", headers=HTML).json() == {"inside": "李四"}
    assert client.get("/zhubi/who").json() == {"name": "李四", "closed": False}
    with client.websocket_connect("/socket") as socket:
        assert socket.receive_text() == "inside"
    client.post("/logout")
    assert client.get("/ask").status_code == 401


def test_a_foreign_link_logs_nobody_out(client: TestClient, people: Desk) -> None:
    log_in(client)
    assert client.get("/logout").headers["location"] == "/"
    assert client.get("/ask").status_code == 200
    token = client.cookies["zhubi-login"]
    client.cookies.clear()
    assert "set-cookie" not in client.post("/logout").headers
    client.cookies["zhubi-login"] = token
    assert client.get("/ask").status_code == 200


def test_a_removed_user_is_out_at_once(client: TestClient, people: Desk) -> None:
    log_in(client, "李四")
    assert client.get("/ask").status_code == 200
    people.users.remove("李四")
    assert client.get("/ask").status_code == 401


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_a_login_leads_nowhere_else(client: TestClient, people: Desk, to: str) -> None:
    answer = client.post("/login", params={"next": to}, data={"name": "王芳", "password": PASSWORD})
    assert answer.headers["location"] == "/"


def test_a_wrong_password_is_told_without_saying_which_names_there_are(
    client: TestClient, people: Desk
) -> None:
    wrong = client.post("/login", data={"name": "王芳", "password": "x"})
    nobody = client.post("/login", data={"name": "无名", "password": "x"})
    assert (wrong.status_code, nobody.status_code) == (403, 403)
    assert wrong.text.replace("王芳", "无名") == nobody.text
    assert "set-cookie" not in wrong.headers


def test_guessing_is_slowed_down(client: TestClient, people: Desk) -> None:
    assert [log_in(client, password=f"guess-{n}") for n in range(6)] == [403] * 5 + [429]
    assert log_in(client) == 429
    assert log_in(client, "李四") == 303


def test_an_oversized_form_is_no_login(client: TestClient, people: Desk) -> None:
    assert log_in(client, password=PASSWORD + " " * 5000) == 403


def test_a_name_typed_comes_back_as_text() -> None:
    page = login_page("<b>", '"><script>')
    assert "<script>" not in page
    assert "<b>" not in page


def test_the_throttle_lets_one_try_through_after_each_pause() -> None:
    now = [0.0]
    throttle = Throttle(free=2, pause=60, clock=lambda: now[0])
    assert [throttle.begin("王芳") for _ in range(3)] == [0, 0, 60]
    now[0] = 59.5
    assert throttle.begin("王芳") == 1
    now[0] = 60
    assert [throttle.begin("王芳") for _ in range(2)] == [0, 60]
    throttle.forget("王芳")
    assert throttle.begin("王芳") == 0
    now[0] = 4000
    assert throttle.begin("李四") == 0
    assert [throttle.begin("王芳") for _ in range(3)] == [0, 0, 60]


def test_a_try_that_was_not_looked_at_counts_for_nothing() -> None:
    now = [0.0]
    throttle = Throttle(free=2, pause=60, clock=lambda: now[0])
    throttle.begin("王芳")
    throttle.take_back("王芳")
    assert [throttle.begin("王芳") for _ in range(3)] == [0, 0, 60]
    now[0] = 60
    assert throttle.begin("王芳") == 0
    throttle.take_back("王芳")
    assert throttle.begin("王芳") == 0
    throttle.take_back("李四")
    assert throttle.begin("李四") == 0


def test_one_name_typed_in_several_ways_is_slowed_down_as_one(
    client: TestClient, people: Desk
) -> None:
    typed = ["王芳", " 王芳", "王芳\u3000", "\t王芳", "王芳 ", "  王芳  "]
    assert [log_in(client, name, "guess") for name in typed] == [403] * 5 + [429]


def test_a_right_login_forgives_the_address_of_a_whole_office(
    client: TestClient, people: Desk
) -> None:
    for turn in range(3):
        for name in ("甲", "乙", "丙"):
            log_in(client, f"{name}{turn}", "guess")
            log_in(client, f"{name}{turn}", "guess")
            log_in(client, f"{name}{turn}", "guess")
        assert log_in(client) == 303
        client.cookies.clear()


def test_an_address_that_guesses_at_many_names_is_slowed_down(
    client: TestClient, people: Desk
) -> None:
    answers = [log_in(client, f"猜{n}", "guess") for n in range(21)]
    assert answers == [403] * 20 + [429]


class Counted(UserStore):
    """Counts the passwords looked at; ``held`` keeps each until it is set."""

    looked_at = 0
    held = threading.Event()

    def check(self, name: str, password: str) -> User | None:
        self.looked_at += 1
        self.held.wait(20)
        return super().check(name, password)


async def _post_at_once(users: UserStore, names: list[str]) -> tuple[list[int], int]:
    """Statuses of logins sent together, each from its own address, and of a look meanwhile."""
    inside = Starlette(routes=[Route("/{path:path}", _inside)])
    gate = Gate(inside, users, "zhubi-login")
    statuses: list[int] = []

    async def one(number: int, name: str) -> None:
        wire = httpx.ASGITransport(gate, client=(f"10.0.0.{number}", 1))
        async with httpx.AsyncClient(transport=wire, base_url="http://zhubi") as client:
            answer = await client.post("/login", data={"name": name, "password": "guess"})
        statuses.append(answer.status_code)

    async with anyio.create_task_group() as group:
        for number, name in enumerate(names):
            group.start_soon(one, number, name)
        wire = httpx.ASGITransport(gate)
        async with httpx.AsyncClient(transport=wire, base_url="http://zhubi") as client:
            await anyio.sleep(0.3)
            with anyio.move_on_after(5):
                seen = 0
                seen = (await client.get("/zhubi/who")).status_code
        Counted.held.set()
    return statuses, seen


@pytest.fixture
def counted(people: Desk, settings: Settings) -> Iterator[Counted]:
    engine = open_engine(settings.home)
    Counted.held = threading.Event()
    yield Counted(engine)
    engine.dispose()


def test_guesses_sent_at_once_are_no_way_around_the_pause(counted: Counted) -> None:
    statuses, _ = anyio.run(_post_at_once, counted, ["王芳"] * 50)
    assert sorted(statuses) == [403] * 5 + [429] * 45
    assert counted.looked_at == 5


def test_logins_that_wait_keep_nobody_else_waiting(counted: Counted) -> None:
    statuses, seen = anyio.run(_post_at_once, counted, [f"猜{n}" for n in range(60)])
    assert seen == 200
    assert sorted(statuses) == [403] * 8 + [429] * 52


class Falling(UserStore):
    """A database that goes away when a login is written down."""

    def log_in(self, user: User) -> str:
        raise DatabaseError("gone", "")


def test_a_database_that_goes_away_during_a_login_is_told(people: Desk, settings: Settings) -> None:
    engine = open_engine(settings.home)
    client = TestClient(Gate(Starlette(), Falling(engine), "zhubi-login"))
    answer = client.post("/login", data={"name": "王芳", "password": PASSWORD})
    engine.dispose()
    assert (answer.status_code, answer.text) == (503, AWAY)


def test_behind_a_proxy_with_https_the_cookie_is_for_https_only(people: Desk) -> None:
    gate = Gate(Starlette(), people.users, "zhubi-login")
    client = TestClient(ProxyHeadersMiddleware(gate, "*"), follow_redirects=False)
    answer = client.post(
        "/login",
        data={"name": "王芳", "password": PASSWORD},
        headers={"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7"},
    )
    assert "Secure" in answer.headers["set-cookie"]


OPEN = {"/login", "/login/", "/logout", "/gradio_api/startup-events"}


def test_every_route_of_the_real_page_is_closed(people: Desk) -> None:
    """Also those that Gradio itself leaves open, such as streams, resets and heartbeats."""
    gate = Middleware(Gate, users=people.users, cookie="zhubi-login")
    app = App.create_app(build(people), app_kwargs={"middleware": [gate]})
    client = TestClient(app, follow_redirects=False)
    known = {
        (method.upper(), path) for path, ways in app.openapi()["paths"].items() for method in ways
    } | {
        (method, getattr(route, "path", ""))
        for route in app.routes
        for method in getattr(route, "methods", None) or ()
    }
    asked = [(method, path) for method, path in sorted(known) if path not in OPEN]
    for method, path in asked:
        answer = client.request(method, re.sub(r"\{[^}]*\}", "x", path))
        assert answer.status_code == (303 if path == "/" else 401), (method, path)
    assert len(asked) > 80
    original = people.original(people.documents()[0].id)
    assert client.get(f"/gradio_api/file={original}").status_code == 401


def test_a_page_open_to_others_without_users_is_warned_of(desk: Desk) -> None:
    assert open_page(desk) == ""
    desk.settings = desk.settings.model_copy(update={"host": "0.0.0.0"})
    assert "zhubi user add" in open_page(desk)
    desk.users.add("王芳", PASSWORD)
    assert open_page(desk) == ""
