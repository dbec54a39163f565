"""The client of speech endpoints against a real one on loopback."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.speaking.speech_server import Manner, speech_server, spoken
from viva.errors import VivaError
from viva.speaking.endpoint import LONGEST, RATE, EndpointSynthesizer
from viva.speaking.endpoint_audio import Decoder
from viva.speaking.engine import Voice
from viva.speaking.prosody import Prosody
from viva.speaking.script import Piece

TEXT = "You have an appointment on Thursday."
KEY = "sk-very-secret-1234"
VOICE = Voice("alloy")
PIECE = Piece(TEXT)


@pytest.fixture(scope="module")
def server() -> Iterator[Manner]:
    with speech_server() as manner:
        yield manner


@pytest.fixture
def manner(server: Manner) -> Manner:
    """The endpoint, well-behaved again."""
    fresh = Manner(url=server.url)
    for name in Manner.__dataclass_fields__:
        setattr(server, name, getattr(fresh, name))
    return server


def synthesizer(manner: Manner, **options: object) -> EndpointSynthesizer:
    return EndpointSynthesizer(manner.url, "tts-1", KEY, timeout_s=2.0, **options)  # type: ignore[arg-type]


def heard(made: EndpointSynthesizer, piece: Piece = PIECE, voice: Voice = VOICE) -> NDArray[np.float32]:
    return np.concatenate([np.zeros(0, np.float32), *(c.samples for c in made.stream((piece,), voice))])


def alike(samples: NDArray[np.float32]) -> bool:
    """As long as eSpeak NG says it, and as loud: its pitch flutters, so that no two are the same."""
    true = spoken(TEXT, RATE)
    loudness = np.sqrt(np.mean(samples**2)), np.sqrt(np.mean(true**2))
    return abs(len(samples) - len(true)) < 0.03 * len(true) and abs(loudness[0] / loudness[1] - 1) < 0.1


def test_what_is_asked(manner: Manner) -> None:
    assert alike(heard(synthesizer(manner), Piece("shown", say=TEXT)))
    assert manner.asked == [{"model": "tts-1", "input": TEXT, "voice": "alloy", "response_format": "pcm"}]
    assert manner.keys == [f"Bearer {KEY}"]


@pytest.mark.parametrize(
    ("form", "rate"), [("pcm", 24_000), ("unnamed", 24_000), ("wav", 24_000), ("wav", 16_000)]
)
@pytest.mark.parametrize("length", [False, True])
def test_pcm_and_wav_however_they_are_cut(manner: Manner, form: str, rate: int, length: bool) -> None:
    manner.form, manner.rate, manner.length = form, rate, length
    assert alike(heard(synthesizer(manner)))


def test_speed_is_asked_for_only_where_it_is_followed(manner: Manner) -> None:
    slow = Piece(TEXT, prosody=Prosody(0.8))
    assert "rate" not in synthesizer(manner).does
    assert "rate" in synthesizer(manner, speed=True).does
    plain = len(heard(synthesizer(manner), slow))
    slowed = len(heard(synthesizer(manner, speed=True), slow))
    assert [asked.get("speed") for asked in manner.asked] == [None, 0.8]
    assert slowed / plain == pytest.approx(1.25, abs=0.05)
    heard(synthesizer(manner, speed=True), voice=Voice("alloy", rate=330))
    assert manner.asked[-1]["speed"] == 2


def test_audio_comes_while_it_is_made_and_closing_hangs_up(manner: Manner) -> None:
    manner.pace = 1.0
    begun = time.monotonic()
    chunks = synthesizer(manner).stream((Piece(TEXT),), VOICE)
    next(chunks)
    next(chunks)
    assert time.monotonic() - begun < 1.0
    begun = time.monotonic()
    chunks.close()
    assert time.monotonic() - begun < 0.02
    assert manner.gone.wait(5)


@pytest.mark.parametrize(
    ("status", "says", "expected", "hint"),
    [
        (401, f"Incorrect API key provided: {KEY[:8]}***", "answered 401 (Unauthorized)", "check the key"),
        (403, "", "answered 403 (Forbidden)", "check the key"),
        (
            404,
            "The model `tts-9` does not exist",
            "answered 404 (Not Found): The model `tts-9`",
            "check `url`",
        ),
        (
            429,
            f"Rate limit of {KEY} reached",
            "answered 429 (Too Many Requests): Rate limit of *** reached",
            "limits",
        ),
        (500, "", "answered 500 (Internal Server Error)", ""),
    ],
)
def test_refusals_are_told_without_the_key(
    manner: Manner, status: int, says: str, expected: str, hint: str, caplog: pytest.LogCaptureFixture
) -> None:
    manner.status, manner.says = status, says
    with caplog.at_level(logging.DEBUG), pytest.raises(VivaError) as caught:
        heard(synthesizer(manner))
    assert expected in caught.value.message
    assert hint in caught.value.hint
    assert len(manner.asked) == 1
    for text in (caught.value.message, caught.value.hint, repr(caught.value.__cause__), caplog.text):
        assert KEY[:8] not in text


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("html", "answered with text/html"),
        ("mpeg", "answered with audio/mpeg"),
        ("flac", "answered with audio/flac"),
        ("empty", "without any audio"),
    ],
)
def test_other_content_is_no_speech(manner: Manner, form: str, expected: str) -> None:
    manner.form = form
    with pytest.raises(VivaError, match=expected):
        heard(synthesizer(manner))


@pytest.mark.parametrize("length", [False, True])
def test_a_break_in_the_middle_is_no_end(manner: Manner, length: bool) -> None:
    manner.stop_after, manner.length = 0.5, length
    came = 0
    with pytest.raises(VivaError, match="broke off in the middle"):
        for chunk in synthesizer(manner).stream((Piece(TEXT),), VOICE):
            came += len(chunk.samples)
    assert came > 0


def test_silence_in_the_middle_ends_with_the_time_limit(manner: Manner) -> None:
    manner.stop_after, manner.hang = 0.5, True
    made = EndpointSynthesizer(manner.url, "tts-1", timeout_s=0.2)
    with pytest.raises(VivaError, match="fell silent"):
        heard(made)
    manner.stop_after, manner.hang, manner.wait_s = 1.0, False, 5.0
    with pytest.raises(VivaError, match="cannot be reached"):
        heard(made)


def test_an_endpoint_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(VivaError, match=f"127.0.0.1:{port} cannot be reached") as caught:
        heard(EndpointSynthesizer(f"http://127.0.0.1:{port}/v1", "tts-1", KEY))
    assert "check `url`" in caught.value.hint


def test_nothing_to_say_asks_nobody(manner: Manner) -> None:
    assert len(heard(synthesizer(manner), Piece(" ... "))) == 0
    assert manner.asked == []


def test_a_text_beyond_the_limit_is_refused(manner: Manner) -> None:
    with pytest.raises(VivaError, match="4097 characters"):
        heard(synthesizer(manner), Piece("a" * (LONGEST + 1)))


@pytest.mark.parametrize(("channels", "codec"), [(2, 1), (1, 3)])
def test_wav_of_another_kind_is_told(channels: int, codec: int) -> None:
    fmt = b"".join(
        n.to_bytes(s, "little") for n, s in ((codec, 2), (channels, 2), (24_000, 4), (0, 4), (0, 2), (16, 2))
    )
    header = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00" + fmt + b"data\xff\xff\xff\xff"
    with pytest.raises(VivaError, match="expected 16-bit PCM, mono"):
        Decoder(RATE, "audio/wav").push(header)


def test_a_rate_that_the_answer_states_is_taken() -> None:
    decoder = Decoder(RATE, "audio/pcm;rate=12000")
    assert len(decoder.push(bytes(2400))) == 0
    assert len(decoder.flush()) == 2400
