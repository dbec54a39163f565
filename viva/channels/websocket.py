"""Calls over a WebSocket: browsers and programs (docs/reference/websocket.md)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Protocol

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from viva.audio.wire import AudioDecoder, AudioEncoder
from viva.call.events import LeaveReason
from viva.channels.protocol import (
    BadFrame,
    CallRequest,
    DigitMessage,
    HangUpMessage,
    MuteMessage,
    PlayedMessage,
    TextMessage,
    check_audio,
    parse_message,
)
from viva.understanding.reading import JsonValue

MAX_BAD_FRAMES = 50
"""After so many frames that were no audio or no message the call ends."""
MAX_UNREAD = 512 * 1024
"""Bytes that wait for a client that does not read: 16 s of audio; more ends the call."""


class CallSide(Protocol):
    """What the line tells the call; `viva.server.session.Session` is one."""

    def caller_audio(self, pcm: bytes) -> None: ...
    def key(self, digit: str) -> None: ...
    def text(self, text: str) -> None: ...
    def played(self, total_ms: int) -> None: ...
    def muted(self, on: bool) -> None: ...
    def note(self, code: str, message: str) -> None: ...
    def left(self, reason: LeaveReason) -> None: ...


class WebSocketLine(WSListener):
    """One connection: the line of one call, and what brings its frames to it."""

    def __init__(self, request: CallRequest, answer: Callable[[WebSocketLine], CallSide | None]) -> None:
        self.channel: str = request.channel
        self.caller = request.caller
        self.ducks = request.ducks
        self.request = request
        self._answer = answer
        self._transport: WSTransport | None = None
        self._call: CallSide | None = None
        self._decoder = AudioDecoder(request.format, request.rate)
        self._encoder = AudioEncoder(request.format, request.rate)
        self._bad_frames = 0
        self._congested = False

    # ------------------------------------------------------------------ from the wire

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self._call = self._answer(self)
        if self._call is None:
            transport.send_close(WSCloseCode.TRY_AGAIN_LATER, b"the server is full")
            transport.disconnect()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == WSMsgType.BINARY:
            self._on_audio(frame.get_payload_as_bytes())
        elif kind == WSMsgType.TEXT:
            self._on_text(frame)
        elif kind == WSMsgType.CLOSE:
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        if self._call is not None:
            handshake = transport.close_handshake
            said_so = handshake is not None and handshake.recv is not None  # type: ignore[redundant-expr]
            self._call.left("caller_hung_up" if said_so else "connection_lost")

    def pause_writing(self) -> None:
        self._congested = True

    def resume_writing(self) -> None:
        self._congested = False

    def _on_audio(self, payload: bytes) -> None:
        if self._call is None:
            return
        try:
            check_audio(len(payload), self.request)
        except BadFrame as e:
            self._refuse(e)
        else:
            self._call.caller_audio(self._decoder.push(payload))

    def _on_text(self, frame: WSFrame) -> None:
        call = self._call
        if call is None:
            return
        try:
            message = parse_message(frame.get_payload_as_bytes().decode("utf-8", "replace"))
        except BadFrame as e:
            self._refuse(e)
            return
        match message:
            case TextMessage():
                call.text(message.text)
            case DigitMessage():
                call.key(message.digit)
            case MuteMessage():
                call.muted(message.on)
            case PlayedMessage():
                call.played(message.ms)
            case HangUpMessage():
                call.left("caller_hung_up")

    def _refuse(self, error: BadFrame) -> None:
        assert self._call is not None
        self._bad_frames += 1
        if self._bad_frames < MAX_BAD_FRAMES:
            self._call.note(error.code, str(error))
        elif self._bad_frames == MAX_BAD_FRAMES:
            self._call.note(error.code, f"{error}; the {MAX_BAD_FRAMES}th bad frame ends the call")
            self._call.left("bad_client")

    # ------------------------------------------------------------------ to the wire

    def describe(self) -> dict[str, JsonValue]:
        return {"format": self.request.format, "rate": self.request.rate}

    def send_audio(self, pcm: bytes) -> None:
        if self._transport is None:
            return
        if self._congested and self._unread() > MAX_UNREAD:
            self._give_up()
            return
        self._transport.send(WSMsgType.BINARY, self._encoder.push(pcm))

    def send_event(self, event: dict[str, JsonValue]) -> None:
        if self._transport is None:
            return
        if self._congested and self._unread() > MAX_UNREAD:
            self._give_up()
            return
        self._transport.send(WSMsgType.TEXT, json.dumps(event, ensure_ascii=False).encode())

    def clear(self) -> None:
        self._encoder.reset()

    def close(self, reason: str) -> None:
        self._call = None
        if self._transport is None:
            return
        code = {
            "bad_client": WSCloseCode.UNSUPPORTED_DATA,
            "server_stopping": WSCloseCode.GOING_AWAY,
            "failed": WSCloseCode.INTERNAL_ERROR,
        }.get(reason, WSCloseCode.OK)
        self._transport.send_close(code, reason.encode())
        self._transport.disconnect()

    def _unread(self) -> int:
        assert self._transport is not None
        return self._transport.underlying_transport.get_write_buffer_size()

    def _give_up(self) -> None:
        """The client does not read: nothing more is put in its way."""
        transport, call = self._transport, self._call
        self._transport = self._call = None
        if call is not None:
            call.note("bad_client", "the client does not read what it is sent; the call ends")
            call.left("bad_client")
        if transport is not None:
            transport.send_close(WSCloseCode.POLICY_VIOLATION, b"not reading")
            transport.disconnect(False)
