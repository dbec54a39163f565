"""The WebSocket protocol's codec: every refusal says what was got and expected."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.channels import protocol as p

BOTS = ["clinic", "barista"]
CALL = p.CallRequest("", "pcm16", 16000, "", "websocket")


def test_a_url_without_parameters_is_enough() -> None:
    assert p.parse_query("", BOTS) == CALL


def test_all_parameters() -> None:
    found = p.parse_query("bot=barista&format=mulaw&rate=8000&caller=%2B49%2030&duck=client", BOTS)
    assert found == p.CallRequest("barista", "mulaw", 8000, "+49 30", "websocket", ducks=True)


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ("bot=clinc", "unknown_bot", "no bot 'clinc' here; expected one of clinic, barista"),
        ("rate=44100", "bad_rate", "rate '44100'; expected 8000 or 16000"),
        ("format=opus", "bad_format", "format 'opus'; expected pcm16, mulaw, alaw"),
        ("bots=clinic", "unknown_parameter", "unknown parameter 'bots'; expected bot, format, rate, caller"),
        ("duck=me", "bad_duck", "duck 'me'; expected server or client"),
        ("caller=" + "x" * 201, "bad_caller", "caller has 201 characters; expected at most 200"),
    ],
)
def test_wrong_queries(query: str, code: str, words: str) -> None:
    with pytest.raises(p.BadRequest, match="expected") as e:
        p.parse_query(query, BOTS)
    assert e.value.code == code
    assert words in str(e.value)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "got an empty audio frame; expected 640 bytes (20 ms)"),
        (641, "got 641 bytes, not whole 16-bit samples; expected 640 bytes (20 ms)"),
        (40_000, "got 40000 bytes, more than 1 s of audio; expected 640 bytes (20 ms)"),
    ],
)
def test_wrong_frames(size: int, words: str) -> None:
    with pytest.raises(p.BadFrame) as e:
        p.check_audio(size, CALL)
    assert (e.value.code, str(e.value)) == ("bad_frame", words)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"event": "text", "text": "hello"}', p.TextMessage("hello")),
        ('{"event": "digit", "digit": "#"}', p.DigitMessage("#")),
        ('{"event": "mute", "on": true}', p.MuteMessage(True)),
        ('{"event": "played", "ms": 20}', p.PlayedMessage(20)),
        ('{"event": "hang_up"}', p.HangUpMessage()),
    ],
)
def test_messages(text: str, message: p.Message) -> None:
    assert p.parse_message(text) == message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", "got text that is not JSON: 'hello'"),
        ("[1]", "got JSON that is not an object: '[1]'"),
        ('{"event": "txt"}', 'got event \'txt\'; expected "text", "digit"'),
        ('{"event": "digit", "digit": "55"}', 'event "digit" expects "digit", one of 0123456789*#ABCD'),
        ('{"event": "played", "ms": "x"}', 'event "played" expects "ms", a whole number'),
        ('{"event": "text", "text": "' + "x" * 1001 + '"}', "at most 1000 characters"),
    ],
)
def test_wrong_messages(text: str, words: str) -> None:
    with pytest.raises(p.BadFrame) as e:
        p.parse_message(text)
    assert e.value.code == "bad_message"
    assert words in str(e.value)


@given(st.text(max_size=200))
def test_any_text_is_a_message_or_refused(text: str) -> None:
    with contextlib.suppress(p.BadFrame):
        p.parse_message(text)
