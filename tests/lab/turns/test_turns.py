"""Paused turns: made, heard by the call's own parts, and what a policy makes of them."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from viva.call.pauses import Pauses
from viva.call.turn_end import TurnEvidence, WeighedEndOfTurn
from viva.errors import VivaError
from viva.hearing.evidence import Ending, Hypothesis, Recognition, Word
from viva.lab.turns.bench import SilenceAlone
from viva.lab.turns.detector import Pause
from viva.lab.turns.fit import Fold, cross_validated
from viva.lab.turns.make import FRAME, RATE, make_turns, paused
from viva.lab.turns.outcomes import operating, outcome
from viva.lab.turns.recorded import HeardTurn, RecordedTurn, read_turns
from viva.understanding.expectation import Expectation

SYLLABLE, DIP = 40, 8
"""Frames of 10 ms."""


def babble(syllables: int) -> np.ndarray:
    """Bursts of a tone with dips between, half a second of hiss on both sides."""
    chance = np.random.default_rng(3)
    burst = 0.3 * np.sin(2 * np.pi * 200 * np.arange(SYLLABLE * FRAME) / RATE)
    dip = np.zeros(DIP * FRAME)
    speech = np.concatenate([np.concatenate([burst, dip]) for _ in range(syllables)])
    quiet = np.zeros(RATE // 2)
    whole = np.concatenate([quiet, speech, quiet])
    return (whole + chance.normal(0, 1e-4, len(whole))).astype(np.float32)


def test_pauses_are_put_into_dips_and_told() -> None:
    made = [paused(babble(12), np.random.default_rng(seed)) for seed in range(20)]
    assert {len(spans) for _, spans in made} == {1, 2, 3}
    for audio, spans in made:
        assert len(audio) / RATE == pytest.approx(spans[-1][1] + 3.0, abs=0.01)
        for (_, end), (start, _) in pairwise(spans):
            assert 0.25 <= start - end <= 2.0 + 1e-6
            gap = audio[round(end * RATE) : round(start * RATE)]
            assert np.abs(gap).max() < 0.01


def test_the_same_seed_makes_the_same_turns(tmp_path: Path) -> None:
    import soundfile

    recordings = tmp_path / "recordings"
    recordings.mkdir()
    for name in ("a", "b"):
        soundfile.write(recordings / f"{name}.wav", babble(10), RATE)
    pauses = [make_turns(recordings, tmp_path / str(i), seed=i // 2) for i in range(3)]
    listed = [json.loads((tmp_path / str(i) / "turns.json").read_text()) for i in range(3)]
    assert listed[0] == listed[1] != listed[2]
    assert pauses[0] == sum(len(turn["speech"]) - 1 for turn in listed[0].values())
    assert [turn.name for turn in read_turns(tmp_path / "0")] == ["a", "b"]


def test_wrong_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="no recordings"):
        make_turns(tmp_path, tmp_path / "out")
    with pytest.raises(VivaError, match=r"turns\.json: cannot be read"):
        read_turns(tmp_path)
    (tmp_path / "turns.json").write_text('{"a": {"speech": []}}')
    with pytest.raises(VivaError, match=r"turns\.json: expected"):
        read_turns(tmp_path)


def heard(name: str, *pauses: tuple[int, int, float]) -> HeardTurn:
    """`pauses`: where each ends the speech, for how long, and how complete the words are; the last ends the
    turn."""
    found, resumed = [], []
    for end, length, complete in pauses:
        said = Recognition(
            (Hypothesis("words", -1.0, 1.0, (Word("words", 0, 0, 0.9),)),), 1000, Ending(complete, 1.0)
        )
        evidence = TurnEvidence(Expectation(), said, pauses=Pauses())
        found.append(Pause(end, evidence, 0.1, resumed_ms=end + length))
        resumed.append(end + length)
    found[-1].resumed_ms = None
    turn = RecordedTurn(name, Path(f"{name}.wav"), pauses[-1][0])
    seen = tuple(pause.end_ms + 96 for pause in found)
    return HeardTurn(turn, tuple(found), tuple(resumed[:-1]), seen, pauses[-1][0] + 3000, 0.2)


def test_outcomes_of_silence_alone() -> None:
    turn = heard("a", (1000, 700, 0.1), (3000, 3000, 0.9))
    early = outcome(turn, SilenceAlone(), 2.0, 500)
    assert early.cut_off
    late = outcome(turn, SilenceAlone(), 2.0, 800)
    assert not late.cut_off and 800 <= late.delay_ms < 820 + 96


def test_words_end_a_turn_sooner_and_late_words_later() -> None:
    turn = heard("a", (1000, 700, 0.02), (3000, 3000, 0.95))
    policy = WeighedEndOfTurn()
    soon = outcome(turn, policy, 0.8, 2000)
    assert not soon.cut_off and soon.delay_ms < 300
    assert soon.delay_ms <= outcome(turn, policy, 0.8, 2000, late=True).delay_ms
    both = operating([turn, heard("b", (1000, 3000, 0.95))], policy, 0.8, 2000)
    assert both.cut_off == 0.0 and both.delay_s < 0.3


def test_the_fit_finds_what_tells_ends_from_pauses() -> None:
    chance = np.random.default_rng(0)
    turns = [
        heard(f"t{i}", (1000, 700, chance.uniform(0.02, 0.4)), (3000, 3000, chance.uniform(0.3, 0.9)))
        for i in range(120)
    ]
    _, weights = Fold.of(turns).fitted()
    assert weights["complete"].of > 0.5
    assert abs(weights["comma"].of) < 1e-6
    [point] = cross_validated(turns, [0.8], 2000)
    assert point.cut_off < 0.2 and point.delay_s < 1.0


@pytest.mark.models
@pytest.mark.data
def test_the_calls_own_parts_hear_a_paused_turn(recordings: Path, tmp_path: Path) -> None:
    import shutil

    from viva.lab.turns.detector import barista
    from viva.lab.turns.recorded import heard_turns

    orders = sorted((recordings / "barista" / "clean").glob("*.flac"))[:3]
    (tmp_path / "orders").mkdir()
    for path in orders:
        shutil.copy(path, tmp_path / "orders")
    make_turns(tmp_path / "orders", tmp_path / "turns")
    found = list(heard_turns(read_turns(tmp_path / "turns"), barista()))
    assert all(turn.pauses and turn.pauses[-1].evidence.recognition is not None for turn in found)
    assert all(turn.pauses[-1].evidence.units for turn in found)
