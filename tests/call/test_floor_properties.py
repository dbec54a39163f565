"""What must always hold of the floor, under random sounds over the bot and random engines."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.call.shell import Shell, World
from tests.call.test_properties import callers, run_call
from tests.call.toy import toy_call
from viva.call import commands as cm
from viva.call import events as ev

HELLO = (
    "We are open from Monday to Friday, from nine to five, and on Saturday mornings if the weather is fine. "
    "You can also write to us, or come by, because the door is open when somebody is here. How can I help?"
)


@settings(max_examples=400, deadline=None)
@given(callers)
def test_a_lowered_voice_is_raised_or_stopped_within_500_ms(caller) -> None:  # type: ignore[no-untyped-def]
    shell = run_call(*caller)
    limit: int | None = None
    for event, commands in shell.events:
        for command in commands:
            if isinstance(command, cm.Duck) and command.on:
                assert limit is None
                # From the onset; 200 ms where a sound that goes on is judged again.
                limit = event.at + 500 if isinstance(event, ev.SpeechStarted) else event.t + 200
            elif isinstance(command, cm.Duck | cm.StopPlayback | cm.EndCall):
                assert limit is None or event.t <= limit
                limit = None
    assert limit is None


@settings(max_examples=400, deadline=None)
@given(callers)
def test_backchannels_are_for_pauses_of_the_caller_only(caller) -> None:  # type: ignore[no-untyped-def]
    script, _, world, moves = caller
    shell = run_call(script, "open", world, [("speak", 3000, 7000), *moves])
    for _, floor, audible in shell.softly:
        assert floor == "pause" and not audible
    times = [t for t, _, _ in shell.softly]
    assert all(b - a >= 5000 for a, b in pairwise(times))


@settings(max_examples=400, deadline=None)
@given(callers)
def test_an_interruption_is_never_explained_away(caller) -> None:  # type: ignore[no-untyped-def]
    """With a judge that is right and in time, words over the bot are no noise; whatever is left out otherwise
    is left out for another reason."""
    script, kind, _, moves = caller
    spoken = [m for m in moves if m[0] == "speak"]
    shell = run_call(script, kind, World(), spoken)
    assert not {u.reason for u in shell.of(cm.Unanswered)} & {"backchannel", "noise", "background_speech"}


sounds = st.lists(
    st.tuples(st.integers(200, 2000), st.integers(100, 1200), st.sampled_from(["mm-hm", "cough", "others"])),
    max_size=4,
)
judges = st.builds(
    World,
    judge=st.sampled_from(["right", "wrong", "unsure"]),
    judge_ms=st.sampled_from([0, 40, 90]),
    recognition_ms=st.sampled_from([20, 90]),
    word_ms=st.sampled_from([200, 300]),
)


@settings(max_examples=500, deadline=None)
@given(judges, sounds)
def test_after_a_sound_that_is_nothing_the_bot_is_heard_whole(world, disturbances) -> None:  # type: ignore[no-untyped-def]
    """In order and without a gap; where it was broken off it begins again with a phrase already begun."""
    shell = Shell(toy_call(hello=HELLO), world)
    shell.start()
    t = 0
    for gap, duration, sound in disturbances:
        shell.speak(t + gap, t + gap + duration, sound)
        t += gap + duration + 160
    shell.run(30_000)
    reached = began = 0
    for number in sorted(shell.played):
        text, words = shell.played[number]
        if text not in HELLO:
            break  # the greeting is over
        at = HELLO.index(text)
        assert began <= at <= reached
        heard = " ".join(text.split(" ")[:words])
        began, reached = at, max(reached, at + len(heard) + 1 if heard else 0)
    assert reached == len(HELLO) + 1
    assert all(silence <= 300 for silence in silences(shell))


def silences(shell: Shell) -> list[int]:
    """From the end of each sound that stopped the bot, or the stop if that was later, to its voice again."""
    found: list[int] = []
    stopped: int | None = None
    for event, commands in shell.events:
        if isinstance(event, ev.SpeechPaused) and stopped is not None:
            stopped = max(stopped, event.at)
        elif isinstance(event, ev.PlaybackStarted) and stopped is not None:
            found.append(event.t - stopped)
            stopped = None
        if any(isinstance(command, cm.StopPlayback) for command in commands):
            stopped = event.t
    return found
