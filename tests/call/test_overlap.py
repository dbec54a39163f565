"""Sounds over the bot's speech, told as short scenes in virtual time."""

from __future__ import annotations

from typing import Any

from tests.call.shell import Shell, Sound, World
from tests.call.toy import toy_call
from viva.call import commands as cm
from viva.call.overlap import OverlapPolicy
from viva.hearing.overlap.evidence import Overlap

HELLO = "We are open from Monday to Friday, and on Saturday mornings. How can I help you today?"
FIRST, SECOND = "We are open from Monday to Friday, and on Saturday mornings.", "How can I help you today?"


def over(
    start: int, end: int, sound: Sound, world: World | None = None, until: int = 8000, **options: Any
) -> Shell:
    """A call with one sound over its greeting, which takes 4.25 s: 250 ms a word."""
    shell = Shell(toy_call(hello=HELLO, **options), world or World())
    shell.start()
    shell.speak(start, end, sound)
    shell.run(until)
    return shell


def changes(shell: Shell) -> list[tuple[int, str]]:
    """When the bot's voice was lowered, raised and stopped."""
    found = []
    for event, commands in shell.events:
        for command in commands:
            if isinstance(command, cm.Duck):
                found.append((event.t, "lower" if command.on else "raise"))
            elif isinstance(command, cm.StopPlayback):
                found.append((event.t, "stop"))
    return found


def heard(shell: Shell) -> list[str]:
    return [c.text for c in shell.of(cm.Caption) if c.speaker == "bot" and c.final]


def reasons(shell: Shell) -> list[str]:
    return [u.reason for u in shell.of(cm.Unanswered)]


def test_a_backchannel_lowers_the_voice_for_a_moment_and_takes_no_word_away() -> None:
    shell = over(1000, 1400, "mm-hm")
    assert changes(shell) == [(1096, "lower"), (1360, "raise")]
    assert reasons(shell) == ["backchannel"]
    assert heard(shell) == [FIRST, SECOND]
    assert not shell.of(cm.TurnTaken)


def test_a_cough_and_somebody_else_are_explained() -> None:
    assert reasons(over(1000, 1600, "cough")) == ["noise"]
    assert reasons(over(1000, 1600, "others")) == ["background_speech"]


def test_an_interruption_stops_the_bot_and_is_heard_from_its_onset() -> None:
    shell = over(1000, 2200, "words")
    assert changes(shell)[:2] == [(1096, "lower"), (1360, "stop")]
    (turn,) = shell.of(cm.TurnTaken)
    assert (turn.start_ms, turn.end_ms) == (1000, 2200)
    assert turn.heard == "We are open from Monday"
    assert shell.of(cm.Recognize)[0].start_ms == 800


def test_a_sound_that_stops_early_is_asked_about_at_its_pause() -> None:
    shell = over(1000, 1100, "cough")
    assert [(q.start_ms, q.end_ms) for q in shell.of(cm.JudgeOverlap)] == [(900, 1250)]
    assert changes(shell) == [(1096, "lower"), (1310, "raise")]


def test_a_short_interruption_stops_the_bot_after_its_end() -> None:
    shell = over(1000, 1180, "words")
    assert changes(shell)[:2] == [(1096, "lower"), (1360, "stop")]
    assert len(shell.of(cm.TurnTaken)) == 1


def test_an_unsure_answer_is_followed_by_a_second_question() -> None:
    shell = over(1000, 3000, "words", World(judge="unsure", judge_ms=90), until=1700)
    assert [q.end_ms for q in shell.of(cm.JudgeOverlap)] == [1300, 1400]
    assert changes(shell) == [(1096, "lower"), (1500, "stop")]  # the second is not sure either: the deadline


def test_without_an_answer_speech_stops_the_bot_at_the_deadline() -> None:
    for world in (World(silent=frozenset({"overlap_judge"})), World(broken=frozenset({"overlap_judge"}))):
        assert changes(over(1000, 2200, "words", world))[:2] == [(1096, "lower"), (1500, "stop")]


def test_an_answer_that_comes_late_takes_the_stop_back() -> None:
    shell = over(1000, 2600, "others", World(judge_ms=300))
    assert changes(shell)[:2] == [(1096, "lower"), (1500, "stop")]
    starts = [e.t for e, _ in shell.events if e.kind == "playback_started"]
    assert starts[1] == 1600 + 10
    assert set(reasons(shell)) == {"background_speech"}
    assert heard(shell)[0] == "We are open from Monday"
    assert heard(shell)[1] == "from Monday to Friday, and on Saturday mornings."
    assert len(shell.of(cm.StopPlayback)) == 1  # judged again and not answered in time, it stays what it was
    assert not shell.of(cm.TurnTaken)


