"""G.711 against the values that the Recommendation tabulates, and the properties of companding."""

import numpy as np
import pytest

from viva.audio.g711 import (
    ALAW_SILENCE,
    ULAW_SILENCE,
    alaw_decode,
    alaw_encode,
    decode,
    encode,
    ulaw_decode,
    ulaw_encode,
)
from viva.audio.pcm import bytes_of, samples_of

EVERY_CODE = bytes(range(256))
EVERY_SAMPLE = np.arange(-32768, 32768).astype(np.int16)


@pytest.mark.parametrize(
    ("code", "sample"),
    # G.711 table 2 gives 14-bit values; times 4 they are 16-bit ones. 0x80 is +8031 in the table.
    [(0x80, 4 * 8031), (0x00, -4 * 8031), (0x8F, 4 * 4191), (0x9F, 4 * 2079), (0xAF, 4 * 1023),
     (0xBF, 4 * 495), (0xCF, 4 * 231), (0xDF, 4 * 99), (0xEF, 4 * 33), (0xFE, 4 * 2), (0xFF, 0), (0x7F, 0)],
)  # fmt: skip
def test_ulaw_decodes_the_values_of_table_2(code: int, sample: int) -> None:
    assert samples_of(ulaw_decode(bytes([code])))[0] == sample


@pytest.mark.parametrize(
    ("code", "sample"),
    # G.711 table 1 gives 13-bit values; times 8 they are 16-bit ones. The even bits are inverted.
    [(0xFF ^ 0x55, 8 * 4032), (0x7F ^ 0x55, -8 * 4032), (0xF0 ^ 0x55, 8 * 2112), (0xE0 ^ 0x55, 8 * 1056),
     (0xD0 ^ 0x55, 8 * 528), (0xC0 ^ 0x55, 8 * 264), (0xB0 ^ 0x55, 8 * 132), (0xA0 ^ 0x55, 8 * 66),
     (0x81 ^ 0x55, 8 * 3), (0x80 ^ 0x55, 8), (0x00 ^ 0x55, -8)],
)  # fmt: skip
def test_alaw_decodes_the_values_of_table_1(code: int, sample: int) -> None:
    assert samples_of(alaw_decode(bytes([code])))[0] == sample


def test_every_code_survives_decoding_and_encoding() -> None:
    assert alaw_encode(alaw_decode(EVERY_CODE)) == EVERY_CODE
    # mu-law has two zeros, which decode alike; all other codes come back.
    assert ulaw_encode(ulaw_decode(EVERY_CODE)) == EVERY_CODE.replace(b"\x7f", b"\xff")


@pytest.mark.parametrize(
    ("encode", "decode"), [(ulaw_encode, ulaw_decode), (alaw_encode, alaw_decode)], ids=["ulaw", "alaw"]
)
def test_encoding_is_monotonic_odd_and_within_half_a_step(encode, decode) -> None:  # type: ignore[no-untyped-def]
    heard = samples_of(decode(encode(bytes_of(EVERY_SAMPLE)))).astype(int)
    assert np.all(np.diff(heard) >= 0)
    positive = heard[32768:]
    assert np.array_equal(-heard[:32768][::-1], positive)  # -1 - x mirrors x: one's complement
    inside = np.abs(EVERY_SAMPLE.astype(int)) <= 32635  # beyond lies the law's clipping
    error = np.abs(heard - EVERY_SAMPLE)
    # Half a step is a 32nd of the magnitude with mu-law's bias; 16 more for the bits that are cut.
    assert np.all(error[inside] <= (np.abs(EVERY_SAMPLE.astype(int)) + 132)[inside] / 32 + 16)


def test_silence() -> None:
    assert encode(bytes(2), "mulaw") + encode(bytes(2), "alaw") == bytes([ULAW_SILENCE, ALAW_SILENCE])
    assert decode(bytes([ULAW_SILENCE]), "mulaw") == bytes(2)
    assert decode(bytes([ALAW_SILENCE]), "alaw") == b"\x08\x00"
    assert ulaw_encode(bytes(320)) == bytes([ULAW_SILENCE]) * 160
    assert alaw_encode(bytes(320)) == bytes([ALAW_SILENCE]) * 160


def test_a_half_sample_is_refused_and_nothing_is_nothing() -> None:
    with pytest.raises(ValueError, match="3 bytes are not whole 16-bit samples"):
        ulaw_encode(b"abc")
    assert ulaw_encode(b"") == ulaw_decode(b"") == alaw_encode(b"") == alaw_decode(b"") == b""
