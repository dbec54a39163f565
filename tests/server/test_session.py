"""One call in the shell, in virtual time: the bot's voice while the caller makes a sound over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.dialogue.small import bot
from viva.audio.pcm import samples_of
from viva.call.log import Header
from viva.channels.line import FRAME_BYTES, FRAME_MS
from viva.dialogue.actions import Actions
from viva.dialogue.machine import Dialogue
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.voice.listening import VoiceListener
from viva.lab.stand_ins import StandInRecognizer, stand_in_engines
from viva.ops.store import CallRow, Store
from viva.ops.writer import DiskWriter
from viva.server.bot_host import BotHost, Pools, call_settings
from viva.server.playout import DUCKED, LEAD_MS
from viva.server.recorder import CallRecorder
from viva.server.session import Session
from viva.speaking.cache import PromptCache
from viva.speaking.engine import Voice
from viva.speaking.prepared import prepared
from viva.speaking.registry import speaker as speaker_of
from viva.speaking.registry import synthesizer
from viva.speaking.settings import EngineSettings
from viva.speaking.speaker import Speaker
from viva.understanding.expectation import Expectation
from viva.understanding.reading import JsonValue

NOTHING = Overlap("noise", 0.95, 0.02)
INTERRUPTION = Overlap("interruption", 0.95, 0.95)
LOUD = b"\x00\x10" * (FRAME_BYTES // 2)
SOUND = (480, 1200)
"""Over the greeting, whose sentences take a second each."""


@dataclass
class Ears:
    """Judges as it is told to, and keeps what it was given."""

    says: Overlap
    given: list[int] = field(default_factory=list)
    """Milliseconds of audio."""

    def judge_overlap(self, pcm: bytes, expects: Expectation, usual_level_db: float | None) -> Overlap:
        self.given.append(len(pcm) // 32)
        return self.says

    def recognize(self, pcm: bytes, expects: Expectation) -> Any:
        return StandInRecognizer("a trip to rome").recognize(pcm, expects)


class Instant:
    """Engine work done at once."""

    def submit(self, job: Any, work: Callable[[], Any], done: Any, failed: Any) -> Any:
        done(work(), 0)
        return None

    def stream(self, job: Any, make: Callable[[], Any], given: Any, done: Any, failed: Any) -> Any:
        for item in make():
            given(item, 0)
        done(None, 0)
        return None


@dataclass
class Wire:
    """Keeps what the caller is sent, with its time."""

    ducks: bool = False
    channel: str = "test"
    caller: str = ""
    t: int = 0
    loudest: list[tuple[int, int]] = field(default_factory=list)
    events: list[dict[str, JsonValue]] = field(default_factory=list)

    def describe(self) -> dict[str, JsonValue]:
        return {}

    def send_audio(self, pcm: bytes) -> None:
        self.loudest.append((self.t, int(np.max(np.abs(samples_of(pcm))))))

    def send_event(self, event: dict[str, JsonValue]) -> None:
        self.events.append(event)

    def clear(self) -> None:
        pass

    def close(self, reason: str) -> None:
        pass

    def times(self, name: str) -> list[tuple[JsonValue, JsonValue]]:
        return [(e["at_ms"], e.get("on")) for e in self.events if e["event"] == name]


@pytest.fixture
def recorder(tmp_path: Path) -> Any:
    store, writer = Store(tmp_path), DiskWriter()
    row = CallRow("20261124-093000-abcdef", "bot", "f" * 64, "test", "", "2026-11-24T09:30:00+00:00")
    yield CallRecorder(store, writer, row, Header(row.id, "bot", "f" * 64, call_settings(bot()), "0.1.0"))
    writer.close()
    store.close()


def call(
    recorder: CallRecorder, ears: Ears, wire: Wire, until: int = 2400, speaker: Speaker | None = None
) -> Wire:
    """A caller who makes one sound over the greeting. `speaker`: says it during the call."""
    small = bot()
    _, understander, synthesizer = stand_in_engines(small.language)
    prompts = PromptCache(speaker or Speaker(synthesizer, small.voice), 1 << 24)
    if speaker is None:
        prompts.prerender(prepared(small.wording))
    pools: Any = Pools(Instant(), Instant(), Instant())  # type: ignore[arg-type]
    host = BotHost(small, Dialogue(small), ears, understander, prompts, Actions(small), pools, VoiceListener)
    session = Session("test", host.new_call(), host, wire, recorder, 0, lambda *_: None)
    session.start("2026-11-24T09:30:00")
    for t in range(FRAME_MS, until, FRAME_MS):
        session.t = wire.t = t
        session.caller_audio(LOUD if SOUND[0] < t <= SOUND[1] else bytes(FRAME_BYTES))
        session.hear()
        while (window := session.next_window(1024)) is not None:
            session.voice(1.0 if any(window[:64]) else 0.0)
        session.advance()
    return wire


def test_the_judge_is_given_the_sound_from_a_little_before_its_onset(recorder: CallRecorder) -> None:
    ears = Ears(NOTHING)
    wire = call(recorder, ears, Wire())
    assert len(ears.given) == 1 and 400 <= ears.given[0] <= 420
    (on, off) = wire.times("duck")
    assert (on[1], off[1]) == (True, False)
    assert int(str(off[0])) - SOUND[0] <= 320  # the judge answers at once here
    assert not wire.times("clear")


def test_the_voice_is_lowered_in_what_is_sent(recorder: CallRecorder) -> None:
    wire = call(recorder, Ears(replace(NOTHING, interruption=0.3)), Wire())
    (on, off) = [int(str(t)) for t, _ in wire.times("duck")]
    whole = max(loud for _, loud in wire.loudest)
    lowered = [loud for t, loud in wire.loudest if on + FRAME_MS < t <= off]
    assert lowered and max(lowered) == pytest.approx(whole * DUCKED, abs=2)
    assert LEAD_MS == 120, "docs/reference/websocket.md says how late this is heard"


def test_a_line_that_lowers_it_itself_is_sent_the_voice_as_it_is(recorder: CallRecorder) -> None:
    wire = call(recorder, Ears(NOTHING), Wire(ducks=True))
    assert len(wire.times("duck")) == 2
    assert len({loud for _, loud in wire.loudest}) <= 2  # the tone, and silence to fill the last frame


def test_an_interruption_clears_what_was_sent_after_it_has_faded(recorder: CallRecorder) -> None:
    wire = call(recorder, Ears(INTERRUPTION), Wire(), until=1000)
    ((cleared, _),) = wire.times("clear")
    faded = [loud for t, loud in wire.loudest if t >= int(str(cleared))]
    assert faded == sorted(faded, reverse=True) and len(faded) >= 2


def test_a_voice_that_fails_is_replaced_and_the_log_says_so(recorder: CallRecorder) -> None:
    broken = EngineSettings("openai", "tts-1", "http://127.0.0.1:9/v1", limit_ms=2000)
    speaker = speaker_of(broken, synthesizer(broken), Voice("v"), "en")
    wire = call(recorder, Ears(NOTHING), Wire(), speaker=speaker)
    notes = [event for event in wire.events if event["event"] == "note"]
    assert [note["code"] for note in notes][:1] == ["voice_replaced"]
    assert "127.0.0.1:9 cannot be reached" in str(notes[0]["message"])
    assert max(loud for _, loud in wire.loudest) > 1000
