"""Planted faults are found, each for what it is, and a healthy bot is left in peace."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.dialogue.small import BOT, bot
from tests.lab.calls.made import SMALL, Made, made, truth
from viva.dialogue.bot import Bot
from viva.lab.calls.facts import CallFacts
from viva.lab.calls.find.finding import Finding
from viva.lab.calls.findings import findings, findings_part
from viva.lab.calls.truth import Said

GOAL = {
    "intent": "travel",
    "slots": {"from_city": "Paris", "to_city": "Rome", "day": "2026-11-27", "phone": "5551234"},
}
ANSWERS: dict[str, tuple[str, dict[str, object]]] = {
    "from_city": ("paris", {"city": "Paris"}),
    "to_city": ("rome", {"city": "Rome"}),
    "day": ("friday", {"date": "2026-11-27"}),
    "phone": ("one two", {"phone": "5551234"}),
}


def caller(
    number: int,
    of: Bot = SMALL,
    *,
    mumbles: float = 0.05,
    leaves: float = 0.0,
    action_ms: int = 300,
    after_ms: int = 5000,
) -> CallFacts:
    """A caller who answers what is asked after a while, mumbles at times, and may run out of patience."""
    chance = random.Random(number)
    call = made(of, action_ms=action_ms)
    said: list[Said] = []

    def say(text: str, *intents: str, meant: str = "", **entities: object) -> None:
        start = call.t + 100
        call.say(start, start + 800, text, *intents, **entities)  # type: ignore[arg-type]
        said.append(Said(start, start + 800, "turn", "inform", text, meant, entities))  # type: ignore[arg-type]
        call.run(start + after_ms)

    call.run(3000)
    say("i want to travel", "travel", meant="travel")
    left = False
    for _ in range(14):
        state = call.call.state
        if call.call.ended or state is None or state.wait.kind in ("more", "ended"):
            break
        if chance.random() < leaves:
            left = True
            break
        if chance.random() < mumbles:
            say("mumble")
        elif state.wait.kind == "ask" and state.wait.slot in ANSWERS:
            text, entities = ANSWERS[state.wait.slot]
            say(text, **entities)
        else:
            say("yes", "yes")
    done = not left and (call.call.state is None or call.call.state.wait.kind in ("more", "ended"))
    if not call.call.ended:
        call.hang_up(call.t + 500)
    return replace(call.facts(truth(*said, number=number, success=done, goal=GOAL)), id=f"sim-1-{number:03}")


def kinds(found: list[Finding]) -> list[tuple[str, str]]:
    return [(one.kind, one.where) for one in found]


@pytest.fixture(scope="module")
def healthy() -> list[CallFacts]:
    return [caller(n) for n in range(60)]


def test_nothing_is_found_of_a_healthy_bot(healthy: list[CallFacts]) -> None:
    assert all(call.success for call in healthy)
    assert findings(healthy) == []


def test_a_flow_that_loops() -> None:
    loops = bot(BOT.replace("      - say: done\n", "      - say: done\n      - go: travel\n"))
    assert "go: travel" in loops.files["bot.yaml"]
    found = findings([caller(n, loops) for n in range(20)])
    assert ("loop", "travel.9 confirm") in kinds(found)
    (loop,) = [one for one in found if one.where == "travel.9 confirm" and one.kind == "loop"]
    assert loop.count == 20 and loop.figure.value == 1 and "sim-1-000" in loop.calls


def test_a_slot_that_is_never_asked() -> None:
    forgets = bot(BOT.replace("      - ask: day\n", ""))
    found = findings([caller(n, forgets) for n in range(20)])
    assert kinds(found) == [("never_asked", "day")]
    assert found[0].figure.low is not None and found[0].figure.low > 0.8


def test_an_action_of_three_seconds() -> None:
    found = findings([caller(n, action_ms=3000) for n in range(20)])
    assert kinds(found) == [("slow_action", "find")]
    assert (found[0].figure.value, found[0].count) == (3000, 20)
    assert "what callers wait" in found[0].what


def test_a_bot_that_asks_too_soon_whether_one_is_there() -> None:
    found = findings([caller(n, after_ms=8000) for n in range(20)])
    assert kinds(found) == [("asks_too_soon", "")]


def test_callers_who_leave_at_a_step(healthy: list[CallFacts]) -> None:
    gone = [replace(caller(n, leaves=1.0), id=f"gone-{n}") for n in range(15)]
    found = findings([*healthy[:40], *gone])
    assert kinds(found) == [("callers_leave", "travel.0 ask from_city")]
    assert found[0].count == 15 and all(one.startswith("gone") for one in found[0].calls)


def test_a_threshold_that_refuses_what_was_recognized_right() -> None:
    def refused(number: int) -> CallFacts:
        call = made()
        call.say(3000, 4000, "could i go by train")
        call.say(9000, 9800, "i want to travel", "travel")
        call.hang_up(14_000)
        said = [
            Said(3000, 4000, "turn", "ask", "Could I go by train?", "travel"),
            Said(9000, 9800, "turn", "ask", "I want to travel.", "travel"),
        ]
        return replace(call.facts(truth(*said, number=number)), id=f"r-{number}")

    found = findings([refused(n) for n in range(10)])
    assert kinds(found) == [("refused_though_right", "")]
    assert found[0].what.startswith("10 of 20 turns (50 %)")


def test_turns_that_are_cut_off(healthy: list[CallFacts]) -> None:
    cut = [
        replace(call, turns=tuple(replace(turn, cut_off=i % 3 == 0) for i, turn in enumerate(call.turns)))
        for call in healthy
    ]
    assert ("cut_off", "") in kinds(findings(cut))
    seldom = [
        replace(call, turns=(replace(call.turns[0], cut_off=True), *call.turns[1:])) for call in healthy[:20]
    ]
    assert findings([*seldom, *healthy[20:]]) == []


def test_voices_that_fail_more_than_others(healthy: list[CallFacts]) -> None:
    def heard_in(noise: str, call: CallFacts, success: bool) -> CallFacts:
        assert call.truth is not None
        told = replace(call.truth, conditions={"noise": noise}, success=success)
        return replace(call, truth=told)

    calls = [heard_in("clean", call, n != 0) for n, call in enumerate(healthy[:30])]
    calls += [heard_in("babble 5 dB", call, n % 2 == 0) for n, call in enumerate(healthy[30:])]
    found = [one for one in findings(calls) if one.kind == "fails_more"]
    assert kinds(found) == [("fails_more", "noise babble 5-10 dB")]
    assert found[0].what == "50 % of calls with noise babble 5-10 dB fail (15 of 30), of others 3 %"


def test_a_report_shows_what_to_do() -> None:
    part = findings_part(findings([caller(n, action_ms=3000) for n in range(12)]))
    (case,) = part.cases
    assert case.id == "slow action find" and dict(case.lines)["calls"].endswith("and 4 more")


def test_false_alarms() -> None:
    """Of 100 samples of 40 calls of a healthy bot, with mumbling, few callers who leave, and an action that
    takes shorter and longer, hardly one has a finding."""
    calls = [caller(n, mumbles=0.08, leaves=0.004, action_ms=200 + 37 * n % 900) for n in range(150)]
    chance = random.Random(5)
    alarms = [kinds(found) for _ in range(100) if (found := findings(chance.sample(calls, 40)))]
    assert len(alarms) <= 2, alarms


def test_no_calls_no_findings() -> None:
    assert findings([]) == []
    assert isinstance(made(), Made)
