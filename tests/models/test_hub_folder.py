"""Voices that are in no list: fetched by the hub's own client, here against a hub on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from viva.models.hub import HubName, hub_name

COMMIT = "b" * 40
ROOT = Path(__file__).parents[2]
FILES = {
    "en/amy/voice.onnx": b"onnx" * 1000,
    "en/amy/voice.onnx.json": b"{}",
    "en/amy/espeak-ng-data/phondata": b"not wanted",
    "en/bob/voice.onnx": b"another",
    "README.md": b"# Voices",
}
PROGRAM = """
import sys
from viva.models.hub import pull_folder
from viva.errors import VivaError
try:
    print(pull_folder(sys.argv[1]))
except VivaError as error:
    print(error.message)
"""


class Hub(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0]
        file = path.removeprefix(f"/people/voices/resolve/{COMMIT}/")
        if path.startswith("/api/models/people/voices/tree/"):
            listed = [{"type": "file", "path": p, "size": len(c), "oid": p} for p, c in FILES.items()]
            self._send(json.dumps(listed).encode(), "application/json", body=body)
        elif path.startswith("/api/models/people/voices"):
            found = {"id": "people/voices", "sha": COMMIT, "siblings": [{"rfilename": p} for p in FILES]}
            self._send(json.dumps(found).encode(), "application/json", body=body)
        elif file in FILES:
            self._send(
                FILES[file], "application/octet-stream", body=body, etag=sha256(FILES[file]).hexdigest()
            )
        elif path == "/":
            self._send(b"", "text/plain", body=body)
        else:
            self.send_error(404)

    def _send(self, content: bytes, kind: str, *, body: bool, etag: str = "x") -> None:
        self.send_response(200)
        self.send_header("ETag", f'"{etag}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def hub() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def pull(endpoint: str, tmp_path: Path, name: str) -> str:
    # The client reads its environment when it is imported: a process of its own.
    environment = {
        "PATH": "", "HOME": str(tmp_path), "HF_HOME": str(tmp_path / "hf"),
        "VIVA_MODELS": str(tmp_path / "m"),
        "HF_ENDPOINT": endpoint, "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_XET": "1",
        "NO_PROXY": "127.0.0.1", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, "-c", PROGRAM, name]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a/b", HubName("a/b", "", "main")),
        ("a/b/c/d@v1.0", HubName("a/b", "c/d", "v1.0")),
        ("a", None),
        ("/a/b", None),
        ("../a/b", None),
        ("a b/c", None),
    ],
)
def test_names_of_the_hub(text: str, expected: HubName | None) -> None:
    assert hub_name(text) == expected


def test_a_folder_is_fetched_without_what_is_not_wanted(hub: str, tmp_path: Path) -> None:
    place = Path(pull(hub, tmp_path, "people/voices/en/amy"))
    assert place == tmp_path / "m" / "hub" / "people--voices--en--amy@main"
    assert {p.name: p.read_bytes() for p in place.glob("*.*")} == {
        "voice.onnx": FILES["en/amy/voice.onnx"],
        "voice.onnx.json": b"{}",
    }
    assert not [p for p in place.parent.iterdir() if p != place]


def test_a_folder_without_a_voice(hub: str, tmp_path: Path) -> None:
    assert "holds no voice" in pull(hub, tmp_path, "people/voices/en/carol")


def test_a_repository_that_is_not_there(hub: str, tmp_path: Path) -> None:
    assert "people/other cannot be fetched" in pull(hub, tmp_path, "people/other")


def test_a_hub_that_is_not_there(tmp_path: Path) -> None:
    assert "people/voices cannot be fetched" in pull("http://127.0.0.1:9", tmp_path, "people/voices")
