"""How well the line is told, and the bot's echo from the caller: counts on made calls, and the cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

import click
import numpy as np

from viva.hearing.engine import VoiceActivity
from viva.hearing.line.echo import EchoGate
from viva.hearing.line.meter import LineMeter
from viva.hearing.silero import SileroVad
from viva.hearing.speech import SpeechDetector
from viva.lab.measure.echo_calls import RETURNS_DB, EchoCall, EchoCalls
from viva.lab.measure.line_sounds import LineSounds

Floats = np.ndarray[Any, np.dtype[np.float32]]

RATE = 16_000
WINDOW = 512
WINDOW_MS = 32
SILENT = 1e-6
"""Mean square below which the server asks no model."""
AHEAD = 120 * RATE // 1000
"""Samples that the server knows of the bot's voice before they are played."""
BATCH = 24
TOLERANCE_MS = 150
BEFORE_MS = 50
"""A start of speech from so long before a sentence of the bot until the caller's answer is put down to it."""


@dataclass(slots=True)
class EchoTally:
    """At one level of the echo."""

    sentences: int = 0
    started: int = 0
    """Sentences in which the echo alone started speech."""
    ungated: int = 0
    """As many without the gate."""
    callers: int = 0
    """Who are heard without an echo."""
    heard: int = 0
    """Of them, not later than 150 ms after that."""
    delays: list[int] = field(default_factory=list)


def bench_line(data: Path, *, part: str, calls: int, scenes: int) -> None:
    """Measure and print.

    Raises:
        VivaError: the recordings or the voice-activity model are not there.
    """
    activity = SileroVad()
    sounds = LineSounds(data, part)
    click.echo(f"conditions told, of {scenes} calls of each kind ({part} part)")
    cost = _conditions(sounds.scenes(), activity, scenes, outbound=False)
    _conditions(sounds.greetings(), activity, scenes, outbound=True)
    click.echo(f"the meter takes {cost:.2%} of a core\n")
    made = EchoCalls(data, part)
    tallies = {level: EchoTally() for level in RETURNS_DB}
    used = seconds = 0.0
    for speaking in (False, True):
        todo = list(made.make(calls, speaking=speaking))
        for begin in range(0, len(todo), BATCH):
            some = todo[begin : begin + BATCH]
            plain = probabilities(activity, [call.caller for call in some])
            echoed = probabilities(activity, [call.echoed for call in some])
            for call, without, with_echo in zip(some, plain, echoed, strict=True):
                began = process_time()
                gated = with_echo * (1 - echo_alone(call))
                used, seconds = used + process_time() - began, seconds + len(call.echoed) / RATE
                _count(tallies[call.echo_db], call, without, with_echo, gated)
    click.echo("echo      starts speech   without gate   callers heard   later by p50, p90 ms")
    for level, tally in tallies.items():
        _print(f"{level} dB", tally)
    click.echo(f"the gate takes {used / seconds:.2%} of a core while the bot speaks")


def probabilities(activity: VoiceActivity, signals: Sequence[Floats]) -> list[Floats]:
    """Speech probability of each window of each signal, as the server's media loop has it."""
    streams = [activity.open() for _ in signals]
    found = [np.zeros(len(signal) // WINDOW, np.float32) for signal in signals]
    for k in range(max(map(len, found))):
        windows = [signal[k * WINDOW : (k + 1) * WINDOW] for signal in signals]
        loud = [i for i, w in enumerate(windows) if len(w) == WINDOW and float(w @ w) > SILENT * WINDOW]
        if loud:
            values = activity.probabilities([streams[i] for i in loud], np.stack([windows[i] for i in loud]))
            for i, value in zip(loud, values, strict=True):
                found[i][k] = value
    for stream in streams:
        activity.close(stream)
    return found


def echo_alone(call: EchoCall) -> Floats:
    """Of each window, the gate's probability; it is given the bot's voice as the server gives it: a sentence
    from its beginning on, and what sounds in the next 120 ms at once."""
    gate, sent = EchoGate(), 0
    out = np.zeros(len(call.echoed) // WINDOW, np.float32)
    for k in range(len(out)):
        now = (k + 1) * WINDOW
        for begin, end in call.sentences:
            at, known = max(begin, sent), min(end, now + AHEAD)
            if begin <= now and at < known:
                gate.play(call.played[at:known], at * 1000 // RATE)
                sent = known
        out[k] = gate.judge(call.echoed[k * WINDOW : (k + 1) * WINDOW])
    return out


def starts(probabilities: Floats) -> list[int]:
    """When starts of speech are known, milliseconds."""
    detector = SpeechDetector()
    return [
        (k + 1) * WINDOW_MS
        for k, probability in enumerate(probabilities.tolist())
        for change in detector.push(probability, (k + 1) * WINDOW_MS)
        if change.kind == "started"
    ]


def _count(tally: EchoTally, call: EchoCall, without: Floats, echoed: Floats, gated: Floats) -> None:
    found = starts(gated)
    if call.speech_at is None:
        ungated = starts(echoed)
        for (begin, _), answer in zip(call.sentences, call.answers, strict=True):
            low, high = 1000 * begin // RATE - BEFORE_MS, 1000 * answer // RATE
            tally.sentences += 1
            tally.started += any(low <= t <= high for t in found)
            tally.ungated += any(low <= t <= high for t in ungated)
        return
    spoken = 1000 * call.speech_at // RATE
    heard = [t for t in starts(without) if t >= spoken]
    if not heard:
        return
    later = [t - heard[0] for t in found if t >= spoken]
    tally.callers += 1
    tally.heard += bool(later) and later[0] <= TOLERANCE_MS
    tally.delays.append(later[0] if later else 10_000)


def _print(name: str, tally: EchoTally) -> None:
    p50, p90 = np.percentile(tally.delays or [0], [50, 90])
    click.echo(
        f"{name:>6} {tally.started:8} of {tally.sentences:4} {tally.ungated:8} of {tally.sentences:4} "
        f"{tally.heard:8} of {tally.callers:4} {p50:12.0f} {p90:6.0f}"
    )


def _conditions(
    scenes: dict[str, tuple[str, Callable[[], Floats]]],
    activity: VoiceActivity,
    count: int,
    *,
    outbound: bool,
) -> float:
    """Print how often each condition was told; the share of a core that the meter took."""
    used = seconds = 0.0
    for name, (wanted, make) in scenes.items():
        signals = [make() for _ in range(count)]
        told: Counter[str] = Counter()
        for signal, speech in zip(signals, probabilities(activity, signals), strict=True):
            began = process_time()
            told.update(conditions_told(signal, speech, outbound=outbound))
            used, seconds = used + process_time() - began, seconds + len(signal) / RATE
        others = ", ".join(f"{other} {n}" for other, n in told.most_common() if other != wanted)
        right = f"{wanted} {told[wanted]} of {count}" if wanted else f"nothing expected, {count}"
        click.echo(f"{name:>22}: {right}{'; also ' + others if others else ''}")
    return used / seconds


def conditions_told(signal: Floats, speech: Floats, *, outbound: bool) -> set[str]:
    """All conditions that held at some time."""
    meter, told = LineMeter(outbound=outbound), set()
    for k, probability in enumerate(speech.tolist()):
        meter.hear(signal[k * WINDOW : (k + 1) * WINDOW])
        line = meter.judge(probability)
        if line is not None:
            told |= {one.name for one in line.conditions}
    return set(told)
