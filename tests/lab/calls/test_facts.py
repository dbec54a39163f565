"""What is read out of a call's log, on calls of the real core whose course is known to the millisecond."""

from __future__ import annotations

import pytest

from tests.lab.calls.made import Made, header, made, truth
from viva.lab.calls.facts import CallFacts
from viva.lab.calls.read import facts_of
from viva.lab.calls.truth import Said
from viva.lab.turns.outcomes import TOLERANCE_MS


def booked() -> Made:
    """A journey from the first question to the goodbye; one answer is not understood."""
    call = made(action_ms=2500)
    call.say(5000, 6000, "i want to travel", "travel")
    call.say(9000, 10_000, "mumble")
    call.say(16_000, 17_000, "paris", city="Paris")
    call.say(20_000, 21_000, "rome", city="Rome")
    call.say(24_000, 25_000, "no oslo", "correct", city="Oslo")
    call.run(28_000)
    return call


def test_turns_moves_and_repairs() -> None:
    call = booked()
    call.hang_up(28_000)
    facts = call.facts()
    assert [turn.repair for turn in facts.turns] == ["", "no_match", "", "", "correction"]
    assert [turn.before.place for turn in facts.turns] == [
        "open",
        "travel.0 ask from_city",
        "travel.0 ask from_city",
        "travel.1 ask to_city",
        "travel.2 ask day",
    ]
    assert facts.values == {"from_city": "Paris", "to_city": "Oslo"}
    assert facts.ended_at == "travel.2 ask day"
    assert (facts.reason, facts.duration_ms, facts.in_repair) == ("caller_hung_up", 28_000, 2)
    assert facts.dropped and facts.success is None
    first = facts.turns[0]
    assert first.heard == ("i want to travel", "i want to travel then")
    assert (first.end_ms, first.taken_ms, first.reply_ms) == (6000, 7000, 7000)
    assert first.latency is not None and first.latency.total == 1000


def test_a_silence_is_asked_about_and_the_call_given_up() -> None:
    call = made()
    call.run(60_000)
    facts = call.facts()
    assert (facts.no_inputs, facts.reason, facts.transferred) == (3, "transferred", True)
    assert not facts.dropped


def action_call(ms: int) -> CallFacts:
    call = made(action_ms=ms)
    call.say(3000, 3500, "how is the weather", "weather")
    call.run(20_000)
    return call.facts()


def test_actions_and_dead_air() -> None:
    facts = action_call(2500)
    (action,) = facts.actions
    turn = facts.turns[0]
    assert (action.name, action.ms, action.failed, action.turn) == ("weather", 2500, False, 1)
    assert turn.reply_ms is not None and turn.reply_ms >= turn.taken_ms + 2500
    assert facts.dead_air == ((3500, turn.reply_ms),)
    assert action_call(300).dead_air == ()


def test_an_action_that_fails_and_one_that_does_not_end() -> None:
    call = made(broken=frozenset({"action"}))
    call.say(3000, 3500, "how is the weather", "weather")
    call.run(20_000)
    assert [one.failed for one in call.facts().actions] == [True]
    call = made(action_ms=5000)
    call.say(3000, 3500, "how is the weather", "weather")
    call.hang_up(6000)
    assert [one.ms for one in call.facts().actions] == [None]


# --- cut off or not ---------------------------------------------------------------------------


def paused(pause_ms: int) -> Made:
    """A caller who pauses within an answer that is complete where they pause."""
    call = made()
    call.say(3000, 4000, "i want to travel", "travel")
    call.run(6000)
    call.say(8000, 9000, "paris", city="Paris")
    call.say(9000 + pause_ms, 9900 + pause_ms, "paris france", city="Paris")
    call.hang_up(20_000)
    return call


def spoken(pause_ms: int) -> tuple[Said, ...]:
    return (
        Said(3000, 4000, "turn", "ask", "i want to travel"),
        Said(8000, 9900 + pause_ms, "turn", "inform", "paris france", pauses=((9000, 9000 + pause_ms),)),
    )


