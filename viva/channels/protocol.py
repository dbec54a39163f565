"""The WebSocket protocol as a codec: query and frames in, plain values out (docs/reference/websocket.md)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

PROTOCOL_VERSION = 1
CALL_PATH = "/v1/call"
SERVER_FULL = "the server has no room for another call; try again later"
MAX_TEXT = 1000
MAX_CALLER = 200
KEYS = "0123456789*#ABCD"
PARAMETERS = ("bot", "format", "rate", "caller", "channel", "duck")
DUCKERS = ("server", "client")
FORMATS = ("pcm16", "mulaw", "alaw")
RATES = (8000, 16000)

AudioFormat = Literal["pcm16", "mulaw", "alaw"]


@dataclass(frozen=True, slots=True)
class CallRequest:
    """What the URL asks for."""

    bot: str
    """'' is the first bot served."""
    format: AudioFormat
    rate: int
    """Samples per second: 8000 or 16000."""
    caller: str
    channel: Literal["websocket", "browser"]
    ducks: bool = False
    """The client lowers the bot's voice itself when told so."""


class BadRequest(Exception):
    """A URL that asks for what cannot be; `code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class BadFrame(Exception):
    """A frame that is dropped; the message says what was got and expected."""

    def __init__(self, code: Literal["bad_frame", "bad_message"], message: str) -> None:
        super().__init__(message)
        self.code = code


def parse_query(query: str, bots: list[str]) -> CallRequest:
    """The request in a URL's query string.

    Raises:
        BadRequest: an unknown parameter, bot, format or rate.
    """
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in PARAMETERS:
            known = ", ".join(PARAMETERS)
            raise BadRequest("unknown_parameter", f"unknown parameter {name[:40]!r}; expected {known}")
        given[name] = value
    bot = given.get("bot", "")
    if bot and bot not in bots:
        raise BadRequest("unknown_bot", f"no bot {bot[:40]!r} here; expected one of {', '.join(bots)}")
    audio = given.get("format", "pcm16")
    if audio not in FORMATS:
        raise BadRequest("bad_format", f"format {audio[:40]!r}; expected {', '.join(FORMATS)}")
    rate = given.get("rate", "16000")
    if rate not in map(str, RATES):
        raise BadRequest("bad_rate", f"rate {rate[:40]!r}; expected 8000 or 16000 samples per second")
    caller = given.get("caller", "")
    if len(caller) > MAX_CALLER:
        raise BadRequest("bad_caller", f"caller has {len(caller)} characters; expected at most {MAX_CALLER}")
    duck = given.get("duck", "server")
    if duck not in DUCKERS:
        raise BadRequest("bad_duck", f"duck {duck[:40]!r}; expected server or client")
    channel: Literal["websocket", "browser"] = "browser" if given.get("channel") == "browser" else "websocket"
    return CallRequest(bot, audio, int(rate), caller, channel, duck == "client")  # type: ignore[arg-type]  # checked above


def check_audio(size: int, request: CallRequest) -> None:
    """Refuse a binary frame that cannot be audio.

    Raises:
        BadFrame: empty, an odd number of bytes of PCM16, or more than 1 s.
    """
    width = 2 if request.format == "pcm16" else 1
    frame = request.rate // 50 * width
    if size == 0:
        raise BadFrame("bad_frame", f"got an empty audio frame; expected {frame} bytes (20 ms)")
    if size % width:
        raise BadFrame(
            "bad_frame", f"got {size} bytes, not whole 16-bit samples; expected {frame} bytes (20 ms)"
        )
    if size > request.rate * width:
        raise BadFrame(
            "bad_frame", f"got {size} bytes, more than 1 s of audio; expected {frame} bytes (20 ms)"
        )


@dataclass(frozen=True, slots=True)
class TextMessage:
    text: str


@dataclass(frozen=True, slots=True)
class DigitMessage:
    digit: str


@dataclass(frozen=True, slots=True)
class MuteMessage:
    on: bool


@dataclass(frozen=True, slots=True)
class PlayedMessage:
    ms: int


@dataclass(frozen=True, slots=True)
class HangUpMessage:
    pass


Message = TextMessage | DigitMessage | MuteMessage | PlayedMessage | HangUpMessage


def parse_message(text: str) -> Message:
    """A control message.

    Raises:
        BadFrame: not JSON, no such event, or a field that is missing or wrong.
    """
    try:
        data = json.loads(text)
    except ValueError:
        raise BadFrame("bad_message", f"got text that is not JSON: {text[:40]!r}") from None
    if not isinstance(data, dict):
        raise BadFrame("bad_message", f"got JSON that is not an object: {text[:40]!r}")
    match data:
        case {"event": "text", "text": str(words)} if len(words) <= MAX_TEXT:
            return TextMessage(words)
        case {"event": "digit", "digit": str(digit)} if len(digit) == 1 and digit in KEYS:
            return DigitMessage(digit)
        case {"event": "mute", "on": bool(on)}:
            return MuteMessage(on)
        case {"event": "played", "ms": int(ms)} if ms >= 0 and not isinstance(ms, bool):
            return PlayedMessage(ms)
        case {"event": "hang_up"}:
            return HangUpMessage()
    expected = {
        "text": f'"text", at most {MAX_TEXT} characters',
        "digit": f'"digit", one of {KEYS}',
        "mute": '"on", true or false',
        "played": '"ms", a whole number of milliseconds',
    }
    event = data.get("event")
    if isinstance(event, str) and event in expected:
        raise BadFrame("bad_message", f'event "{event}" expects {expected[event]}')
    raise BadFrame(
        "bad_message",
        f'got event {str(event)[:40]!r}; expected "text", "digit", "mute", "played" or "hang_up"',
    )
