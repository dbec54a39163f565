"""The set of `viva bench overlaps`: its parts are apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viva.errors import VivaError
from viva.hearing.overlap.words import is_backchannel
from viva.lab.measure.overlaps import rates
from viva.lab.overlaps.beginnings import beginnings
from viva.lab.overlaps.material import Recordings, chance
from viva.lab.overlaps.phrases import ACCENTS, INTERRUPTING, LISTENING, LISTENING_FIRST, VOICES
from viva.lab.sounds.humming import RATE
from viva.pronunciation.espeak_library import library
from viva.pronunciation.voices import find_voice


def test_no_voice_is_in_two_parts_and_every_voice_exists() -> None:
    listed = [voice for voices in VOICES.values() for voice in voices]
    assert len(set(listed)) == len(listed)
    assert all(find_voice(library(), f"{accent}+{voice}") for accent in ACCENTS for voice in listed)


def test_phrases_are_what_they_are_said_to_be() -> None:
    assert all(is_backchannel(text) for text in LISTENING)
    texts = [*LISTENING_FIRST, *(text for part in INTERRUPTING.values() for text in part)]
    assert not [text for text in texts if is_backchannel(text)]


def test_judged_phrases_are_not_trained_on_but_for_short_commands() -> None:
    seen = {*INTERRUPTING["words"], *INTERRUPTING["train"]}
    assert all(len(text.split()) <= 2 for text in seen & set(INTERRUPTING["judged"]))


def test_beginnings_are_first_words_or_single_ones_but_no_listeners_and_none_left_out() -> None:
    asked = ["okay then what is it", "stop the music now please", "where is my wednesday parcel"]
    found = beginnings(asked, 200, chance("beginnings"), ["stop", "Wednesday"])
    assert len(found) == 200
    words = {word for text in asked for word in text.split()}
    for text in found:
        assert text in words or (len(text.split()) <= 4 and any(one.startswith(text) for one in asked))
    assert not {"okay", "okay then", "wednesday", "stop"} & set(found)


def test_rates_are_those_of_the_table() -> None:
    table = np.array([[90, 5, 5, 0], [10, 80, 0, 0], [0, 0, 50, 0], [0, 0, 0, 20]])
    assert rates(table) == (0.9, 0.9)
    assert rates(np.zeros((4, 4), np.int64)) == (0.0, 0.0)


def test_a_folder_without_recordings_is_named(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="barista/clean"):
        Recordings.read(tmp_path)


@pytest.mark.data
def test_judged_noise_is_not_trained_on(recordings: Path) -> None:
    found = Recordings.read(recordings)
    train, judged = found.room("train"), found.room("judged")
    assert len(train) + len(judged) == len(found.noise) and len(train) > len(judged) > 30 * RATE
