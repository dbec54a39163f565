"""Calls in text for tests of minds: the simulation's own, heard without a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from viva.call import commands as cm
from viva.call import events as ev
from viva.dialogue.bot import Bot
from viva.dialogue.machine import Dialogue
from viva.dialogue.state import State
from viva.hearing.evidence import Recognition
from viva.hearing.overlap.evidence import Overlap
from viva.lab.calls.truth import Said
from viva.lab.simulate.caller import Caller, Leave
from viva.lab.simulate.cast import NOW
from viva.lab.simulate.errors.durations import Durations
from viva.lab.simulate.errors.ears import words_within
from viva.lab.simulate.errors.model import Background
from viva.lab.simulate.errors.neighbours import Neighbours
from viva.lab.simulate.errors.overlaps import judged, kind_of
from viva.lab.simulate.errors.spoken import Spoken
from viva.lab.simulate.errors.text_call import run_text_call
from viva.lab.simulate.errors.text_host import TextHost
from viva.lab.simulate.utterance import Utterance
from viva.lab.virtual.run import Ended
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Understander

LONGEST_MS = 1_200_000


class Perfect:
    """A `viva.lab.simulate.errors.text_call.Hearing`."""

    background = Background()

    def recognize(self, said: Sequence[Spoken], command: cm.Recognize) -> Recognition:
        _, words, _ = words_within(said, command.start_ms, command.end_ms)
        heard = Recognition.of_text(" ".join(word.text for word in words))
        return Recognition(heard.hypotheses, command.end_ms - command.start_ms)

    def voice(self, number: int, stretch: int, duration_ms: int, *, over: bool) -> None:
        pass

    def judge(self, said: Sequence[Spoken], command: cm.JudgeOverlap) -> Overlap:
        numbers, words, _ = words_within(said, command.start_ms, command.end_ms)
        meant = kind_of(said[numbers[-1]].utterance) if numbers else "noise"
        text = " ".join(word.text for word in words)
        return judged(meant, text, command.expects, {}, np.random.default_rng(0))


def host_of(bot: Bot, understander: Understander) -> TextHost:
    """Without models. What an error model needs is not there."""
    voice = pronouncer(bot.language.code)
    none = cast(Any, None)
    return TextHost(
        bot, Dialogue(bot), understander, none, Durations(voice), Neighbours((), voice), frozenset(), 1.0
    )


@dataclass(frozen=True)
class TextCall:
    ended: Ended
    said: list[Said]
    story: str
    """To read."""


def called(host: TextHost, caller: Caller) -> TextCall:
    story = _Story()
    ended, said = run_text_call(
        host, caller, Perfect(), call_id="text", now=NOW, recorder=story, limit_ms=LONGEST_MS
    )
    return TextCall(ended, said, "\n".join(story.lines))


class _Story:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def record(self, event: ev.Event, commands: list[cm.Command]) -> None:
        for command in commands:
            match command:
                case cm.Caption(final=True):
                    self.lines.append(f"{event.t:>7} {command.speaker}: {command.text}")
                case cm.TurnTaken(reading=reading):
                    names = [one.name for one in reading.intents]
                    values = [(one.name, one.value) for one in reading.entities]
                    self.lines.append(f"{'':>7}   understood: {names} {values}")
                case cm.RunAction():
                    self.lines.append(f"{event.t:>7} runs {command.action} {command.arguments}")
                case cm.Unanswered() | cm.EndCall():
                    self.lines.append(f"{event.t:>7} {command.kind}: {command.reason}")

    def close(self, t: int, reason: str, turns: int) -> None:
        self.lines.append(f"{t:>7} over: {reason}")


@dataclass
class Unhearing:
    """A caller to whom nothing of the bot's voice comes through."""

    mind: Caller

    def notice(self, event: ev.Event, commands: list[cm.Command], state: State | None) -> None:
        if isinstance(event, ev.PlaybackStarted | ev.PlaybackFinished | ev.PlaybackStopped):
            event = ev.TimeReached(event.t)
        self.mind.notice(event, commands, state)

    @property
    def due(self) -> int | None:
        return self.mind.due

    def act(self, t: int) -> Utterance | Leave | None:
        return self.mind.act(t)

    def uttered(self, utterance: Utterance, start_ms: int, end_ms: int) -> None:
        self.mind.uttered(utterance, start_ms, end_ms)