def test_a_turn_is_cut_off_where_the_caller_had_more_to_say() -> None:
    call = paused(700)
    facts = call.facts(truth(*spoken(700)))
    assert [turn.cut_off for turn in facts.turns] == [False, True, False]
    _, cut, rest = facts.turns
    assert cut.resumed_ms == 9700 and cut.said is rest.said
    assert rest.delay_ms == rest.taken_ms - 10_600


def test_without_the_truth_a_caller_who_speaks_on_at_once_was_cut_off() -> None:
    assert [turn.cut_off for turn in paused(700).facts().turns] == [False, True, False]
    assert [turn.cut_off for turn in paused(1600).facts().turns] == [False, False, False]
    assert paused(700).facts().turns[1].resumed_ms == 9700


def test_a_turn_taken_within_the_tolerance_of_its_end_is_not_cut_off() -> None:
    call = made()
    call.say(3000, 4000, "i want to travel", "travel")
    call.hang_up(9000)
    taken = call.facts().turns[0].taken_ms
    for late, cut in ((TOLERANCE_MS, False), (TOLERANCE_MS + 1, True)):
        said = Said(3000, taken + late, "turn", "ask", "i want to travel")
        (turn,) = call.facts(truth(said)).turns
        assert turn.cut_off is cut
        assert cut or turn.delay_ms == 0


def test_what_got_no_answer_is_told() -> None:
    call = made()
    call.say(3000, 4000, "i want to travel", "travel")
    call.hang_up(9000)
    lost = Said(7000, 8000, "turn", "inform", "paris")
    bye = Said(8500, 8900, "turn", "bye", "bye")
    facts = call.facts(truth(Said(3000, 4000, "turn", "ask", "i want to travel"), lost, bye))
    assert facts.unanswered == (lost,)


# --- over the bot -----------------------------------------------------------------------------


def over_the_bot(sound: str, seconds: float = 0.6) -> tuple[Made, int, int]:
    """The caller makes a sound over the first question; its start and end."""
    call = made(word_ms=900)
    call.say(3000, 4000, "i want to travel", "travel")
    call.run(5200)
    assert call.call.floor == "bot"
    start = call.t
    end = start + round(1000 * seconds)
    call.lines.append((start, end, "", call.lines[0][3]))
    call.speak(start, end, sound)  # type: ignore[arg-type]
    call.hang_up(start + 9000)
    return call, start, end


@pytest.mark.parametrize(
    ("sound", "kind", "outcome", "right"),
    [
        ("mm-hm", "backchannel", "went_on", True),
        ("cough", "noise", "went_on", True),
        ("mm-hm", "interruption", "went_on", False),
        ("words", "interruption", "yielded", True),
        ("words", "backchannel", "yielded", False),
    ],
)
def test_overlaps_against_what_they_were(sound: str, kind: str, outcome: str, right: bool) -> None:
    call, start, end = over_the_bot(sound)
    (found,) = call.facts(truth(Said(start, end, kind, "inform", "x"))).overlaps
    assert (found.kind, found.outcome, found.right) == (kind, outcome, right)
    assert (found.silent_ms is not None) == (outcome == "yielded")
    (seen,) = call.facts().overlaps
    assert (seen.kind, seen.right, seen.outcome) == ("", None, outcome)


def test_a_sound_that_nobody_noticed() -> None:
    call = made(word_ms=900)
    call.say(3000, 4000, "i want to travel", "travel")
    call.hang_up(9000)
    reply = call.facts().turns[0].reply_ms
    assert reply is not None
    said = [
        Said(3000, 4000, "turn", "ask", "i want to travel"),
        Said(reply + 100, reply + 300, "interruption", "ask", "x"),
    ]
    (found,) = call.facts(truth(*said)).overlaps
    assert (found.outcome, found.right) == ("unnoticed", False)
    said[1] = Said(reply - 500, reply - 400, "backchannel", "", "mm-hm")
    assert call.facts(truth(*said)).overlaps == (), "the bot was silent"


# --- damaged logs -----------------------------------------------------------------------------


def test_a_log_is_used_as_far_as_it_goes() -> None:
    call = booked()
    whole = call.records()
    for n in range(1, len(whole), 7):
        facts = facts_of(header(), whole[:n])
        assert facts.cut_short and facts.reason == ""
        assert len(facts.turns) <= 5
