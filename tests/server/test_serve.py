"""What must be refused before anything is served."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from viva.server.serve import check_public, serve
from viva.server.worker import ServerError, WorkerOptions


def test_several_workers_do_not_share_a_port_with_another_server(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"cannot listen on 127.0.0.1:{port}: Address already in use"):
            serve(WorkerOptions((), tmp_path, port=port, workers=2), lambda _: None)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_loopback_needs_no_word(host: str) -> None:
    check_public(host, allow_public=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org"])
def test_a_public_address_needs_one(host: str) -> None:
    with pytest.raises(ServerError, match=f"refusing to listen on {host}"):
        check_public(host, allow_public=False)
    check_public(host, allow_public=True)
