"""How the bot's way of speaking follows the caller and the line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.call.shell import NOW
from tests.call.toy import PROMPTS, AfterSilence, Toy
from viva.call import commands as cm
from viva.call import events as ev
from viva.call.core import Call
from viva.call.delivery import (
    ALL_LEVELS_DB,
    ALL_RATES,
    LEVELS_DB,
    RATES,
    USUAL_RATE,
    Cues,
    Delivery,
)
from viva.call.view.manners import sounded
from viva.call.wire import decode_command, encode
from viva.hearing.evidence import Hypothesis, Recognition
from viva.hearing.line.evidence import Line
from viva.hearing.voice.evidence import Measure, Voice
from viva.hearing.voice.manner import Manner
from viva.speaking.prepared import prepared
from viva.speaking.prompt import ROLES
from viva.speaking.prosody import PLAIN
from viva.speaking.wording import Wording
from viva.understanding.reading import Intent, Reading


def spoken(rate: float = 1.0, level_db: float = -26.0, ms: int = 2000, sure: float = 1.0) -> Voice:
    """`rate`: as a factor of the usual one."""
    return Voice(ms, level_db=Measure(level_db, 1.0), rate=Measure(rate * USUAL_RATE, sure))


def turn(rate: float = 1.0, level_db: float = -26.0, **cues: object) -> Cues:
    return Cues(Manner(spoken(rate, level_db)), -26.0, **cues)  # type: ignore[arg-type]


def upset(arousal: float, confidence: float = 0.9) -> Cues:
    return Cues(Manner(spoken(1.4, -20.0), arousal=Measure(arousal, confidence)), -26.0)


def noise(snr_db: float) -> Line:
    return Line(snr_db=Measure(snr_db, 1.0))


def after(*cues: Cues, adapt: float = 1.0) -> Delivery:
    delivery = Delivery(adapt)
    for one in cues:
        delivery = delivery.after(one)
    return delivery


def test_nothing_known_and_nothing_special_is_the_voice_as_it_is() -> None:
    said = Delivery().of("statement")
    assert (said.prosody, said.pause_ms, said.because) == (PLAIN, 0, {})


def test_the_bot_follows_a_slower_caller_and_comes_back() -> None:
    rates, delivery = [], after(turn(), turn())
    for rate in (0.8, 0.8, 0.8, 1.0, 1.0, 1.0, 1.0):
        delivery = delivery.after(turn(rate))
        rates.append(delivery.of("statement").prosody.rate)
    assert 0.8 <= rates[1] <= 0.9 and 0.8 <= rates[2] <= 0.9
    assert rates[0] > rates[1] > rates[2] < rates[3] < rates[4]
    assert rates[-1] == pytest.approx(1.0, abs=0.02)


def test_from_the_first_turn_on_there_is_something_to_follow() -> None:
    assert after(turn(0.8)).rate == pytest.approx(0.9)


def test_how_much_is_one_number() -> None:
    slow = [turn(0.8)] * 3
    whole, half = (1 - after(*slow, adapt=by).of("statement").prosody.rate for by in (1.0, 0.5))
    assert half == pytest.approx(whole / 2)
    everything = [*slow, turn(asked_again=True, line=noise(5)), upset(3.0)]
    for role in ROLES:
        said = after(*everything, adapt=0.0).of(role)
        assert (said.prosody, said.pause_ms, said.because) == (PLAIN, 0, {})


@pytest.mark.parametrize(
    "cues",
    [
        Cues(),
        Cues(Manner(Voice(2000))),
        Cues(Manner(spoken(0.6, ms=600))),
        Cues(Manner(spoken(0.6, sure=0.5))),
        turn(0.6, dictated=True),
    ],
)
def test_turns_that_tell_no_rate_change_none(cues: Cues) -> None:
    assert after(turn(0.9), cues).rate == after(turn(0.9)).rate


def test_a_louder_caller_is_answered_a_little_louder() -> None:
    assert after(turn(1, -20.0), turn(1, -20.0)).of("statement").prosody.level_db == LEVELS_DB[1]
    assert after(turn(1, -28.0)).of("statement").prosody.level_db == -1.0
    assert after(Cues(Manner(spoken()), None)).level_db == 0


def test_sorry_is_answered_slower_louder_and_with_pauses_and_more_so_the_second_time() -> None:
    once, twice = after(Cues(asked_again=True)), after(*[Cues(asked_again=True)] * 2)
    first, second = once.of("statement"), twice.of("statement")
    assert first.prosody.rate == 0.9 and second.prosody.rate == 0.825
    assert 0 < first.prosody.level_db < second.prosody.level_db
    assert 0 < first.pause_ms < second.pause_ms
    assert once.after(turn()).clarity == 0 and twice.after(turn()).clarity == 1


def test_what_was_not_understood_is_said_clearly_on_a_noisy_line_only() -> None:
    assert after(turn(missed=True, line=noise(10))).clarity == 1
    assert after(turn(missed=True, line=noise(30))).clarity == 0
    assert after(turn(missed=True)).clarity == 0


def test_the_noisier_the_louder() -> None:
    levels = [after(turn(line=noise(snr))).of("statement").prosody.level_db for snr in (30, 20, 15, 10, 5, 0)]
    assert levels == [0.0, 0.0, 1.5, 3.0, 4.0, 4.0]
    assert after(turn(line=noise(10))).of("statement").prosody.rate == 0.95


def test_an_upset_caller_is_answered_calmly_and_not_in_kind() -> None:
    calm = after(upset(3.0), upset(3.0)).of("statement").prosody
    assert calm.rate < 1 and calm.pitch_st < 0 and calm.level_db < 0
    assert after(upset(1.0), upset(1.0)).of("statement").prosody.rate > 1
    assert not after(upset(3.0, confidence=0.1)).aroused


measures = st.floats(-60, 60)
any_cues = st.builds(
    lambda rate, level, usual, snr, arousal, *flags: Cues(
        Manner(spoken(abs(rate), level), arousal=Measure(arousal, 0.9)),
        usual,
        *flags,
        Line(Measure(snr, 1.0)),
    ),
    measures,
    measures,
    st.none() | measures,
    measures,
    measures,
    *[st.booleans()] * 3,
)


@given(st.lists(any_cues, max_size=8), st.floats(0, 1), st.sampled_from(ROLES))
def test_whatever_the_caller_does_it_stays_in_bounds_and_says_why(
    cues: list[Cues], adapt: float, role
) -> None:  # type: ignore[no-untyped-def]
    delivery = after(*cues, adapt=adapt)
    assert RATES[0] <= delivery.rate <= RATES[1] and LEVELS_DB[0] <= delivery.level_db <= LEVELS_DB[1]
    said = delivery.of(role)
    assert 0.9 * ALL_RATES[0] <= said.prosody.rate <= ALL_RATES[1]
    assert ALL_LEVELS_DB[0] - 1 <= said.prosody.level_db <= ALL_LEVELS_DB[1]
    if not said.because:
        assert said.prosody.rate == pytest.approx(1, abs=0.001) and said.prosody.pitch_st == pytest.approx(
            0, abs=0.001
        )


def test_why_is_told_in_words() -> None:
    said = after(turn(0.8), turn(0.8, line=noise(10), asked_again=True)).of("apology")
    assert sounded(said.because) == (
        "slower 5 % and lower 0.5 st and softer 1.0 dB (what it says); slower 17 % (the caller's own way); "
        "slower 10 % and louder 2.0 dB and pauses of 150 ms (asked for again); "
        "slower 5 % and louder 3.0 dB (a noisy line)"
    )
    assert sounded({}) == ""


# ---------------------------------------------------------------- in a call


class Scene:
    """A call whose caller's voice is made; engines answer at once."""

    def __init__(self, adapt: float = 1.0) -> None:
        self.call = Call(Toy("a"), Wording(PROMPTS), end_of_turn=AfterSilence(), adapt=adapt)
        self.t = 0
        self.tell(ev.CallStarted(0, "id", "toy", "test", "", NOW))

    def tell(self, event: ev.Event) -> list[cm.Command]:
        commands = self.call.handle(event)
        for command in list(commands):
            assert decode_command(json.loads(encode(command))) == command
            if isinstance(command, cm.Synthesize):
                commands += self.tell(ev.Synthesized(self.t, command.sentence, 500, (), 5))
            elif isinstance(command, cm.Play):
                self.tell(ev.PlaybackStarted(self.t, command.sentence))
                self.t += 500
                commands += self.tell(ev.PlaybackFinished(self.t, command.sentence))
        return commands

    def turn(self, voice: Voice, *intents: str) -> tuple[list[cm.Synthesize], list[cm.Play]]:
        """What the bot answers."""
        self.t += 300
        self.tell(ev.SpeechStarted(self.t, self.t))
        self.t += voice.duration_ms
        given: list[cm.Command] = []
        for command in self.tell(ev.SpeechPaused(self.t, self.t, voice)):
            if isinstance(command, cm.Recognize):
                heard = Recognition((Hypothesis("well then", -1.0, 0.9),), voice.duration_ms)
                for asked in self.tell(ev.Recognized(self.t, command.request, heard, 50)):
                    if isinstance(asked, cm.Understand):
                        reading = Reading(
                            "well then", tuple(Intent(i, 0.9) for i in intents or ("yes",)), (), 0.9
                        )
                        given += self.tell(ev.Understood(self.t, asked.request, reading, 4))
        self.t += 500
        given += self.tell(ev.TimeReached(self.t))
        return (
            [c for c in given if isinstance(c, cm.Synthesize)],
            [c for c in given if isinstance(c, cm.Play)],
        )

    def rate(self, voice: Voice) -> float:
        synthesized, _ = self.turn(voice)
        assert synthesized
        return synthesized[-1].script.pieces[0].prosody.rate


