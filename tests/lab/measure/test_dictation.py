"""The benchmark of dictated numbers: a set as it says, and honest counting."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from viva.audio.files import RATE
from viva.audio.pcm import to_float
from viva.cli.app import viva
from viva.lab.measure.dictated_numbers import GROUPINGS, PAUSE_S, dictated_numbers, synthesized_numbers

ROOT = Path(__file__).resolve().parents[3]


def test_groupings_add_up() -> None:
    for length, listed in GROUPINGS.items():
        assert all(sum(map(int, one.split("-"))) == length for one in listed)


@pytest.mark.data
def test_numbers_of_recordings_are_as_described_and_the_same_each_time(recordings: Path) -> None:
    made = list(dictated_numbers(recordings / "digits", 8, [7, 10]))
    assert [one.person for one in made[:4]] == ["george", "jackson", "lucas", "nicolas"]
    assert [len(one.digits) for one in made] == [7] * 4 + [10] * 4
    for one in made:
        assert one.grouping in GROUPINGS[len(one.digits)]
        assert len(one.ends_ms) == one.grouping.count("-") + 1
        assert len(one.pcm) // (2 * RATE // 1000) - one.ends_ms[-1] == pytest.approx(3000, abs=2)
        after = to_float(one.pcm)[one.ends_ms[0] * RATE // 1000 :][: round(0.9 * PAUSE_S[0] * RATE)]
        assert len(one.ends_ms) == 1 or float(np.abs(after).max()) < 0.1
    assert made == list(dictated_numbers(recordings / "digits", 8, [7, 10]))


def test_synthesized_numbers_end_before_the_last_silence() -> None:
    for one in synthesized_numbers(3, 10):
        last = to_float(one.pcm)[(one.ends_ms[-1] + 20) * RATE // 1000 :]
        assert len(one.digits) == 10 and float(np.abs(last).max()) < 0.02


def test_an_entity_that_is_not_dictated() -> None:
    result = CliRunner().invoke(viva, ["bench", "dictation", str(ROOT / "bots/clinic"), "--entity", "phnoe"])
    assert result.exit_code != 0
    assert "no entity 'phnoe' that is dictated" in result.output and "the bot has phone" in result.output


def test_recordings_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"0_george_\d+\.flac|no such recording"):
        next(dictated_numbers(tmp_path, 1, [10]))
