"""What must always hold (DESIGN.md), under thousands of random calls."""

from __future__ import annotations

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.call.shell import NOW, Shell, World
from tests.call.toy import toy_call
from viva.call import commands as cm
from viva.call import events as ev
from viva.call.floor import TRANSITIONS
from viva.call.log import Record
from viva.call.replay import verify
from viva.call.wire import decode_command, decode_event, encode
from viva.hearing.evidence import Hypothesis, Recognition, Word
from viva.hearing.overlap.evidence import Overlap
from viva.speaking.speech import WordMark
from viva.understanding.reading import Entity, Intent, Reading

ENGINES = ("recognizer", "understander", "synthesizer", "overlap_judge", "action")
small = st.integers(0, 30)
scripts = st.text(st.sampled_from("arqthn"), min_size=1, max_size=6)
kinds = st.sampled_from(["open", "yes_no", "choice", "digits", "nothing"])
worlds = st.builds(
    World,
    recognition_ms=st.sampled_from([0, 30, 150, 900, 7000]),
    understanding_ms=st.sampled_from([0, 5, 400]),
    synthesis_ms=st.sampled_from([0, 10, 700]),
    action_ms=st.sampled_from([0, 300, 4000]),
    word_ms=st.sampled_from([60, 250]),
    stream_ms=st.sampled_from([0, 0, 50]),
    breaks=st.booleans(),
    broken=st.frozensets(st.sampled_from(ENGINES), max_size=2),
    silent=st.frozensets(st.sampled_from(ENGINES), max_size=1),
    stall_ms=st.sampled_from([0, 0, 120, 900]),
    judge_ms=st.sampled_from([0, 60, 150, 900]),
    judge=st.sampled_from(["right", "wrong", "unsure"]),
)
moves = st.lists(
    st.one_of(
        # What a voice activity detector can report: sounds of 100 ms at least, pauses of 160 ms.
        st.tuples(st.just("speak"), st.integers(160, 3000), st.integers(100, 8000)),
        st.tuples(
            st.sampled_from(["mm-hm", "cough", "others"]), st.integers(160, 3000), st.integers(100, 2000)
        ),
        st.tuples(st.just("key"), st.integers(0, 4000), st.sampled_from("0159*#")),
        st.tuples(st.just("text"), st.integers(0, 4000), st.sampled_from(["", "yes", "no thanks"])),
        st.tuples(st.just("wait"), st.integers(0, 9000), st.just(None)),
    ),
    max_size=12,
)
callers = st.builds(lambda script, kind, world, m: (script, kind, world, m), scripts, kinds, worlds, moves)


def run_call(script, kind, world, caller_moves) -> Shell:  # type: ignore[no-untyped-def]
    """A caller who does `caller_moves` one after the other, each after its own delay, and then leaves."""
    shell = Shell(toy_call(script, kind), world)
    shell.start()
    t = 0
    for move, delay, argument in caller_moves:
        t += delay
        match move:
            case "speak" | "mm-hm" | "cough" | "others":
                shell.speak(t, t + argument, "words" if move == "speak" else move)
                t += argument + 1
            case "key":
                shell.at(t, lambda d=argument: ev.KeyPressed(shell.t, d))
            case "text":
                shell.at(t, lambda x=argument: ev.TextEntered(shell.t, x))
    shell.run(t + 100)
    shell.run(shell.t + 12_000)
    if not shell.call.ended:
        shell.give(ev.CallerLeft(shell.t, "caller_hung_up"))
    return shell


@settings(max_examples=400, deadline=None)
@given(callers)
def test_replaying_the_events_gives_the_same_commands(caller) -> None:  # type: ignore[no-untyped-def]
    shell = run_call(*caller)
    records = [
        Record(n, decode_event(json.loads(encode(event))), [json.loads(encode(c)) for c in commands])
        for n, (event, commands) in enumerate(shell.events, start=1)
    ]
    verdict = verify(toy_call(caller[0], caller[1]), records)
    assert verdict.difference is None
    assert verdict.events == len(records)
    for record in records:
        for data in record.commands:
            decode_command(data)


@settings(max_examples=600, deadline=None)
@given(callers)
def test_the_core_believes_heard_exactly_what_was_played(caller) -> None:  # type: ignore[no-untyped-def]
    shell = run_call(*caller)
    believed = {c.sentence: c.text for c in shell.of(cm.Caption) if c.speaker == "bot" and c.final}
    for sentence, (text, words) in shell.played.items():
        really = " ".join(text.split(" ")[:words])
        if sentence in believed:
            assert believed[sentence] == really
    assert set(believed) <= set(shell.played)


@settings(max_examples=600, deadline=None)
@given(callers)
@example(
    (
        "a",
        "open",
        World(0, 0, 0, 0, 60, silent=frozenset({"recognizer"})),
        [*[("speak", 160, 100)] * 6, ("speak", 160, 6433), ("speak", 3000, 8000), ("speak", 3000, 8000)],
    )
)
def test_no_caller_is_lost(caller) -> None:  # type: ignore[no-untyped-def]
    """Every pause that the core was told of lies in a turn that was taken or in an utterance that the
    log says was not answered, and every turn taken is followed by a reply or a reason."""
    shell = run_call(*caller)
    spans = [(c.start_ms, c.end_ms) for c in (*shell.of(cm.TurnTaken), *shell.of(cm.Unanswered))]
    for event, _ in shell.events:
        if isinstance(event, ev.SpeechPaused):
            assert any(start <= event.at <= end for start, end in spans), (event, spans)


