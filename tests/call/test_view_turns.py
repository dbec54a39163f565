"""Why the bot spoke when it did: pauses with their scores, sounds over the bot, asides, from the log."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tests.call.shell import Shell, World
from tests.call.test_overlap import over
from tests.call.toy import toy_call
from viva.call import events as ev
from viva.call.log import Record
from viva.call.turn_end import Score, TurnEvidence
from viva.call.view.call import CallerLine, CallView, view
from viva.call.view.reasons import held, taken
from viva.call.wire import encode
from viva.hearing.voice.evidence import Measure, Voice
from viva.understanding.expectation import Expectation


@dataclass(frozen=True)
class AtSilence:
    """Over from a silence on, once there are words where that is asked for."""

    over_ms: int = 500
    longest: int = 2000
    with_words: bool = True
    words: float = 2.0
    voice: float = -1.0

    def score(self, evidence: TurnEvidence, silence_ms: int) -> Score:
        known = evidence.recognition is not None
        over = silence_ms >= self.over_ms and (known or not self.with_words)
        because = {"usual": -0.5, "words": self.words if known else 0.0, "voice": self.voice, "silence": 1.2}
        return Score(0.9 if over else 0.2, because)

    def threshold(self, expects: Expectation) -> float:
        return 0.8

    def longest_ms(self, expects: Expectation) -> int:
        return self.longest


def viewed(shell: Shell) -> CallView:
    records = [
        Record(n, event, [json.loads(encode(c)) for c in commands])
        for n, (event, commands) in enumerate(shell.events, start=1)
    ]
    return view(records)


def spoken(
    *parts: tuple[int, int],
    policy: AtSilence | None = None,
    world: World | None = None,
    until: int = 12_000,
) -> CallView:
    shell = Shell(toy_call("a", end_of_turn=policy or AtSilence()), world or World())
    shell.start()
    for start, end in parts:
        shell.speak(start, end)
    shell.run(until)
    return viewed(shell)


def lines(found: CallView) -> list[CallerLine]:
    return [line for line in found.transcript if isinstance(line, CallerLine)]


def test_a_taken_turn_says_why_then() -> None:
    found = spoken((4000, 5500))
    (pause,) = found.pauses
    assert (pause.start_ms, pause.end_ms, pause.outcome, pause.turn) == (5500, 6000, "taken", 1)
    assert pause.text == "yes please"
    assert [s.silence_ms for s in pause.scores] == [150, 160, 200, 234, 300, 400, 500]
    assert {s.at_ms - s.silence_ms for s in pause.scores} == {5500}
    (line,) = lines(found)
    assert (
        line.why
        == pause.why
        == (
            "taken 500 ms after the speech: the words are complete, so long a pause is rare for this caller, "
            "though the voice sounds as if more would come; "
            "waiting on would cost more than cutting in (0.90 of 0.80)"
        )
    )


def test_a_pause_that_was_waited_through_says_what_held_it() -> None:
    first, second = spoken((4000, 5500), (5900, 7000), policy=AtSilence(words=-2.0)).pauses
    assert (first.outcome, first.start_ms, first.end_ms, first.turn) == ("went_on", 5500, 5900, None)
    assert first.why == (
        "held for 400 ms (0.20 of 0.80): the words are not complete, ending on “yes please”, "
        "the voice sounds as if more would come"
    )
    assert second.outcome == "taken"


def test_the_longest_wait_and_words_that_come_late() -> None:
    (pause,) = spoken((4000, 5500), policy=AtSilence(over_ms=9000, longest=1000)).pauses
    assert pause.why.startswith("taken after 1000 ms of silence, the longest that is waited (0.20 of 0.80): ")
    slow = World(recognition_ms=1200)
    (pause,) = spoken((4000, 5500), policy=AtSilence(over_ms=1000, with_words=False), world=slow).pauses
    assert (pause.end_ms, pause.outcome) == (6500, "taken")
    assert "the words are not known yet" in pause.why
    assert pause.why.endswith("; its words were read 354 ms later")


def test_who_goes_on_before_the_answer_and_what_gets_none() -> None:
    shell = Shell(toy_call("a", end_of_turn=AtSilence(1000, with_words=False)), World(recognition_ms=1900))
    shell.start()
    shell.speak(4000, 5500)
    shell.speak(6600, 7900)
    shell.run(12_000)
    first, *_ = viewed(shell).pauses
    assert first.why == "taken after 1000 ms; the caller went on before it was answered"
    shell = Shell(toy_call("a", end_of_turn=AtSilence()), World())
    shell.start()
    shell.speak(4000, 4200, "cough")
    shell.run(9000)
    (pause,) = viewed(shell).pauses
    assert (pause.outcome, pause.why) == ("dropped", "not answered: no words")


def test_a_log_that_ends_in_a_pause_leaves_it_open() -> None:
    (pause,) = spoken((4000, 5500), until=5800).pauses
    assert (pause.outcome, pause.why, pause.end_ms) == ("open", "", 5800)


def test_the_voice_of_a_turn_is_shown() -> None:
    shell = Shell(toy_call("a", end_of_turn=AtSilence()), World())
    shell.start()
    voice = Voice(1500, pitch_hz=Measure(180.0, 0.9))
    shell.at(4096, lambda: ev.SpeechStarted(shell.t, 4000))
    shell.at(5650, lambda: ev.SpeechPaused(shell.t, 5500, voice))
    shell.run(9000)
    (line,) = lines(viewed(shell))
    assert line.voice is not None and line.voice.voice == voice


def test_reasons_against_a_decision_come_behind_those_for_it() -> None:
    because = {"words": -1.0, "voice": 1.0, "silence": 2.0}
    assert taken(600, 0.9, 0.8, because, "a latte with").startswith(
        "taken 600 ms after the speech: the voice sounds final, so long a pause is rare for this caller, "
        "though the words are not complete, ending on “latte with”; "
    )
    assert held(600, 0.5, 0.8, {"words": 0.1}, "a latte") == (
        "held for 600 ms (0.50 of 0.80): the words leave it open, ending on “a latte”"
    )
    assert held(600, 0.5, 0.8, {}, "").endswith(": no words in it")


def test_a_number_that_is_dictated() -> None:
    assert held(600, 0.2, 1.0, {"number": -2.0, "silence": 0.5}, "nine eight seven") == (
        "held for 600 ms (0.20 of 1.00): the number is not complete, ending on “eight seven”"
    )
    assert taken(400, 0.98, 1.0, {"number": 4.0, "silence": 0.1}, "nine eight seven") == (
        "taken after 400 ms of silence, as long as is waited for such a number (0.98 of 1.00): "
        "the number is complete, ending on “eight seven”"
    )


def test_a_backchannel_over_the_bot() -> None:
    found = viewed(over(1000, 1400, "mm-hm"))
    (sound,) = found.overlaps
    assert (sound.start_ms, sound.decided_ms, sound.decision, sound.kind) == (
        1000,
        1360,
        "went_on",
        "backchannel",
    )
    assert sound.why == "a backchannel, 95 % sure; 360 ms after its onset the bot goes on"
    assert sound.end_ms == 1400
    (ducked,) = found.ducking
    assert (ducked.start_ms, ducked.end_ms) == (1096, 1360)
    assert [(j.kind, j.confidence) for j in sound.judged] == [("backchannel", 0.95)]


def test_an_interruption_and_a_stop_for_nothing() -> None:
    (sound,) = viewed(over(1000, 2500, "words")).overlaps
    assert (sound.decision, sound.kind, sound.resumed) == ("yielded", "interruption", False)
    assert sound.why.startswith("an interruption, 95 % sure; ") and sound.why.endswith(" the bot yields")
    (sound,) = viewed(over(2000, 2500, "cough", World(judge="wrong"))).overlaps
    assert (sound.decision, sound.resumed) == ("yielded", True)
    assert [j.kind for j in sound.judged] == ["interruption", "noise"]


def test_a_sound_that_goes_on_is_judged_again_and_shown_apart() -> None:
    shell = over(1000, 2600, "words", World(judge="wrong"), until=1400)
    object.__setattr__(shell.world, "judge", "right")
    shell.run(8000)
    found = viewed(shell)
    assert [(o.start_ms, o.decided_ms, o.decision) for o in found.overlaps] == [
        (1000, 1360, "went_on"),
        (2060, 2120, "yielded"),
    ]
    assert [(d.start_ms, d.end_ms) for d in found.ducking] == [(1096, 1360), (2060, 2120)]
    assert found.overlaps[1].again
    assert found.overlaps[1].why == "an interruption, 95 % sure; judged again as it went on: the bot yields"


def test_without_an_answer_of_the_judge() -> None:
    broken = World(broken=frozenset({"overlap_judge"}))
    (lasting,) = viewed(over(1000, 2500, "words", broken)).overlaps
    assert lasting.why == "the judge failed; the sound lasted; 500 ms after its onset the bot yields"
    (short,) = viewed(over(1000, 1200, "cough", broken)).overlaps
    assert short.why == "the judge failed; the sound had stopped; 500 ms after its onset the bot goes on"
    silent = World(silent=frozenset({"overlap_judge"}))
    (short,) = viewed(over(1000, 1200, "cough", silent)).overlaps
    assert short.why.startswith("not judged in time; ")


def test_a_bot_that_had_said_all() -> None:
    (sound,) = viewed(over(4050, 5200, "words")).overlaps
    assert sound.decision == "finished"
    (ducked,) = viewed(over(4050, 5200, "words")).ducking
    assert ducked.end_ms == sound.decided_ms


def test_fillers_and_backchannels_are_told_apart() -> None:
    shell = Shell(toy_call("q", end_of_turn=AtSilence()), World(action_ms=3000))
    shell.start()
    shell.speak(4000, 5500)
    shell.run(12_000)
    found = viewed(shell)
    (filler,) = found.asides
    assert (filler.kind, filler.text) == ("filler", "One moment please.")
    assert filler.end_ms - filler.start_ms == 3 * 250
    patient = AtSilence(over_ms=1500, words=-1.0)
    shell = Shell(toy_call("a", end_of_turn=patient), World())
    shell.start()
    shell.speak(3000, 9000)
    shell.speak(10_000, 11_000)
    shell.run(14_000)
    (said,) = viewed(shell).asides
    assert (said.kind, said.text) == ("backchannel", "Mm-hm.")
    assert 9000 < said.start_ms < said.end_ms < 10_000
