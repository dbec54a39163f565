"""Keys are heard once, wherever the frames fall; speech and noise are no keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viva.audio.dtmf import KEYS, LOW, DtmfDetector, dtmf_tone
from viva.audio.pcm import from_float, to_float

ALL = "".join(KEYS)
DATA = Path(__file__).parents[3] / "shared" / "data" / "barista" / "clean"


def heard(pcm: bytes, rate: int) -> str:
    detector = DtmfDetector(rate)
    frame = rate // 50 * 2
    found = (detector.push(pcm[at : at + frame]) for at in range(0, len(pcm) - frame + 1, frame))
    return "".join(key for key in found if key)


@pytest.mark.parametrize("rate", [8000, 16000])
@pytest.mark.parametrize("offset_ms", range(0, 20, 3))
def test_every_key_is_heard_once_wherever_the_frames_fall(rate: int, offset_ms: int) -> None:
    gap = bytes(rate * 60 // 1000 * 2)
    line = bytes(rate * offset_ms // 1000 * 2) + b"".join(dtmf_tone(k, 60, rate) + gap for k in ALL)
    assert heard(line, rate) == ALL


def test_the_same_key_twice_is_two_and_a_long_press_is_one() -> None:
    gap = bytes(8000 * 60 // 1000 * 2)
    assert heard(dtmf_tone("5", 80) + gap + dtmf_tone("5", 80) + gap, 8000) == "55"
    assert heard(dtmf_tone("5", 3000), 8000) == "5"


def test_keys_without_a_gap_are_both_heard() -> None:
    assert heard(dtmf_tone("1", 80) + dtmf_tone("9", 80) + bytes(640), 8000) == "19"


def test_a_drop_out_of_one_frame_does_not_make_two() -> None:
    pcm = bytearray(dtmf_tone("7", 200))
    pcm[320 * 4 : 320 * 5] = bytes(320)
    assert heard(bytes(pcm), 8000) == "7"


def test_tones_are_heard_in_noise_and_with_twist() -> None:
    noise = np.random.default_rng(3).normal(0, 0.02, 1600).astype(np.float32)  # 19 dB below
    assert heard(from_float(to_float(dtmf_tone("#", 200)) + noise), 8000) == "#"
    t = np.arange(800) / 8000
    for low, high in ((0.2, 0.11), (0.11, 0.2)):
        both = low * np.sin(2 * np.pi * 852 * t) + high * np.sin(2 * np.pi * 1336 * t)
        assert heard(from_float(both.astype(np.float32)), 8000) == "8"


def test_frequencies_may_be_off_by_what_q24_allows() -> None:
    t = np.arange(800) / 8000
    for share, key in ((1.015, "1"), (0.985, "1"), (1.035, "")):
        both = 0.2 * np.sin(2 * np.pi * LOW[0] * share * t) + 0.2 * np.sin(2 * np.pi * 1209 * share * t)
        assert heard(from_float(both.astype(np.float32)), 8000) == key


def test_one_tone_noise_and_silence_are_no_keys() -> None:
    t = np.arange(16000) / 8000
    assert heard(from_float((0.5 * np.sin(2 * np.pi * 770 * t)).astype(np.float32)), 8000) == ""
    assert heard(from_float(np.random.default_rng(4).normal(0, 0.2, 80000).astype(np.float32)), 8000) == ""
    assert heard(bytes(32000), 8000) == ""


@pytest.mark.data
def test_people_speaking_press_no_keys() -> None:
    from viva.audio.files import read_audio

    files = sorted(DATA.glob("*.flac"))[:40]
    if not files:
        pytest.skip("the development recordings are not beside the repository")
    assert [file.name for file in files if heard(read_audio(file), 16000)] == []


def test_wrong_use_says_what_was_expected() -> None:
    with pytest.raises(ValueError, match="a frame of 100 samples, expected 320"):
        DtmfDetector().push(bytes(200))
    for key in ("x", "", "12"):
        with pytest.raises(ValueError, match="is no key; the keys are 1 2 3 A"):
            dtmf_tone(key)
