"""Nothing is given out without a login once there are users."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from gradio.routes import App
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from rag.desk.desk import Desk
from rag.web.app import build, open_page
from rag.web.gate import Gate, Throttle
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
    client.get("/logout")
    assert client.get("/ask").status_code == 401


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
    for _ in range(2):
        assert throttle.wait("王芳") == 0
        throttle.failed("王芳")
    assert throttle.wait("王芳") == 60
    now[0] = 59.5
    assert throttle.wait("王芳") == 1
    now[0] = 60
    assert throttle.wait("王芳") == 0
    throttle.failed("王芳")
    assert throttle.wait("王芳") == 60
    throttle.forget("王芳")
    assert throttle.wait("王芳") == 0
    throttle.failed("王芳")
    now[0] = 4000
    throttle.failed("李四")
    throttle.failed("王芳")
    assert throttle.wait("王芳") == 0


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
