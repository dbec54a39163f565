"""The hub's own client against a hub on loopback: what comes from there is checked like everything else."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

CONTENT = b"weights " * 100_000
SHA = hashlib.sha256(CONTENT).hexdigest()
COMMIT = "a" * 40
ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys
from types import MappingProxyType
from viva.models import catalogue, fetch
from viva.models.catalogue import HubSource, Model, ModelError, ModelFile
source = HubSource("people/model", "onnx/model.onnx", sys.argv[1], sys.argv[2])
known = {"toy": Model("toy", "testing", "MIT", (ModelFile("model.onnx", 800000, (source,)),))}
catalogue.CATALOGUE = fetch.CATALOGUE = MappingProxyType(known)
try:
    print(fetch.pull(["toy"], lambda p: print(p.stage, p.source) if p.stage != "receiving" else None)[0])
except ModelError as error:
    print(error.message)
"""


class Hub(BaseHTTPRequestHandler):
    asked: list[str]

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        self.server.asked.append(f"{self.command} {self.path}")  # type: ignore[attr-defined]
        if self.path == f"/people/model/resolve/{COMMIT}/onnx/model.onnx":
            self.send_response(200)
            self.send_header("ETag", f'"{SHA}"')
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("Content-Length", str(len(CONTENT)))
            self.end_headers()
            if body:
                self.wfile.write(CONTENT)
        else:
            self.send_error(404 if self.path != "/" else 200)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def pull(hub: ThreadingHTTPServer, tmp_path: Path, revision: str, sha256: str) -> str:
    # The client reads its environment when it is imported: a process of its own.
    environment = {
        "PATH": "", "HOME": str(tmp_path), "HF_HOME": str(tmp_path / "hf"),
        "VIVA_MODELS": str(tmp_path / "m"),
        "HF_ENDPOINT": f"http://127.0.0.1:{hub.server_port}", "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_XET": "1", "NO_PROXY": "127.0.0.1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, revision, sha256],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_file_comes_from_the_hub_at_its_pinned_commit(hub: ThreadingHTTPServer, tmp_path: Path) -> None:
    said = pull(hub, tmp_path, COMMIT, SHA)
    folder = tmp_path / "m" / "toy"
    assert said.splitlines() == [
        "trying Hugging Face people/model", "done Hugging Face people/model", str(folder),
    ]  # fmt: skip
    assert (folder / "model.onnx").read_bytes() == CONTENT
    assert f"GET /people/model/resolve/{COMMIT}/onnx/model.onnx" in hub.asked  # type: ignore[attr-defined]
    assert not (tmp_path / "m" / ".partial").exists()


def test_a_hub_that_serves_another_file_is_not_believed(hub: ThreadingHTTPServer, tmp_path: Path) -> None:
    said = pull(hub, tmp_path, COMMIT, "0" * 64)
    assert f"Hugging Face people/model: the file has SHA-256 {SHA}, expected {'0' * 64}" in said
    assert not (tmp_path / "m" / "toy" / "model.onnx").exists()


def test_a_file_that_the_hub_has_not_is_a_failed_source(hub: ThreadingHTTPServer, tmp_path: Path) -> None:
    said = pull(hub, tmp_path, "b" * 40, SHA)
    assert "model toy: no source gave model.onnx" in said
    assert "Hugging Face people/model: " in said