def test_a_backchannel_that_grows_into_a_turn_is_judged_again() -> None:
    shell = over(1000, 2600, "words", World(judge="wrong", judge_ms=60), until=1400)
    assert changes(shell) == [(1096, "lower"), (1360, "raise")]
    object.__setattr__(shell.world, "judge", "right")
    shell.run(8000)
    assert changes(shell)[2:4] == [(2060, "lower"), (2120, "stop")]
    (turn,) = shell.of(cm.TurnTaken)
    assert (turn.start_ms, turn.end_ms) == (1000, 2600)


def test_after_a_stop_for_nothing_the_bot_goes_on_with_the_phrase() -> None:
    shell = over(2000, 2500, "cough", World(judge="wrong"))
    assert changes(shell) == [(2096, "lower"), (2360, "stop")]
    assert reasons(shell) == ["noise"]
    rest = "and on Saturday mornings."
    assert heard(shell) == ["We are open from Monday to Friday, and on", rest, SECOND]
    starts = [(e.t, e.sentence) for e, _ in shell.events if e.kind == "playback_started"]
    assert starts[1][0] - 2500 == 150 + 60 + 10  # pause, judge, synthesis


def test_what_was_heard_is_known_across_a_stop_for_nothing() -> None:
    shell = over(2000, 2500, "cough", World(judge="wrong"), until=2900)
    object.__setattr__(shell.world, "judge", "right")
    shell.speak(3000, 4200)
    shell.run(8000)
    (turn,) = shell.of(cm.TurnTaken)
    assert turn.heard == "We are open from Monday to Friday, and on"


def test_a_yes_over_the_last_words_of_a_question_is_its_answer() -> None:
    shell = over(4050, 4400, "mm-hm", kind="yes_no")
    assert heard(shell)[:2] == [FIRST, SECOND]
    (turn,) = shell.of(cm.TurnTaken)
    assert turn.start_ms == 4050
    assert not shell.of(cm.Unanswered)


def test_that_holds_also_where_it_is_judged_before_the_end() -> None:
    for kind, answered in (("yes_no", True), ("open", False)):
        shell = over(3700, 4000, "mm-hm", kind=kind, overlap=OverlapPolicy(tail_ms=600))
        assert bool(shell.of(cm.TurnTaken)) == answered


def test_with_barge_in_off_nothing_is_asked_and_no_word_is_lowered() -> None:
    shell = over(1000, 2000, "words", overlap=OverlapPolicy(allowed=False))
    assert not changes(shell)
    assert not shell.of(cm.JudgeOverlap)
    assert reasons(shell) == ["barge_in_off"]


def test_who_still_speaks_when_the_bot_has_finished_has_the_floor() -> None:
    shell = over(4050, 5200, "words")
    assert "stop" not in [what for _, what in changes(shell)]
    assert [t.start_ms for t in shell.of(cm.TurnTaken)] == [4050]


def test_a_cough_over_the_last_words_is_no_answer() -> None:
    shell = over(4050, 5000, "cough", until=6000)
    assert reasons(shell) == ["no_words"]
    assert not shell.of(cm.TurnTaken)
    assert heard(shell) == [FIRST, SECOND]


def test_a_click_before_the_reply_does_not_delay_it_by_the_end_of_a_turn() -> None:
    shell = Shell(toy_call(), World(synthesis_ms=700))
    shell.start()
    shell.speak(5000, 6000)
    shell.run(6800)  # the turn is taken, its reply still being made
    assert shell.call.floor == "thinking"
    shell.speak(6800, 6950, "cough")
    shell.run(12_000)
    (reply,) = [e.t for e, commands in shell.events if any(isinstance(c, cm.ReplyStarted) for c in commands)]
    assert reply == 6950 + 150 + 80


def test_an_unsure_answer_is_taken_last_as_the_judge_calls_it() -> None:
    unsure = Overlap("interruption", 0.4, 0.4)
    assert OverlapPolicy().verdict(unsure, final=False) is None
    assert OverlapPolicy().verdict(unsure, final=True) == "yield"
    assert OverlapPolicy(yield_from=0.5).verdict(unsure, final=True) == "backchannel"
    assert OverlapPolicy(yield_from=0.3).verdict(Overlap("noise", 0.5, 0.4), final=True) == "yield"
