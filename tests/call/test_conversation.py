"""The core in ordinary conversation, told as short scenes in virtual time."""

from __future__ import annotations

from tests.call.shell import Shell, World
from tests.call.toy import toy_call
from viva.call import commands as cm
from viva.call import events as ev
from viva.call.overlap import OverlapPolicy


def shell(script: str = "a", world: World | None = None, **options: object) -> Shell:
    made = Shell(toy_call(script, **options), world or World())
    made.start()
    made.run(4000)  # the greeting is over by then
    assert made.call.floor == "idle"
    return made


def final_captions(made: Shell, speaker: str) -> list[str]:
    return [c.text for c in made.of(cm.Caption) if c.speaker == speaker and c.final]


def test_the_greeting_is_spoken_sentence_by_sentence() -> None:
    made = shell()
    assert final_captions(made, "bot") == ["Hello.", "How can I help you today?"]


def test_a_turn_is_answered_and_its_latency_told() -> None:
    made = shell()
    made.speak(5000, 6000)
    made.run(9000)
    (turn,) = made.of(cm.TurnTaken)
    assert (turn.by, turn.start_ms, turn.end_ms) == ("speech", 5000, 6000)
    (reply,) = made.of(cm.ReplyStarted)
    assert reply.speculation == "used"
    assert reply.latency_ms.pause == 150
    assert reply.latency_ms.recognition == 80
    assert reply.latency_ms.total == reply.latency_ms.pause + reply.latency_ms.decision
    assert "All right then." in final_captions(made, "bot")


def test_a_reply_prepared_at_a_pause_is_dropped_when_the_caller_goes_on() -> None:
    made = shell()
    made.speak(5000, 6000)
    made.speak(6350, 7000)
    made.run(10_000)
    assert len(made.of(cm.SpeculationDropped)) == 1
    (turn,) = made.of(cm.TurnTaken)
    assert (turn.start_ms, turn.end_ms) == (5000, 7000)
    discarded = {n for d in made.of(cm.Discard) for n in d.sentences}
    assert discarded.isdisjoint({p.sentence for p in made.of(cm.Play)})


def test_actions_run_only_after_the_turn_is_taken() -> None:
    made = shell("r")
    made.speak(5000, 6000)
    made.run(6400)
    assert not made.of(cm.RunAction)
    made.run(9000)
    kinds = [type(c) for c in made.commands]
    assert kinds.index(cm.TurnTaken) < kinds.index(cm.RunAction)
    assert "It is done." in final_captions(made, "bot")


def test_the_log_tells_what_the_dialogue_did() -> None:
    made = shell("r")
    made.speak(5000, 6000)
    made.run(9000)
    moves = made.of(cm.DialogueMoved)
    assert [(one.after, one.prompts) for one in moves] == [
        ("start", ("hello",)),
        ("turn", ("wait",)),
        ("action", ("done",)),
    ]
    kinds = [type(c) for c in made.commands]
    assert kinds.index(cm.TurnTaken) < kinds.index(cm.DialogueMoved, kinds.index(cm.TurnTaken))


def test_barge_in_stops_the_bot_and_what_was_heard_is_known() -> None:
    made = shell()
    made.speak(5000, 6000)
    made.run(6700)
    assert made.call.floor == "bot"
    start = made.t
    made.speak(start, start + 1200)
    made.run(start + 4000)
    first, second = made.of(cm.TurnTaken)
    assert first.heard is None
    heard = [c.text for c in made.of(cm.Caption) if c.speaker == "bot" and c.final][2]
    assert heard == second.heard
    assert "All right then.".startswith(heard)


def test_without_an_answer_of_the_judge_a_short_sound_does_not_stop_the_bot() -> None:
    made = Shell(toy_call(), World(silent=frozenset({"overlap_judge"})))
    made.start()
    made.run(300)
    made.speak(400, 550)
    made.run(5000)
    assert not made.of(cm.StopPlayback)
    assert [u.reason for u in made.of(cm.Unanswered)] == ["too_short_over_bot"]


def test_barge_in_can_be_off() -> None:
    made = Shell(toy_call(overlap=OverlapPolicy(allowed=False)))
    made.start()
    made.speak(300, 900)
    made.run(5000)
    assert not made.of(cm.StopPlayback)
    assert [u.reason for u in made.of(cm.Unanswered)] == ["barge_in_off"]


def test_silence_is_asked_about_and_ends_the_call_in_the_end() -> None:
    made = shell()
    made.run(60_000)
    assert made.call.ended
    assert made.commands[-1] == cm.EndCall("no_input")
    assert final_captions(made, "bot")[2:] == ["Are you still there?", "Hello?", "Goodbye then."]


