"""The server's side of docs/reference/websocket.md and http.md in the hands of a test.

A real server does not cut a line, fill up or interrupt a sentence at the third word on request; here the
test says each message itself. The pages' own files are served as they are.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, WebSocketRoute

STATIC = Path(__file__).resolve().parents[2] / "viva" / "server" / "static"
PAGES = {"/": "index.html", "/calls": "calls.html", "/say": "say.html"}
CONTENT_SECURITY_POLICY = "default-src 'self'"
BOTS = [
    {"name": "clinic", "title": "Riverside Clinic", "description": "Appointments.", "language": "en"},
    {"name": "barista", "title": "Coffee bar", "description": "Coffee.", "language": "en"},
]


class Peer:
    """Answers a page. `http` holds the JSON of each path (or status and JSON), to be changed by the test."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # Chromium fetches worklets past the routes of a page: they need a server, if a small one.
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        self.http: dict[str, Any] = {"/api/bots": BOTS, "/api/calls": []}
        self.raw: dict[str, tuple[str, bytes]] = {}
        self.socket: WebSocketRoute | None = None
        self.messages: list[dict[str, Any]] = []
        self.audio: list[bytes] = []
        self.calls: list[str] = []
        self.refuses = False
        page.route_web_socket("**/v1/call*", self._accept)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def send(self, event: str, **fields: Any) -> None:
        assert self.socket is not None, "the page has not called"
        self.socket.send(json.dumps({"event": event, "at_ms": 0, **fields}))

    def send_audio(self, pcm: bytes) -> None:
        """20 ms frames of PCM16 at 16 kHz, all at once: the page's buffer takes them."""
        assert self.socket is not None, "the page has not called"
        for start in range(0, len(pcm), 640):
            self.socket.send(pcm[start : start + 640])

    def start(self, call: str = "c1") -> None:
        self.until(lambda: self.socket is not None, "a call")
        line = {"protocol": 1, "format": "pcm16", "rate": 16000}
        self.send("started", call=call, bot="clinic", title="Riverside Clinic", **line)

    def heard(self, event: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["event"] == event]

    def until(self, ready: Callable[[], bool], what: str, timeout_ms: int = 8000) -> None:
        """Let the page run until something has happened."""
        for _ in range(timeout_ms // 20):
            if ready():
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"no {what} within {timeout_ms} ms")

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body."""
        if path in self.raw:
            return 200, *self.raw[path]
        if path in self.http:
            found = self.http[path]
            status, body = found if isinstance(found, tuple) else (200, found)
            return status, "application/json", json.dumps(body).encode()
        call_page = path.startswith("/calls/")
        name = "callpage.html" if call_page else PAGES.get(path, path.removeprefix("/static/"))
        file = STATIC / name
        if not file.is_file():
            return 404, "application/json", b'{"error": "not_found", "message": "nothing here"}'
        return 200, mimetypes.guess_type(name)[0] or "application/octet-stream", file.read_bytes()

    def _accept(self, socket: WebSocketRoute) -> None:
        self.calls.append(socket.url)
        if self.refuses:
            socket.connect_to_server()  # the plain HTTP server below takes no WebSocket
            return
        self.socket = socket
        socket.on_message(self._receive)

    def _receive(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self.audio.append(message)
        else:
            self.messages.append(json.loads(message))


def _handler(peer: Peer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = peer.answer(urlsplit(self.path).path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet: what a test needs to know it asks the peer."""

    return Handler
