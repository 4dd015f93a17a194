"""A chat endpoint for tests, run as its own process: the model's name chooses what goes wrong.

Prints its port on stdout. ``GET /events`` tells what it saw: requests, and streams cut by clients;
``GET /asked`` the messages of the last request.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

EVENTS: Counter[str] = Counter()
ASKED: list[Any] = []
KEY = "right-key"
WORDS = ["今年", "开展", "集中学习", "{F1}", "。"]


def chunk(text: str | None = None, finish: str | None = None) -> dict[str, Any]:
    delta = {} if text is None else {"content": text}
    return {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


USAGE = {
    **chunk(),
    "choices": [],
    "usage": {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16},
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: object) -> None:
        return

    def do_GET(self) -> None:
        self.reply(200, ASKED if self.path == "/asked" else dict(EVENTS))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        name = body["model"]
        EVENTS[name] += 1
        ASKED[:] = body["messages"]
        if self.headers.get("authorization") != f"Bearer {KEY}":
            self.reply(401, {"error": {"message": "bad key"}})
            return
        try:
            getattr(self, "play_" + name.replace("-", "_"))()
        except (BrokenPipeError, ConnectionResetError):
            EVENTS[f"{name} cut by client"] += 1
            self.close_connection = True

    def reply(self, status: int, body: object, **headers: str) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def write(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def event(self, data: object) -> None:
        self.write(f"data: {json.dumps(data)}\n\n")

    def finish_stream(self, reason: str = "stop") -> None:
        self.event(chunk(finish=reason))
        self.event(USAGE)
        self.write("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def words(self, pause: float = 0.0) -> None:
        self.begin()
        for word in WORDS:
            self.event(chunk(word))
            time.sleep(pause)

    def play_ok(self) -> None:
        self.words()
        self.finish_stream()

    def play_busy_once(self) -> None:
        if EVENTS["busy-once"] == 1:
            self.reply(429, {"error": {"message": "slow down"}}, retry_after="0")
            return
        self.play_ok()

    def play_busy_long(self) -> None:
        self.reply(429, {"error": {"message": "slow down"}}, retry_after="3600")

    def play_broken(self) -> None:
        self.reply(500, {"error": {"message": "boom"}})

    def play_context(self) -> None:
        self.reply(400, {"error": {"message": "This model's maximum context length is 4096"}})

    def play_narrow(self) -> None:
        """Refuses the first prompt, whatever its length, and takes the shorter one."""
        if EVENTS["narrow"] == 1:
            self.play_context()
        else:
            self.play_ok()

    def play_sentences(self) -> None:
        self.begin()
        for _ in range(60):
            for word in ("认真", "落实", "。"):
                self.event(chunk(word))
            time.sleep(0.01)
        self.finish_stream()

    def play_wrong_then_broken(self) -> None:
        if EVENTS["wrong-then-broken"] > 1:
            self.play_broken()
            return
        self.begin()
        self.event(chunk("今年举办主题党日264场。"))
        self.finish_stream()

    def play_unknown(self) -> None:
        self.reply(404, {"error": {"message": "no such model"}})

    def play_drop(self) -> None:
        self.words()
        self.close_connection = True
        self.connection.shutdown(2)

    def play_quiet_end(self) -> None:
        """A stream closed politely, but without a finish reason: a proxy that gave up."""
        self.words()
        self.wfile.write(b"0\r\n\r\n")

    def play_hang(self) -> None:
        self.words()
        for _ in range(100):
            self.write(": ping\n\n")
            time.sleep(0.05)

    def play_silent(self) -> None:
        time.sleep(5)

    def play_endless(self) -> None:
        self.begin()
        for _ in range(400):
            self.event(chunk("字"))
            time.sleep(0.01)
        self.finish_stream()

    def play_empty(self) -> None:
        self.begin()
        self.finish_stream()

    def play_filtered(self) -> None:
        self.begin()
        self.finish_stream("content_filter")

    def play_refused(self) -> None:
        self.begin()
        refusal = chunk()
        refusal["choices"][0]["delta"] = {"refusal": "I can't help with that."}
        self.event(refusal)
        self.finish_stream()

    def play_sorry(self) -> None:
        self.begin()
        self.event(chunk("很抱歉，我无法完成这个请求。"))
        self.finish_stream()

    def play_slow(self) -> None:
        """Longer in all than the idle timeout, but never silent for as long."""
        self.words(0.45)
        self.finish_stream()

    def play_cut(self) -> None:
        self.words()
        self.finish_stream("length")

    def play_think(self) -> None:
        self.begin()
        for piece in ["<thi", "nk>写3件事", "</th", "ink>\n", "\n正", "文"]:
            self.event(chunk(piece))
        self.finish_stream()

    def play_page(self) -> None:
        self.begin()
        self.write("data: <html>bad gateway</html>\n\n")
        self.wfile.write(b"0\r\n\r\n")


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
