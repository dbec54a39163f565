"""Dictated numbers taken whole, and how soon: a call's own components in virtual time.

Voice activity, speech detector, recognizer with the bot's language, understander and end-of-turn policy run
as in a call. A pause is known when the detector knows it; the recognizer's answer is there after the
processor time that it took here; the turn is taken at the policy's silence, but not before that answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

import click
import numpy as np

from viva.audio.pcm import to_float
from viva.call.settings import CallSettings
from viva.call.turn_end import EndOfTurn, TurnEvidence, WeighedEndOfTurn
from viva.dialogue.expects import question
from viva.errors import VivaError
from viva.hearing.evidence import Recognition
from viva.hearing.silero import SileroVad
from viva.hearing.speech import SpeechDetector
from viva.lab.measure.dictated_numbers import (
    DEVELOPMENT,
    GROUPINGS,
    PEOPLE,
    RATE,
    VOICES,
    SpokenNumber,
    dictated_numbers,
    synthesized_numbers,
)
from viva.lab.measure.recognition import Hearing
from viva.understanding.engine import DICTATED
from viva.understanding.expectation import Expectation
from viva.understanding.reading import Reading

USUAL = 10
SHORTEST, LONGEST = min(GROUPINGS), max(GROUPINGS)
FIXED_MS = 1200
"""A silence that takes any number, for comparison."""
_TITLE = 25
_HEAD = f"{'':{_TITLE + 12}} {'not cut off':>18} {'delay: mean':>12} {'median':>7} {'95 %':>6} {'right':>6}"
_SAMPLES_PER_MS = RATE // 1000


@dataclass(frozen=True, slots=True)
class Pause:
    start_ms: int
    """Of the utterance."""
    end_ms: int
    """Of the speech before the pause."""
    seen_ms: int
    resumed_ms: int | None
    """When it is known that the caller goes on."""
    recognition: Recognition
    took_ms: float


@dataclass(frozen=True, slots=True)
class Outcome:
    number: SpokenNumber
    delay_ms: float
    """From the end of the last digit to the taking of the turn; negative: the caller was cut off."""
    reading: Reading


@dataclass(frozen=True, slots=True)
class FixedSilence(WeighedEndOfTurn):
    """An end of turn that knows nothing."""

    def longest_ms(self, evidence: TurnEvidence) -> int:
        return FIXED_MS


def bench_dictation(bot: Path, data: Path, *, entity: str, count: int) -> None:
    """Measure and print.

    Raises:
        VivaError: the recordings, the bot, its entity or a model is not there.
    """
    hearing = Hearing(bot)
    expects = asked(hearing, entity)
    low, high = expects.min_digits or 1, expects.max_digits or LONGEST
    lengths = [length for length in GROUPINGS if low <= length <= high]
    own = f"{low} to {high} digits asked for"
    sets = {
        f"{USUAL} digits": (dictated_numbers(data, count, [USUAL]), PEOPLE),
        "any length": (dictated_numbers(data, count, lengths, seed=8), PEOPLE),
        f"{USUAL} digits, synthesized": (synthesized_numbers(count, USUAL), VOICES),
    }
    policy = WeighedEndOfTurn()
    for said, (numbers, people) in sets.items():
        listed = heard(hearing, expects, numbers, count, said)
        took = [pauses[-1].took_ms for _, pauses in listed if pauses]
        click.echo(f"{said}: hearing it at its last pause takes {np.mean(took):.0f} ms of processor time")
        click.echo(_HEAD)
        for name, asks in ((own, lambda one: expects), ("exactly so many asked for", exactly(expects))):
            _print(name, [taken(hearing, *one, asks(one[0]), policy) for one in listed], people)
        always = [taken(hearing, *one, expects, FixedSilence()) for one in listed]
        _print(f"always {FIXED_MS / 1000} s of silence", always, people)


def asked(hearing: Hearing, entity: str) -> Expectation:
    """What the bot expects where it asks for a value of an entity.

    Raises:
        VivaError: it has none of that name, or one that is not dictated.
    """
    specs = hearing.bot.language.entities
    names = [name for name, spec in specs.items() if spec.kind in DICTATED]
    if entity not in names:
        listed = ", ".join(names) or "none"
        raise VivaError(
            f"{hearing.bot.name} has no entity {entity!r} that is dictated",
            hint=f"name one of kind digits, phone or code with --entity; the bot has {listed}",
        )
    return question(hearing.bot, specs[entity].kind, "bench.0", (entity,))


def exactly(expects: Expectation) -> Callable[[SpokenNumber], Expectation]:
    """The same question of a bot that knows how many digits the number has."""

    def of(number: SpokenNumber) -> Expectation:
        return replace(expects, min_digits=len(number.digits), max_digits=len(number.digits))

    return of


def heard(
    hearing: Hearing, expects: Expectation, numbers: Iterable[SpokenNumber], count: int, label: str
) -> list[tuple[SpokenNumber, list[Pause]]]:
    """Each number with its pauses, all of them, as if the turn were never taken."""
    hearing.expects = expects
    vad = SileroVad()
    with click.progressbar(numbers, length=count, label=label) as bar:
        return [(number, _pauses(hearing, vad, number.pcm)) for number in bar]


def _pauses(hearing: Hearing, vad: SileroVad, pcm: bytes) -> list[Pause]:
    samples, detector, stream, settings = to_float(pcm), SpeechDetector(), vad.open(), CallSettings()
    pauses, start = list[Pause](), None
    for first in range(0, len(samples) - vad.window + 1, vad.window):
        probability = float(vad.probabilities([stream], samples[None, first : first + vad.window])[0])
        now = (first + vad.window) // _SAMPLES_PER_MS
        for change in detector.push(probability, now):
            if change.kind == "started":
                start = change.at_ms if start is None else start
                if pauses:
                    pauses[-1] = replace(pauses[-1], resumed_ms=now)
                continue
            assert start is not None
            begin, end = max(0, start - settings.lead_in_ms), min(now, change.at_ms + settings.lead_out_ms)
            began = process_time()
            recognition = hearing.recognize(pcm[begin * 2 * _SAMPLES_PER_MS : end * 2 * _SAMPLES_PER_MS])
            took_ms = 1000 * (process_time() - began)
            pauses.append(Pause(start, change.at_ms, now, None, recognition, took_ms))
    vad.close(stream)
    return pauses


def taken(
    hearing: Hearing, number: SpokenNumber, pauses: Sequence[Pause], expects: Expectation, policy: EndOfTurn
) -> Outcome:
    """When the turn is taken, and what it is understood to be."""
    hearing.expects = expects
    reading = Reading("", (), (), 0.0)
    at = float("inf")
    for pause in pauses:
        began = process_time()
        reading = hearing.read(pause.recognition)
        known = pause.seen_ms + pause.took_ms + 1000 * (process_time() - began)
        evidence = TurnEvidence(expects, pause.recognition, reading=reading)
        at = max(known, pause.end_ms + policy.longest_ms(evidence))
        if pause.resumed_ms is None or at < pause.resumed_ms:
            break
    return Outcome(number, at - number.ends_ms[-1], reading)


def _print(title: str, outcomes: Sequence[Outcome], people: Sequence[str]) -> None:
    groups = {"all": tuple(people)}
    if set(DEVELOPMENT) < set(people):
        others = tuple(one for one in people if one not in DEVELOPMENT)
        groups = {"development": DEVELOPMENT, "others": others, **groups}
    for name, members in groups.items():
        rows = [one for one in outcomes if one.number.person in members]
        delays = [one.delay_ms / 1000 for one in rows if one.delay_ms >= 0]
        right = sum(any(e.value == one.number.digits for e in one.reading.entities) for one in rows)
        if not delays:
            click.echo(f"{title:{_TITLE}} {name:11} {0:5} of {len(rows):3}")
            continue
        median, late = np.percentile(delays, [50, 95])
        share = f"{len(delays):4} of {len(rows):3} {len(delays) / len(rows):6.1%}"
        click.echo(
            f"{title:{_TITLE}} {name:11} {share:>18} {np.mean(delays):10.2f} s {median:7.2f} {late:6.2f} "
            f"{right / len(rows):6.1%}"
        )
