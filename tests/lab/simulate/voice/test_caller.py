"""A caller on the line: what it says is heard when it says it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import soundfile

from viva.audio.pcm import to_float
from viva.call.commands import Command
from viva.call.events import Event
from viva.dialogue.state import State
from viva.lab.calls.truth import Said
from viva.lab.simulate.caller import Leave
from viva.lab.simulate.utterance import Part, Utterance
from viva.lab.simulate.voice.caller import SpeakingCaller
from viva.lab.simulate.voice.line import Line, Telephone, Wideband
from viva.lab.simulate.voice.noise import Background
from viva.speaking.engine import Voice


@dataclass
class Script:
    """A mind that says one thing after the other, a second apart, and leaves."""

    lines: list[Utterance]
    due: int | None = 500
    told: list[tuple[str, int, int]] = field(default_factory=list)

    def notice(self, event: Event, commands: list[Command], state: State | None) -> None:
        raise AssertionError("nothing happens here")

    def act(self, t: int) -> Utterance | Leave | None:
        assert self.due is not None and t >= self.due
        self.due = None
        if not self.lines:
            return Leave()
        return self.lines.pop(0)

    def uttered(self, utterance: Utterance, start_ms: int, end_ms: int) -> None:
        self.told.append((utterance.text, start_ms, end_ms))
        self.due = end_ms + 1000


ORDER = Utterance((Part("can I get a", 400), Part("large latte")), intent="order", values={"size": "large"})
YES = Utterance((Part("yes please"),), act="affirm")


def called(
    lines: list[Utterance], line: Line, *, seed: int = 1, noise: str = "", until: int = 60_000
) -> tuple[bytes, SpeakingCaller, Script]:
    rng, mind = np.random.default_rng(seed), Script(list(lines))
    background = Background(noise, -50, rng) if noise else None
    caller = SpeakingCaller(mind, Voice("en-us+f2"), line, rng, background=background)
    sent = []
    for t in range(20, until, 20):
        sent.append(caller.audio(t))
        if caller.leaves(t):
            break
    return b"".join(sent), caller, mind


@pytest.mark.parametrize("line", [Wideband, Telephone])
def test_times_are_those_of_the_sound(line: type[Wideband | Telephone]) -> None:
    pcm, caller, mind = called([ORDER, YES], line())
    loud = np.abs(to_float(pcm)) > 0.003
    sounding = np.zeros(len(loud), bool)
    for said in caller.said:
        spans = [said.start_ms, *(t for pause in said.pauses for t in pause), said.end_ms]
        for start, end in zip(spans[::2], spans[1::2], strict=True):
            assert loud[16 * (start - 5) : 16 * (start + 60)].any()
            assert loud[16 * (end - 150) : 16 * (end + 5)].any()
            sounding[16 * (start - 12) : 16 * (end + 12)] = True
    assert not (loud & ~sounding).any()
    assert [one[0] for one in mind.told] == ["can I get a large latte", "yes please"]


def test_what_was_meant_is_kept() -> None:
    _, caller, _ = called([ORDER, YES], Wideband())
    order, yes = caller.said
    assert (order.intent, order.values, order.act) == ("order", {"size": "large"}, "inform")
    assert order.start_ms == 500 and len(order.pauses) == 1
    assert yes.act == "affirm" and yes.start_ms >= order.end_ms + 1000


def test_the_same_seed_is_the_same_call_and_noise_never_stops() -> None:
    first, _, _ = called([ORDER], Telephone(), noise="pink")
    again, _, _ = called([ORDER], Telephone(), noise="pink")
    other, _, _ = called([ORDER], Telephone(), noise="pink", seed=2)
    assert first == again != other
    levels = np.abs(to_float(first)).reshape(-1, 320).max(axis=1)
    assert (levels[2:] > 0.0005).all()


def test_it_leaves_when_it_wants_to() -> None:
    pcm, caller, mind = called([YES], Wideband())
    assert caller.leaves(0) == "caller_hung_up"
    assert len(pcm) // 32 <= mind.told[0][2] + 1040


def test_what_is_being_said_when_the_call_ends_counts_as_far_as_it_came() -> None:
    _, caller, mind = called([ORDER], Wideband(), until=1020)
    (said,) = caller.said
    assert isinstance(said, Said) and (said.start_ms, said.end_ms) == (500, 1000)
    assert mind.told == []


def test_a_recording_that_is_gone_is_told_and_spoken_by_the_voice(tmp_path: Path) -> None:
    gone = Utterance(ORDER.parts, recording=tmp_path / "gone.flac", values=ORDER.values)
    pcm, caller, _ = called([gone], Wideband())
    assert "gone.flac" in caller.problems[0]
    assert caller.said[0].text == "can I get a large latte" and caller.said[0].values == ORDER.values
    assert caller.said[0].recording == ""
    assert np.abs(to_float(pcm)).max() > 0.05


def test_a_person_says_it_where_there_is_a_recording(tmp_path: Path) -> None:
    file = tmp_path / "order.wav"
    soundfile.write(file, 0.2 * np.sin(np.arange(16_000) / 5), 16_000)
    _, caller, _ = called([Utterance(ORDER.parts, recording=file)], Wideband())
    (said,) = caller.said
    assert said.recording == "order.wav" and said.end_ms - said.start_ms == pytest.approx(1000, abs=20)
