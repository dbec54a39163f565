"""Calls without audio: the real core, understander, dialogue and actions; times as a server has them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.lab.simulate.errors.made import host, row
from viva.call.commands import Command
from viva.call.events import ActionFinished, Event, PlaybackStopped, SpeechPaused, SpeechStarted
from viva.call.log import record_line
from viva.call.replay import verify
from viva.call.wire import decode_event
from viva.dialogue.actions import Actions
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.dialogue.state import State
from viva.lab.simulate.caller import Leave
from viva.lab.simulate.errors.draw import FEWEST
from viva.lab.simulate.errors.file import read_errors
from viva.lab.simulate.errors.fit import FEWEST_OVERLAPS, Material, aligned, fit
from viva.lab.simulate.errors.model import Background, ErrorModel
from viva.lab.simulate.errors.overlaps import KINDS
from viva.lab.simulate.errors.text_call import run_text_call
from viva.lab.simulate.errors.text_host import TextHost
from viva.lab.simulate.utterance import Part, Utterance
from viva.lab.virtual.run import Ended
from viva.server.bot_host import new_call

pytestmark = pytest.mark.models
NOW = "2026-01-05T10:00:00"
PERFECT = fit(
    aligned(
        [row("a large latte", "A large latte."), *[row("a large", "A large,", whole=False)] * FEWEST, row("")]
    ),
    material=Material(overlaps=Counter({(kind, kind): FEWEST_OVERLAPS for kind in KINDS})),
)


def said(*texts: str, pause_ms: int = 0, kind: Any = "turn") -> Utterance:
    parts = [Part(text, pause_ms) for text in texts[:-1]]
    return Utterance((*parts, Part(texts[-1])), kind)


@dataclass
class Scripted:
    """Says one thing after the other, a while after the bot has fallen silent, or at a time; then waits."""

    script: list[Utterance | Leave | None]
    at: list[int] = field(default_factory=list)
    """When; for those that are not listed: 600 ms after the bot's last sentence."""
    said: int = 0
    due: int | None = None
    talking: int = 0
    uttered_at: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.due = self.at[0] if self.at else None

    def notice(self, event: Event, commands: list[Command], state: State | None) -> None:
        if event.kind == "playback_started":
            self.talking += 1
        elif event.kind in ("playback_finished", "playback_stopped"):
            self.talking -= 1
            listed = self.said < len(self.at)
            waits = not listed and self.said < len(self.script)
            self.due = event.t + 600 if waits else self.due
        if self.talking and self.said >= len(self.at):
            self.due = None

    def act(self, t: int) -> Utterance | Leave | None:
        self.said += 1
        self.due = self.at[self.said] if self.said < len(self.at) else None
        return self.script[self.said - 1]

    def uttered(self, utterance: Utterance, start_ms: int, end_ms: int) -> None:
        self.uttered_at.append((start_ms, end_ms))


class Log:
    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.closed: tuple[int, str, int] | None = None

    def record(self, event: Event, commands: list[Command]) -> None:
        self.lines.append(record_line(len(self.lines) + 1, event, commands))

    def close(self, t: int, reason: str, turns: int) -> None:
        self.closed = (t, reason, turns)

    def events(self, kind: type[Any]) -> list[Any]:
        found = (decode_event(json.loads(line)["event"]) for line in self.lines)
        return [event for event in found if isinstance(event, kind)]

    def captions(self, speaker: str) -> list[str]:
        return [
            one["text"]
            for line in self.lines
            for one in json.loads(line)["commands"]
            if one["kind"] == "caption" and one["final"] and one["speaker"] == speaker
        ]


def call(
    caller: Scripted, errors: ErrorModel = PERFECT, bot: TextHost | None = None, **options: Any
) -> tuple[Ended, Log, Any]:
    log = Log()
    wanted: dict[str, Any] = {"seed": 1, "call_id": "sim-1-0", "now": NOW, **options}
    ended, truth = run_text_call(bot or host("barista"), caller, errors, recorder=log, **wanted)
    return ended, log, truth


def test_an_order_is_taken_and_placed() -> None:
    script = [said("a large latte please"), said("yes"), said("no thank you")]
    ended, log, truth = call(Scripted([*script]))
    assert ended.reason == "bot_hung_up"
    assert log.captions("caller") == ["A large latte please.", "Yes.", "No thank you."]
    assert [one.text for one in truth] == ["a large latte please", "yes", "no thank you"]
    assert log.closed == (ended.t, "bot_hung_up", 3)
    (placed,) = log.events(ActionFinished)
    assert placed.result == 1


def test_the_log_replays_as_that_of_a_live_call(tmp_path: Path) -> None:
    from viva.call.log import Header, header_line, read_log
    from viva.call.settings import CallSettings

    _, log, _ = call(Scripted([said("a large latte"), said("yes"), Leave()]), read_errors(None))
    path = tmp_path / "events.jsonl"
    head = header_line(Header("sim-1-0", "barista", "", CallSettings(), "0"))
    path.write_bytes(head + b"".join(log.lines))
    bot = host("barista")
    assert verify(new_call(bot.bot, bot.dialogue), read_log(path)[1]).difference is None


