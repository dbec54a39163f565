"""What the bot says beside its replies: backchannels in a long story, fillers while an action is slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.call.shell import Shell, World
from tests.call.toy import AfterSilence, toy_call
from viva.call import commands as cm
from viva.call import events as ev
from viva.call.score import Score
from viva.call.turn_end import TurnEvidence
from viva.hearing.voice.evidence import Measure, Voice

PATIENT = AfterSilence(1500)


@dataclass(frozen=True)
class LikelyOver(AfterSilence):
    def score(self, evidence: TurnEvidence, silence_ms: int) -> Score:
        return Score(0.7, {"words": 0.0})


def story(
    *parts: tuple[int, int], voice: Voice | None = None, world: World | None = None, **options: Any
) -> Shell:
    """A caller who speaks in these stretches, from 3 s on."""
    shell = Shell(toy_call(**{"end_of_turn": PATIENT, **options}), world or World())
    shell.start()
    for start, end in parts:
        shell.at(start + 96, lambda start=start: ev.SpeechStarted(shell.t, start))  # type: ignore[misc]
        shell.at(end + 150, lambda end=end: ev.SpeechPaused(shell.t, end, voice))  # type: ignore[misc]
    shell.run(parts[-1][1] + 5000)
    return shell


def pitched(semitones: float, confidence: float = 0.9) -> Voice:
    return Voice(2000, final_pitch_st=Measure(semitones, confidence))


def said(shell: Shell) -> list[str]:
    return [c.text for c in shell.of(cm.Caption) if c.speaker == "bot" and c.final]


LONG = ((3000, 9000), (10_000, 11_000), (11_800, 16_500), (17_300, 18_000))


def test_a_long_story_gets_backchannels_some_seconds_apart() -> None:
    shell = story(*LONG)
    times = [t for t, _, _ in shell.softly]
    assert len(times) == 2
    assert times[0] == 9000 + 150 + 84 + 10  # pause, recognition and understanding, synthesis
    assert times[1] - times[0] >= 6000
    assert {floor for _, floor, _ in shell.softly} == {"pause"}


def test_a_backchannel_is_no_reply_and_nothing_that_was_said() -> None:
    shell = story(*LONG)
    assert len(shell.of(cm.TurnTaken)) == 1
    assert not shell.of(cm.Duck)
    assert not {"Mm-hm.", "Right."} & set(said(shell))


def test_a_short_turn_and_a_number_get_none() -> None:
    assert not story((3000, 6000)).softly
    assert not story((3000, 9000), (10_000, 11_000), kind="digits").softly


def test_none_before_the_end_of_the_turn() -> None:
    assert not story((3000, 9000), end_of_turn=LikelyOver()).softly


def test_a_voice_that_stays_high_gets_none() -> None:
    assert story((3000, 9000), voice=pitched(-2.0)).softly
    assert not story((3000, 9000), voice=pitched(2.0)).softly
    assert story((3000, 9000), voice=pitched(2.0, confidence=0.1)).softly


def test_backchannels_can_be_off() -> None:
    assert not story(*LONG, backchannels=None).softly


def test_a_reply_waits_for_the_end_of_a_backchannel() -> None:
    soon = AfterSilence(675)
    shell = story((3000, 9000), end_of_turn=soon, world=World(word_ms=900))
    ((at, _, _),) = shell.softly
    (taken,) = [e.t for e, commands in shell.events if any(isinstance(c, cm.TurnTaken) for c in commands)]
    starts = [e.t for e, _ in shell.events if e.kind == "playback_started"]
    assert at < taken == 9675 < at + 900
    assert at + 900 in starts and not [t for t in starts if at < t < at + 900]


def waiting(script: str, action_ms: int, until: int, **options: Any) -> Shell:
    shell = Shell(toy_call(script, **options), World(action_ms=action_ms))
    shell.start()
    shell.speak(3000, 4000)
    shell.run(until)
    return shell


def test_a_slow_action_is_bridged_once() -> None:
    shell = waiting("q", 4000, 12_000)
    assert said(shell)[2:] == ["One moment please.", "It is done.", "Anything else?"]
    started = [e.t for e, _ in shell.events if e.kind == "playback_started"][2]
    (turn,) = [e.t for e, commands in shell.events if any(isinstance(c, cm.TurnTaken) for c in commands)]
    assert started == max(turn + 800, 4000 + 1200) + 10


def test_a_quick_action_is_not() -> None:
    assert said(waiting("q", 700, 8000))[2:] == ["It is done.", "Anything else?"]


def test_the_bots_own_words_before_the_action_count() -> None:
    assert "One moment please." in said(waiting("r", 1500, 10_000, fillers=None))
    shell = waiting("r", 1500, 10_000)
    assert said(shell)[2:] == ["One moment please.", "It is done.", "Anything else?"]


def test_a_very_slow_action_is_bridged_again_in_other_words() -> None:
    shell = waiting("q", 12_000, 20_000)
    assert said(shell)[2:5] == ["One moment please.", "Still looking.", "It is done."]


def test_a_result_waits_for_the_end_of_the_filler() -> None:
    shell = waiting("q", 1000, 8000)
    said_by = [e.sentence for e, _ in shell.events if e.kind == "playback_finished"]
    assert said(shell)[2:] == ["One moment please.", "It is done.", "Anything else?"]
    assert said_by == sorted(said_by)
    assert not shell.of(cm.StopPlayback)


def test_fillers_can_be_off() -> None:
    assert said(waiting("q", 4000, 12_000, fillers=None))[2:] == ["It is done.", "Anything else?"]
