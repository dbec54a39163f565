"""How a turn was said reaches the log, the flows and the baseline, and replays to the byte."""

from __future__ import annotations

import json
from typing import Any

from tests.call.shell import NOW
from tests.call.toy import PROMPTS, AfterSilence, Toy
from viva.call import commands as cm
from viva.call import events as ev
from viva.call.core import Call
from viva.call.wire import decode_command, decode_event, encode
from viva.hearing.evidence import Hypothesis, Recognition
from viva.hearing.voice.evidence import Measure, Voice
from viva.speaking.wording import Wording
from viva.understanding.reading import Intent, Reading


class Noting(Toy):
    """A toy dialogue that notes what was sensed."""

    def __init__(self) -> None:
        super().__init__()
        object.__setattr__(self, "seen", [])

    def hear(self, *given: Any) -> Any:
        self.seen.append(given[-1])  # type: ignore[attr-defined]
        return super().hear(*given)


def said(level: float, pitch: float) -> Voice:
    values = {"level_db": level, "pitch_hz": pitch, "high_db": level / 3, "rate": 4.0}
    return Voice(1000, **{name: Measure(float(value), 1.0) for name, value in values.items()})


class Line:
    """Speaks turns into a call, in order, with the engines' answers at once."""

    def __init__(self, mind: Toy) -> None:
        self.call = Call(mind, Wording(PROMPTS), end_of_turn=AfterSilence())
        self.events: list[ev.Event] = []
        self.t = 0
        self.commands: list[bytes] = []
        self.tell(ev.CallStarted(0, "id", "toy", "test", "", NOW))

    def tell(self, event: ev.Event) -> list[cm.Command]:
        self.events.append(event)
        commands = self.call.handle(event)
        self.commands += [encode(command) for command in commands]
        return commands

    def turn(self, *units: Voice | None) -> cm.TurnTaken:
        commands: list[cm.Command] = []
        for unit in units:
            self.t += 300
            self.tell(ev.SpeechStarted(self.t, self.t))
            self.t += 1000
            for command in self.tell(ev.SpeechPaused(self.t + 150, self.t, unit)):
                if isinstance(command, cm.Recognize):
                    heard = Recognition((Hypothesis("yes please", -1.0, 0.9),), 1000)
                    self.tell(ev.Recognized(self.t + 160, command.request, heard, 5))
                    reading = Reading("yes please", (Intent("yes", 0.9),), (), 0.9)
                    self.tell(ev.Understood(self.t + 170, command.request, reading, 5))
        taken: list[cm.Command] = []
        while not any(isinstance(c, cm.TurnTaken) for c in taken):
            deadline = self.call.next_deadline
            assert deadline is not None
            self.t = deadline
            taken = self.tell(ev.TimeReached(deadline))
        commands = taken
        [taken] = [c for c in commands if isinstance(c, cm.TurnTaken)]
        self.t += 100
        return taken


def test_a_turn_is_told_with_its_voice() -> None:
    mind = Noting()
    line = Line(mind)
    first = line.turn(said(-30, 120), said(-28, 130))
    assert first.voice is not None and first.voice.arousal is None
    assert first.voice.pauses_ms == (300,)
    for _ in range(4):
        line.turn(said(-29, 125))
    excited = line.turn(said(-14, 220))
    assert excited.voice is not None and excited.voice.arousal is not None
    assert excited.voice.arousal.value > 2
    assert mind.seen[-1]["voice"]["arousal"] == excited.voice.arousal.value  # type: ignore[attr-defined]


def test_a_turn_without_analysis_has_none() -> None:
    assert Line(Toy()).turn(None).voice is None


def test_events_and_commands_with_a_voice_go_to_json_and_back_and_replay() -> None:
    line = Line(Toy())
    taken = [line.turn(said(-30 + i, 120 + i)) for i in range(3)]
    assert [decode_command(json.loads(encode(one))) for one in taken] == taken
    again, commands = Call(Toy(), Wording(PROMPTS), end_of_turn=AfterSilence()), []
    for event in line.events:
        copy = decode_event(json.loads(encode(event)))
        assert copy == event
        commands += [encode(command) for command in again.handle(copy)]
    assert commands == line.commands
