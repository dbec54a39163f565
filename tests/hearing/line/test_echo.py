"""The bot's own echo: found by its likeness, told from a caller, and free of cost while the bot is silent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hearing.line.sounds import RATE, Floats, noise, syllables, windows
from viva.hearing.line.echo import EchoGate

BOT = syllables(6, seed=1, level_db=-20)


def judged(caller: Floats, bot: Floats = BOT, block: int = 320) -> tuple[EchoGate, list[float]]:
    """The bot's voice arrives 120 ms before it sounds, in blocks."""
    gate, sent, out = EchoGate(), 0, []
    for k, window in enumerate(windows(caller)):
        while sent < len(bot) and sent < (k + 1) * 512 + 1920:
            gate.play(bot[sent : sent + block], sent * 1000 // RATE)
            sent += block
        out.append(gate.judge(window))
    return gate, out


def echo(level_db: float, delay_ms: int, seconds: float = 6) -> Floats:
    out = noise(seconds, -65)
    delay = delay_ms * RATE // 1000
    out[delay:] += BOT[: len(out) - delay] * np.float32(10 ** (level_db / 20))
    return out


@pytest.mark.parametrize("level_db", [-6, -15, -25])
@pytest.mark.parametrize("delay_ms", [30, 200, 400])
def test_an_echo_is_known_by_its_delay_and_taken_for_one(level_db: float, delay_ms: int) -> None:
    gate, found = judged(echo(level_db, delay_ms))
    assert abs(gate.delay_ms - delay_ms) <= 24
    assert np.mean(np.array(found[60:]) > 0.5) > 0.98


def test_a_caller_over_the_echo_is_heard() -> None:
    mixed = echo(-15, 120)
    mixed[3 * RATE : 5 * RATE] += syllables(2, seed=2)
    _, found = judged(mixed)
    over = np.array(found[96:154])
    assert np.mean(over < 0.5) > 0.5
    assert np.mean(np.array(found[50:92]) > 0.5) > 0.95


def test_without_an_echo_the_caller_is_heard_while_the_bot_speaks() -> None:
    caller = noise(6, -65)
    caller[2 * RATE : 5 * RATE] += syllables(3, seed=3)
    _, found = judged(caller)
    assert np.mean(np.array(found[64:154]) < 0.5) > 0.95


def test_while_the_bot_is_silent_nothing_is_an_echo() -> None:
    gate = EchoGate()
    assert not gate.active
    assert {gate.judge(window) for window in windows(syllables(2, seed=4))} == {0.0}
    gate.play(BOT[:RATE], 2000)
    for window in windows(noise(3, -60)):
        gate.judge(window)
    assert not gate.active


def test_what_was_not_played_is_not_waited_for() -> None:
    gate = EchoGate()
    gate.play(BOT, 0)
    gate.cut(500)
    for window in windows(noise(2, -60)):
        gate.judge(window)
    assert not gate.active


def test_a_delay_once_found_is_kept_over_a_silence() -> None:
    second = np.concatenate((BOT[: 3 * RATE], np.zeros(4 * RATE, np.float32), BOT[3 * RATE :]))
    caller = noise(10, -65)
    caller[3200:] += 0.2 * second[: len(caller) - 3200]
    _, found = judged(caller, second)
    again = round((7 * RATE + 3200) / 512)
    assert min(found[again : again + 20]) > 0.5


@pytest.mark.parametrize("moved_ms", [-20, 0, 20])
def test_the_onset_of_a_reply_soon_after_the_caller_is_an_echo_at_once(moved_ms: int) -> None:
    """The player starts each sentence a little earlier or later; the path of the echo is known by then."""
    silence = np.zeros(2 * RATE, np.float32)
    bot = np.concatenate((BOT[: 3 * RATE], silence, BOT[3 * RATE :]))
    caller = noise(8, -65)
    delay, again = RATE * 140 // 1000, 5 * RATE + RATE * (140 + moved_ms) // 1000
    caller[delay : delay + 3 * RATE] += 0.18 * BOT[: 3 * RATE]
    caller[again:] += 0.18 * BOT[3 * RATE : 3 * RATE + len(caller) - again]
    caller[round(3.5 * RATE) : round(4.8 * RATE)] += syllables(1.3, seed=5)
    _, found = judged(caller, bot)
    first = again // 512 + 1
    assert min(found[first : first + 20]) > 0.5


def test_a_caller_at_the_onset_of_a_reply_is_heard() -> None:
    silence = np.zeros(2 * RATE, np.float32)
    bot = np.concatenate((BOT[: 3 * RATE], silence, BOT[3 * RATE :]))
    caller = noise(8, -65)
    delay = RATE * 140 // 1000
    caller[delay:] += 0.18 * bot[: len(caller) - delay]
    caller[round(5.2 * RATE) : 7 * RATE] += 3 * syllables(1.8, seed=7)
    _, found = judged(caller, bot)
    assert np.mean(np.array(found[round(5.2 * RATE / 512) : round(5.5 * RATE / 512)]) < 0.5) > 0.5


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 5000))
def test_the_size_of_the_blocks_in_which_the_bot_speaks_changes_nothing(block: int) -> None:
    caller, bot = echo(-15, 100, 2), BOT[: 2 * RATE]
    gate, out = EchoGate(), []
    for begin in range(0, len(bot), block):
        gate.play(bot[begin : begin + block], 0)
    out = [gate.judge(window) for window in windows(caller)]
    whole = EchoGate()
    whole.play(bot, 0)
    assert out == [whole.judge(window) for window in windows(caller)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("play"), st.integers(0, 3000), st.integers(0, 100_000)),
            st.tuples(st.just("cut"), st.just(0), st.integers(0, 100_000)),
            st.tuples(st.just("judge"), st.integers(1, 200), st.integers(0, 3)),
        ),
        max_size=12,
    )
)
def test_any_order_of_any_sound_gives_probabilities(steps: list[tuple[str, int, int]]) -> None:
    gate = EchoGate()
    values = (0.0, 1.0, np.nan, np.inf)
    for step, size, number in steps:
        match step:
            case "play":
                gate.play(BOT[:size], number)
            case "cut":
                gate.cut(number)
            case _:
                window = np.full(512, values[number], np.float32) + noise(0.032, -30)[:512]
                found = [gate.judge(window) for _ in range(size)]
                assert all(0 <= p <= 1 for p in found)


def test_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="a window of 160 samples, expected 512"):
        EchoGate().judge(np.zeros(160, np.float32))