def test_the_same_seed_is_the_same_call_whatever_came_before() -> None:
    def once(seed: int) -> list[bytes]:
        script = [said("could i get a dark roast iced mocha"), said("yes"), said("no"), Leave()]
        return call(Scripted([*script]), read_errors(None), noise="noise 6 dB", seed=seed)[1].lines

    first = once(3)
    others = [once(seed) for seed in range(4, 8)]
    assert once(3) == first
    assert any(one != first for one in others)


def test_speech_is_told_when_a_detector_would() -> None:
    script = said("a large", "latte", pause_ms=1000)
    _, log, (one, *_) = call(Scripted([script, Leave()], at=[8000, 16000]))
    pause_from, pause_to = one.pauses[0]
    started, paused = log.events(SpeechStarted), log.events(SpeechPaused)
    assert [event.at for event in started] == [one.start_ms, pause_to]
    assert [event.at for event in paused] == [pause_from, one.end_ms]
    assert all(event.t % 20 == 0 for event in [*started, *paused])
    assert all(96 <= event.t - event.at <= 140 for event in [*started, *paused])


def test_a_pause_is_heard_as_the_beginning_of_an_utterance() -> None:
    _, log, _ = call(Scripted([said("a large", "latte", pause_ms=400), Leave()], at=[8000, 16000]))
    heard = [json.loads(line)["event"] for line in log.lines]
    texts = [
        event["recognition"]["hypotheses"][0]["text"] for event in heard if event["kind"] == "recognized"
    ]
    assert texts == ["A large,", "A large latte."]


def test_an_interruption_stops_the_bot_and_a_backchannel_does_not() -> None:
    stopped = []
    for kind, text in (("interruption", "a large latte"), ("backchannel", "mm hm"), ("noise", "")):
        caller = Scripted(
            [said("i want to order something"), said(text, kind=kind), Leave()], [4000, 7400, 15000]
        )
        _, log, _ = call(caller)
        stopped.append(len(log.events(PlaybackStopped)))
    assert stopped == [1, 0, 0]


def test_an_action_takes_the_time_that_it_takes(tmp_path: Path) -> None:
    base = host("barista").bot
    code = "import asyncio\nasync def place_order(call, coffeeDrink, **rest):\n    await asyncio.sleep(3)\n"
    slow: Bot = replace(base, files={**base.files, "actions.py": code + "    return call.simulated\n"})
    caller = Scripted([said("a large latte"), said("yes"), Leave()])
    _, log, _ = call(caller, bot=replace(host("barista"), bot=slow), actions=Actions(slow, simulated=True))
    asked = next(
        json.loads(line)["event"]["t"]
        for line in log.lines
        if any(one["kind"] == "run_action" for one in json.loads(line)["commands"])
    )
    (done,) = log.events(ActionFinished)
    assert done.result is True
    assert done.t - asked == 3000


def test_a_caller_who_never_speaks_is_let_go_by_the_bot() -> None:
    ended, log, truth = call(Scripted([]))
    assert ended.reason == "no_input"
    assert truth == []
    assert len(log.captions("bot")) > 2


def test_a_call_without_an_end_is_ended_at_its_limit() -> None:
    ended, _, _ = call(Scripted([None] * 100_000, at=list(range(0, 2_000_000, 20))), limit_ms=5000)
    assert (ended.reason, ended.t) == ("failed", 5000)
    assert "limit of 5 s" in ended.problem


def test_the_caller_hangs_up() -> None:
    ended, _, _ = call(Scripted([Leave()], at=[1000]))
    assert (ended.reason, ended.t) == ("caller_hung_up", 1000)


def test_what_is_still_being_said_counts_as_far_as_it_has_come() -> None:
    long = said("i would like a large dark roast iced mocha with a lot of almond milk and no sugar please")
    ended, _, (one,) = call(Scripted([long], at=[1000]), limit_ms=3000)
    assert one.end_ms == ended.t == 3000
    assert long.text.startswith(one.text) and len(one.text) < len(long.text)


def test_the_clinic_hears_dictated_digits() -> None:
    bot = load_bot(Path(__file__).parents[4] / "bots" / "clinic")
    assert bot.name == host("clinic").bot.name
    _, log, _ = call(Scripted([said("i would like to book an appointment"), Leave()]), bot=host("clinic"))
    assert log.captions("caller") == ["I would like to book an appointment."]


def test_sounds_behind_the_caller_are_heard_and_not_said() -> None:
    clean = PERFECT.conditions["clean"]
    noisy = replace(clean, background=Background(30.0, (400,)))
    model = replace(PERFECT, conditions={"clean": noisy})
    ended, log, truth = call(Scripted([]), model)
    sounds = log.events(SpeechStarted)
    assert truth == []
    assert ended.t / 60_000 * 30 * 0.3 < len(sounds) < ended.t / 60_000 * 30 * 1.2
    assert [event.at for event in log.events(SpeechPaused)] == [event.at + 400 for event in sounds]