def test_in_a_call_a_slow_caller_slows_the_bot_within_two_turns_and_it_comes_back() -> None:
    scene = Scene()
    before = [scene.rate(spoken()) for _ in range(2)][-1]
    slow = [scene.rate(spoken(0.8)) for _ in range(3)]
    back = [scene.rate(spoken()) for _ in range(4)]
    assert before == 1.0
    assert all(0.8 <= rate / before <= 0.9 for rate in slow[1:]), slow
    assert back[-1] == before, back


def test_an_ordinary_caller_hears_the_prompts_that_were_made_before_the_call() -> None:
    scene = Scene()
    ready = set(prepared(Wording(PROMPTS)))
    for rate in (1.0, 0.97, 1.04, 1.02, 0.96):
        synthesized, _ = scene.turn(spoken(rate))
        assert {one.script for one in synthesized} <= ready


def test_in_a_call_with_it_off_nothing_changes() -> None:
    scene = Scene(adapt=0.0)
    assert {scene.rate(spoken(rate)) for rate in (1.0, 0.8, 0.7, 0.6)} == {1.0}


def test_sorry_in_a_call_is_answered_clearly_and_the_log_says_why() -> None:
    scene = Scene()
    synthesized, played = scene.turn(spoken(), "repeat")
    assert synthesized[0].because["clarity.rate"] == 0.9
    assert played[0].level_db == 2.0
