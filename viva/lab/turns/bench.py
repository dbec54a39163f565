"""`viva bench turns`: cut-offs against waiting, for recorded turns with pauses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from viva.call.score import Score
from viva.call.turn_end import EndOfTurn, TurnEvidence
from viva.dialogue.bot import Bot
from viva.lab.chart import Chart, Line, Point
from viva.lab.turns.detector import TurnDetector
from viva.lab.turns.fit import FOLDS, Fold, cross_validated
from viva.lab.turns.outcomes import Operating, operating
from viva.lab.turns.recorded import HeardTurn, heard_turns, read_turns
from viva.understanding.expectation import Expectation

THRESHOLDS = (0.3, 0.5, 0.6, 0.7, 0.8, 0.857, 0.9, 0.95, 0.97, 0.99)
SILENCES_MS = (300, 400, 500, 600, 800, 1000, 1200, 1500, 2000, 2500)
TICKS = (0.25, 0.5, 1.0, 2.0)


class SilenceAlone:
    """For comparison: `EndOfTurn` that knows nothing but the time."""

    def score(self, evidence: TurnEvidence, silence_ms: int) -> Score:
        return Score(0.0, {})

    def threshold(self, expects: Expectation) -> float:
        return 1.0

    def longest_ms(self, evidence: TurnEvidence) -> int:
        return 0


def bench_turns(bot: Bot, folders: Sequence[Path], *, fit: bool, plot: Path | None) -> None:
    """Measure the turns of all folders together; VivaError where one cannot be read."""
    detector = TurnDetector(bot)
    policy = detector.policy
    turns: list[HeardTurn] = []
    for folder in folders:
        listed = read_turns(folder)
        with click.progressbar(heard_turns(listed, detector), length=len(listed), label=str(folder)) as bar:
            turns += bar
    audio_s = sum(turn.duration_ms for turn in turns) / 1000
    held = sum(len(turn.resumed_at) for turn in turns)
    click.echo(f"{len(turns)} turns, {held} pauses of 0.1 s and more in them")
    click.echo(f"processor time: {sum(turn.took_s for turn in turns) / audio_s:.3f} of the audio")
    took = [pause.took_s for turn in turns for pause in turn.pauses]
    click.echo(f"recognition at a pause: {1000 * float(np.mean(took)):.0f} ms of processor time")
    after = sum(turn.ends_before_end for turn in turns)
    if after:
        click.echo(f"{after} of them are said to end 0.3 s and more after the last speech that is heard")
    longest = policy.longest_ms(TurnEvidence(Expectation(), None))
    _tell("at once", turns, policy, longest)
    _tell("after the time that recognition takes", turns, policy, longest, late=True)
    if fit:
        _fit(turns, longest)
    if plot is not None:
        _plot(turns, policy, longest, plot)


def _tell(
    title: str, turns: Sequence[HeardTurn], policy: EndOfTurn, longest: int, *, late: bool = False
) -> None:
    own = policy.threshold(Expectation())
    click.echo(f"\nwords known {title}; the bot's own threshold is {own:.3f}")
    click.echo(f"{'threshold':>10} {'cut off':>8} {'mean delay':>11}")
    for one in (operating(turns, policy, threshold, longest, late=late) for threshold in THRESHOLDS):
        click.echo(f"{one.threshold:>10.3f} {one.cut_off:>8.1%} {one.delay_s:>9.2f} s")


def _fit(turns: Sequence[HeardTurn], longest: int) -> None:
    """Weights for `viva.call.turn_end`, and how good such weights are on recordings they have not seen."""
    fold = Fold.of(turns)
    usual, weights = fold.fitted()
    click.echo(f"\nUSUAL = {usual}")
    for name, weight in weights.items():
        click.echo(f'    "{name}": Weight({weight.of}, {weight.mean}),')
    click.echo(f"\n{FOLDS}-fold cross-validation, a recording in one fold with all that is made of it")
    click.echo(f"{'threshold':>10} {'cut off':>8} {'mean delay':>11}")
    for one in cross_validated(turns, THRESHOLDS, longest):
        click.echo(f"{one.threshold:>10.3f} {one.cut_off:>8.1%} {one.delay_s:>9.2f} s")


def _plot(turns: Sequence[HeardTurn], policy: EndOfTurn, longest: int, file: Path) -> None:
    silences = [operating(turns, SilenceAlone(), 2.0, one) for one in SILENCES_MS]
    lines = (
        _line("silence alone", silences),
        _line("weighed, words at once", [operating(turns, policy, t, longest) for t in THRESHOLDS]),
        _line("weighed, as in a call", [operating(turns, policy, t, longest, late=True) for t in THRESHOLDS]),
    )
    chart = Chart(
        "Turns cut off, by how long callers wait",
        f"{len(turns)} turns of real callers with pauses put in; one point for each threshold",
        "mean delay after the turn, seconds",
        "cut off, %",
        lines,
        ticks=TICKS,
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(chart.svg(), encoding="utf-8")
    click.echo(f"written to {file}")


def _line(name: str, points: Sequence[Operating]) -> Line:
    return Line(name, tuple(Point(one.delay_s, 100 * one.cut_off, 0.0) for one in points))