@settings(max_examples=400, deadline=None)
@given(callers)
def test_speculation_has_no_effects(caller) -> None:  # type: ignore[no-untyped-def]
    """Nothing that was discarded is played, and no action runs before its turn was taken."""
    shell = run_call(*caller)
    discarded: set[int] = set()
    taken = 0
    for command in shell.commands:
        match command:
            case cm.Discard():
                discarded |= set(command.sentences)
            case cm.Play():
                assert command.sentence not in discarded
            case cm.TurnTaken():
                taken += 1
            case cm.RunAction():
                assert taken > 0


@settings(max_examples=400, deadline=None)
@given(callers)
@example(("a", "open", World(0, 0, 0, 0, 60), [("key", 0, "0"), ("speak", 160, 100), ("speak", 354, 1936)]))
def test_the_floor_moves_only_along_its_table(caller) -> None:  # type: ignore[no-untyped-def]
    shell = run_call(*caller)
    before = "idle"
    for command in shell.of(cm.FloorChanged):
        assert (before, command.state) in TRANSITIONS
        before = command.state
    assert before == "ended"


@settings(max_examples=300, deadline=None)
@given(callers)
@example(
    (
        "a",
        "open",
        World(7000, 0, 0, 0, 60),
        [*[("speak", 160, 100)] * 7, ("speak", 160, 6022), ("speak", 3000, 8000), ("speak", 3000, 8000)],
    )
)
def test_every_call_that_is_left_alone_ends(caller) -> None:  # type: ignore[no-untyped-def]
    """With a silent caller the call asks, gives up and hangs up, whatever the engines do."""
    script, kind, world, caller_moves = caller
    shell = Shell(toy_call(script, kind), world)
    shell.start()
    t = 0
    for move, delay, argument in caller_moves:
        t += delay
        if move in ("speak", "mm-hm", "cough", "others"):
            shell.speak(t, t + argument, "words" if move == "speak" else move)
            t += argument + 1
    shell.run(t + 400_000)
    assert shell.call.ended


# ---------------------------------------------------------------- any events at all

requests = st.integers(0, 12)
recognitions = st.builds(
    lambda words: Recognition(tuple(Hypothesis(w, -1.0, 0.5, (Word(w, 0, 100, 0.5),)) for w in words), 500),
    st.lists(st.sampled_from(["yes", "no", "and", "um"]), max_size=3),
)
readings = st.builds(
    lambda intent, value: Reading(
        "words",
        (Intent(intent, 0.5),) if intent else (),
        (Entity("day", value, "words", 0, 5, 0, 0.5, False, (0, 1), 0, 90),) if value else (),
        0.5,
    ),
    st.sampled_from(["", "yes", "no"]),
    st.sampled_from(["", "monday"]),
)
overlaps = st.builds(
    Overlap,
    st.sampled_from(["interruption", "backchannel", "noise", "background_speech"]),
    st.floats(0, 1),
    st.floats(0, 1),
)
any_event = st.one_of(
    st.builds(ev.CallStarted, small, st.just("c"), st.just("b"), st.just("x"), st.just(""), st.just(NOW)),
    st.builds(ev.SpeechStarted, small, small),
    st.builds(ev.SpeechPaused, small, small),
    st.builds(ev.OverlapJudged, small, requests, overlaps, small),
    st.builds(ev.Recognized, small, requests, recognitions, small),
    st.builds(ev.Understood, small, requests, readings, small),
    st.builds(ev.Synthesized, small, requests, st.integers(-5, 3000), st.just((WordMark(0, 3, 0),)), small),
    st.builds(
        ev.EngineFailed,
        small,
        st.sampled_from(["recognizer", "understander", "synthesizer", "overlap_judge"]),
        requests,
        st.just("x"),
    ),
    st.builds(ev.PlaybackStarted, small, requests),
    st.builds(ev.PlaybackFinished, small, requests),
    st.builds(ev.PlaybackStopped, small, requests, st.integers(-100, 5000)),
    st.builds(ev.KeyPressed, small, st.sampled_from("01#*A")),
    st.builds(ev.TextEntered, small, st.text(max_size=10)),
    st.builds(ev.ActionFinished, small, requests, st.just({"a": [1, None, 2.5]})),
    st.builds(ev.ActionFailed, small, requests, st.just("x")),
    st.builds(ev.TimeReached, small),
    st.builds(ev.LineNoted, small, st.just("audio_gap"), st.just("x")),
)
steps = st.lists(st.tuples(st.sampled_from([0, 0, 20, 300, 2000, 10_000]), any_event), max_size=60)


@settings(max_examples=1500, deadline=None)
@given(scripts, kinds, steps)
def test_any_events_in_any_order_are_survived(script, kind, given_steps) -> None:  # type: ignore[no-untyped-def]
    """No exception, only what may be, bounded in what it asks for, and replayable."""
    call = toy_call(script, kind)
    records: list[Record] = []
    t = 0
    first = ev.CallStarted(0, "c", "b", "x", "", NOW)
    for delay, event in [(0, first), *given_steps]:
        t += delay
        event = type(event)(**{**{f: getattr(event, f) for f in event.__slots__ if f != "kind"}, "t": t})
        commands = call.handle(event)
        assert len(commands) < 200
        records.append(Record(len(records) + 1, event, [json.loads(encode(c)) for c in commands]))
    verdict = verify(toy_call(script, kind), records)
    assert verdict.difference is None
    if not call.ended:
        assert call.next_deadline is not None
