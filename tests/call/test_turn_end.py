"""The end of a turn from words, voice, pauses and silence: known cases, and what always holds."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.call.shell import Shell
from tests.call.toy import toy_call
from viva.call import commands as cm
from viva.call.pauses import LEAST, Pauses
from viva.call.turn_end import SHORTEST_MS, TurnEvidence, WeighedEndOfTurn, answers
from viva.hearing.evidence import Ending, Hypothesis, Recognition, Word
from viva.hearing.voice.evidence import Measure, Voice
from viva.understanding.expectation import Expectation
from viva.understanding.reading import Entity, Intent, Reading

OPEN = Expectation()


def words(text: str, complete: float, progress: float = 1.0, sure: float = 0.9) -> Recognition:
    said = tuple(Word(one, 0, 0, sure) for one in text.split())
    return Recognition((Hypothesis(text, -1.0, 1.0, said),), 2000, Ending(complete, progress))


def fading(db: float) -> Voice:
    return Voice(2000, level_db=Measure(-25.0, 1.0), final_level_db=Measure(db, 1.0))


def over(evidence: TurnEvidence, silence_ms: int = 200) -> float:
    return WeighedEndOfTurn().score(evidence, silence_ms).over


WHOLE = TurnEvidence(OPEN, words("a large latte with milk and sugar.", 0.6), (fading(-9.0),))
BROKEN = TurnEvidence(OPEN, words("a large latte with", 0.03, 0.5), (fading(-2.0),))


def test_a_whole_utterance_is_over_at_once_and_a_broken_one_is_not() -> None:
    policy = WeighedEndOfTurn()
    assert over(WHOLE) > policy.threshold(OPEN) > 0.5 > over(BROKEN)


def test_each_input_speaks_for_what_it_should() -> None:
    comma = replace(WHOLE, recognition=words("a large latte with milk and sugar,", 0.6))
    cut = replace(WHOLE, recognition=words("a large latte with milk and sugar.", 0.6, sure=0.02))
    short = replace(WHOLE, recognition=words("a large latte with milk and sugar.", 0.6, progress=0.3))
    loud = replace(WHOLE, units=(fading(0.0),))
    assert all(over(one) < over(WHOLE) for one in (comma, cut, short, loud))


def test_the_end_is_weighed_against_the_whole_utterance() -> None:
    """A last word that is softer than those before it has faded, however even it is in itself."""
    soft = Voice(400, level_db=Measure(-33.0, 1.0), final_level_db=Measure(-1.0, 1.0))
    loud = Voice(2000, level_db=Measure(-20.0, 1.0), final_level_db=Measure(-1.0, 1.0))
    assert over(replace(BROKEN, units=(loud, soft))) > over(replace(BROKEN, units=(soft,)))


def test_nothing_known_waits_about_a_second() -> None:
    policy, silent = WeighedEndOfTurn(), TurnEvidence(OPEN, None)
    taken = next(t for t in range(100, 3000, 100) if over(silent, t) >= policy.threshold(OPEN))
    assert 700 <= taken <= 1300


def test_a_short_answer_to_what_was_asked_is_whole() -> None:
    said = words("yes", 0.1, progress=0.2)
    asked, reading = Expectation("yes_no", "book.2"), Reading("yes", (Intent("yes", 0.9),), (), 0.9)
    heard = TurnEvidence(asked, said)
    assert over(replace(heard, reading=reading)) > 0.9 > 0.3 > over(heard)
    no = Reading("no thanks", (Intent("no", 0.9),), (), 0.9)
    assert answers(Expectation("open", more=True), no) and not answers(OPEN, no)
    assert not answers(Expectation("open", more=True), reading)  # a yes to "anything else?" has more to come
    day = Entity("date", "2026-03-09", "the ninth", 3, 12, 0, 0.9)
    on = Reading("on the ninth", (), (day,), 0.9)
    for text, whole in (
        ("on the ninth", True),
        ("on the ninth please", True),
        ("on the ninth at some", False),
    ):
        assert answers(Expectation("open", "book.1", ("date",)), replace(on, text=text)) == whole
    assert not answers(Expectation("open", "", ("date",)), on)  # nothing was asked
    assert not answers(Expectation("open", "book.1", ("date",), free=True), on)


def test_costs_move_the_threshold() -> None:
    careful = WeighedEndOfTurn(cut_in_cost=10.0)
    assert careful.threshold(OPEN) > WeighedEndOfTurn().threshold(OPEN)
    assert WeighedEndOfTurn(waiting_cost=4.0).threshold(OPEN) < WeighedEndOfTurn().threshold(OPEN)
    asked = Expectation("open", cut_in_cost=0.5, longest_silence_ms=700)
    assert careful.threshold(asked) == WeighedEndOfTurn().threshold(asked) == pytest.approx(0.5)
    assert careful.longest_ms(TurnEvidence(asked, None)) == 700


def test_a_caller_with_long_pauses_is_given_longer() -> None:
    slow = Pauses()
    for _ in range(4):
        slow = slow.after(1500)
    assert over(replace(BROKEN, pauses=slow), 900) < over(BROKEN, 900)
    assert Pauses().after(120) == Pauses()  # a consonant


inputs = st.builds(
    TurnEvidence,
    st.just(OPEN),
    st.none() | st.builds(words, st.text(max_size=8), st.floats(0, 1), st.floats(0, 50), st.floats(0, 1)),
    st.lists(st.builds(fading, st.floats(-90, 90)), max_size=3).map(tuple),
    st.none(),
    st.builds(Pauses, st.integers(0, 50), st.floats(0, 400)),
)


@given(inputs, st.integers(-5, 10_000), st.integers(0, 5000))
def test_more_silence_never_makes_the_end_less_likely(evidence: TurnEvidence, t: int, more: int) -> None:
    before, after = over(evidence, t), over(evidence, t + more)
    assert 0.0 <= before <= after <= 1.0


@given(st.builds(Pauses, st.integers(0, 50), st.floats(0, 400)), st.integers(-5, 10**7))
def test_a_longer_pause_is_a_probability(pauses: Pauses, silence: int) -> None:
    assert LEAST <= pauses.longer_than(silence) <= 1.0


def scored_call(made: WeighedEndOfTurn) -> Shell:
    shell = Shell(toy_call(end_of_turn=made))
    shell.start()
    shell.speak(5000, 6000)
    shell.run(12_000)
    return shell


def test_a_call_tells_its_scores_until_it_takes_the_turn() -> None:
    shell = scored_call(WeighedEndOfTurn(longest_silence_ms=1500))
    scores = shell.of(cm.TurnScored)
    assert [s.silence_ms for s in scores] == sorted(s.silence_ms for s in scores)
    steps = [b.silence_ms - a.silence_ms for a, b in pairwise(scores)]
    assert max(steps) <= 100
    assert all(s.over < s.threshold for s in scores[:-1])
    assert scores[-1].over >= scores[-1].threshold or scores[-1].silence_ms == 1500
    assert len(shell.of(cm.TurnTaken)) == 1


def test_no_turn_is_taken_within_a_consonant_and_none_is_waited_for_longer_than_told() -> None:
    eager = scored_call(WeighedEndOfTurn(cut_in_cost=0.001))
    [taken] = [e.t for e, commands in eager.events if any(isinstance(c, cm.TurnTaken) for c in commands)]
    assert taken >= 6000 + SHORTEST_MS
    patient = scored_call(WeighedEndOfTurn(cut_in_cost=1000.0, longest_silence_ms=1500))
    [taken] = [e.t for e, commands in patient.events if any(isinstance(c, cm.TurnTaken) for c in commands)]
    assert taken == 7500
