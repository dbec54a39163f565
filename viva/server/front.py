"""One port for pages and for calls: the first bytes of a connection say which it is.

Ordinary HTTP goes to aiohttp; a WebSocket upgrade goes to picows, which moves a media frame for a third
of the cost (docs/decisions/0002).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, cast

from picows import WSAutoPingStrategy
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # exported, but not in its stub

log = logging.getLogger(__name__)

MAX_HEAD = 16 * 1024
"""Bytes of a request's head; more is refused."""
HEAD_TIMEOUT_S = 10.0
MAX_MESSAGE = 64 * 1024
"""Bytes of one WebSocket message; a larger one ends the connection with 1009."""
IDLE_S = 20.0

ListenerFactory = Callable[[Any], Any]


class Front(asyncio.Protocol):
    """Reads the head of the first request and hands the connection to the protocol it is for."""

    def __init__(self, http: Callable[[], asyncio.Protocol], listener: ListenerFactory) -> None:
        self._http = http
        self._listener = listener
        self._head = bytearray()
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._timer = asyncio.get_running_loop().call_later(HEAD_TIMEOUT_S, self._transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel_timer()

    def eof_received(self) -> bool:
        return False

    def data_received(self, data: bytes) -> None:
        self._head += data
        end = self._head.find(b"\r\n\r\n")
        if end < 0 and len(self._head) < MAX_HEAD:
            return
        self._cancel_timer()
        lines = bytes(self._head[: end if end >= 0 else MAX_HEAD]).lower().split(b"\r\n")
        upgrade = any(
            line.startswith(b"upgrade:") and line.split(b":", 1)[1].strip() == b"websocket"
            for line in lines[1:]
        )
        if upgrade:
            self._hand_to_websocket()
        else:
            self._hand_to_http()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _hand_to_http(self) -> None:
        assert self._transport is not None
        protocol = self._http()
        self._transport.set_protocol(protocol)
        protocol.connection_made(self._transport)
        protocol.data_received(bytes(self._head))

    def _hand_to_websocket(self) -> None:
        assert self._transport is not None
        protocol = WSProtocol(
            None,  # host and port: of a client only
            None,  # path: likewise
            False,  # this is the server's side
            self._listener,
            log,
            True,  # disconnect where a listener raises
            HEAD_TIMEOUT_S,
            True,  # find dead peers by pinging,
            IDLE_S,  # after so long without a frame
            IDLE_S,
            WSAutoPingStrategy.PING_WHEN_IDLE,
            True,  # answer pings
            MAX_MESSAGE,
            None,  # extra headers
            4096,  # initial read buffer: a call sends 640-byte frames
        )
        self._transport.set_protocol(protocol)
        protocol.connection_made(self._transport)
        rest = memoryview(self._head)
        while len(rest):
            buffer = protocol.get_buffer(len(rest))
            n = min(len(buffer), len(rest))
            buffer[:n] = rest[:n]
            protocol.buffer_updated(n)
            rest = rest[n:]