def test_hang_up_waits_until_the_goodbye_was_heard() -> None:
    made = shell("h")
    made.speak(5000, 6000)
    made.run(20_000)
    assert made.commands[-1] == cm.EndCall("bot_hung_up")
    assert final_captions(made, "bot")[-1] == "Goodbye then."


def test_a_transfer_is_told_and_ends_the_call() -> None:
    made = shell("t")
    made.speak(5000, 6000)
    made.run(20_000)
    assert cm.TransferCall("desk") in made.commands
    assert made.commands[-1] == cm.EndCall("transferred")


def test_typing_interrupts_the_bot_and_is_answered() -> None:
    made = Shell(toy_call())
    made.start()
    made.run(600)
    made.give(ev.TextEntered(600, "book me in"))
    made.run(5000)
    (turn,) = made.of(cm.TurnTaken)
    assert (turn.by, turn.recognition.text) == ("text", "book me in")
    assert made.of(cm.StopPlayback)


def test_keys_are_one_turn_once_they_pause_or_end_with_hash() -> None:
    made = shell()
    for i, digit in enumerate("98#"):
        made.give(ev.KeyPressed(5000 + i, digit))
    made.give(ev.KeyPressed(9000, "7"))
    made.run(20_000)
    keys = [t.recognition.text for t in made.of(cm.TurnTaken) if t.by == "keys"]
    assert keys == ["98", "7"]


def floors(made: Shell) -> list[str]:
    return [c.state for c in made.of(cm.FloorChanged)]


def test_nothing_is_said_to_a_caller_who_spoke_on_after_the_bot() -> None:
    """Keys that are complete only while the caller speaks are answered, but not over the caller."""
    made = Shell(toy_call("a"), World(0, 0, 0, 0, word_ms=60))
    made.start()
    made.give(ev.KeyPressed(0, "0"))
    made.speak(160, 260)
    made.speak(615, 2551)  # begins over the bot's reply and goes on after it, until the keys are complete
    made.run(4000)
    assert [t.by for t in made.of(cm.TurnTaken)] == ["speech", "keys", "speech"]
    once = ["thinking", "bot"]
    assert floors(made) == ["thinking", "caller", "pause", *once, "caller", "pause", *once, "idle"]


def test_an_actions_result_waits_for_a_caller_who_has_stopped_the_bot() -> None:
    made = shell("r", World(action_ms=2000))
    made.speak(5000, 6000)
    made.speak(6500, 10_000)
    made.run(10_100)
    assert floors(made)[-2:] == ["bot", "caller"]
    assert "It is done." not in final_captions(made, "bot")
    made.run(14_000)
    assert "It is done." in final_captions(made, "bot")


def test_the_reply_to_an_endless_turn_may_start_in_a_pause() -> None:
    made = shell(world=World(recognition_ms=0, synthesis_ms=700))
    made.speak(5000, 35_300)
    made.run(40_000)
    assert floors(made)[-4:] == ["caller", "pause", "bot", "idle"]


def test_a_recognizer_that_never_answers_costs_one_question() -> None:
    made = shell(world=World(silent=frozenset({"recognizer"})))
    made.speak(5000, 6000)
    made.run(20_000)
    assert [n.code for n in made.of(cm.Note)] == ["engine_failed"]
    assert len(made.of(cm.TurnTaken)) == 1
    assert "Sorry, I did not catch that." in final_captions(made, "bot")


def test_a_synthesizer_that_fails_leaves_a_silent_call_that_goes_on() -> None:
    made = Shell(toy_call(), World(broken=frozenset({"synthesizer"})))
    made.start()
    made.speak(1000, 2000)
    made.run(8000)
    assert {n.code for n in made.of(cm.Note)} == {"engine_failed", "unspoken"}
    assert len(made.of(cm.TurnTaken)) == 1
    assert not made.call.ended


def test_a_turn_of_maximum_length_is_taken_while_the_caller_speaks() -> None:
    made = shell()
    made.at(5096, lambda: ev.SpeechStarted(made.t, 5000))
    made.run(40_000)
    (turn,) = made.of(cm.TurnTaken)
    assert turn.end_ms == 35_000


def test_speech_while_an_action_runs_is_answered_after_its_result() -> None:
    made = shell("ra", World(action_ms=4000))
    made.speak(5000, 6000)
    made.speak(8500, 9000)
    made.run(16_000)
    said = final_captions(made, "bot")
    assert said.index("It is done.") < said.index("All right then.")
    assert len(made.of(cm.TurnTaken)) == 2


def test_after_the_end_nothing_follows() -> None:
    made = shell()
    made.give(ev.CallerLeft(5000, "caller_hung_up"))
    assert made.commands[-1] == cm.EndCall("caller_hung_up")
    assert made.call.handle(ev.SpeechStarted(6000, 6000)) == []
    assert made.call.next_deadline is None
