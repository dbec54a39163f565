"""What a sound over the bot is taken for, on the set of `viva/lab/overlaps`; and the weights for it.

See docs/concepts/overlaps.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import process_time

import click
import numpy as np

from viva.audio.pcm import to_float
from viva.hearing.moonshine import MoonshineRecognizer
from viva.hearing.overlap.evidence import OverlapKind
from viva.hearing.overlap.judge import KINDS, features
from viva.hearing.overlap.spoken import pooled
from viva.hearing.overlap.words import overlap_words
from viva.lab.evaluate.intents import per_class
from viva.lab.measure.rows import Row, write_rows
from viva.lab.overlaps.examples import MOMENTS_MS, Set, Woken
from viva.lab.overlaps.fit import crossed, fit_spoken, fitted, save
from viva.lab.overlaps.material import Recordings
from viva.lab.overlaps.scene import Scene
from viva.understanding.expectation import Expectation

Counts = np.ndarray[tuple[int, int], np.dtype[np.int64]]

DECIDED_MS = 430
"""The threshold is for what is known by then."""
OUTSIDE = "yeah, but"
"""Told by what follows only, so counted by itself."""
PEOPLE = ("order", "digit", "hum of a person", "order far away")
"""Groups that are made of real people's voices."""


def fit_overlaps(data: Path, file: Path, *, size: float) -> None:
    """Fit on the parts `words` and `train` and write the weights.

    Raises:
        VivaError: the recordings or a model are not there.
    """
    recordings, recognizer, words = Recordings.read(data), MoonshineRecognizer(), overlap_words()
    rows, listening = [], []
    for scene in Set(recordings, "words", size).scenes():
        for ms in MOMENTS_MS:
            rows.append(pooled(recognizer.encoded(to_float(scene.until(ms)))[0]))
            listening.append(int(scene.sound.kind == "backchannel"))
    spoken = fit_spoken(np.array(rows), np.array(listening))
    seen, kinds, sources, due = [], [], [], []
    for one in Set(recordings, "train", size).examples(recognizer):
        level = one.scene.usual_level_db
        seen.append(features(one.samples, one.activity, one.heard, level, words, spoken))
        kinds.append(KINDS.index(one.scene.sound.kind))
        sources.append(one.scene.sound.source)
        due.append(one.ms >= DECIDED_MS)
    vectors, truth, late = np.array(seen), np.array(kinds), np.array(due)
    chances = crossed(vectors, truth, sources)
    weights = fitted(spoken, vectors, truth, chances, late)
    save(weights, file)
    click.echo(f"{file}: from {len(rows)} examples of words and {len(seen)} of sounds")
    yielded = chances[late, 0] >= weights.yield_from
    wanted = truth[late] == KINDS.index("interruption")
    both = (yielded & wanted).sum()
    click.echo(
        f"cross-validation, from {DECIDED_MS} ms on: precision {both / yielded.sum():.1%}, "
        f"recall {both / wanted.sum():.1%}, threshold {weights.yield_from:.2f}"
    )


def bench_overlaps(data: Path, *, size: float, rows: Path | None = None) -> None:
    """Judge the part `judged` as a call would, and print.

    Raises:
        VivaError: the recordings or a model are not there, or `rows` cannot be written.
    """
    part, recognizer = Set(Recordings.read(data), "judged", size), MoonshineRecognizer()
    found: list[tuple[Scene, int, int]] = []
    """Scene, moment, kind that was judged."""
    took = []
    for scene in part.scenes():
        for ms in MOMENTS_MS:
            started = process_time()
            overlap = recognizer.judge_overlap(scene.until(ms), Expectation(), scene.usual_level_db)
            took.append(1000 * (process_time() - started))
            found.append((scene, ms, KINDS.index(overlap.kind)))
    if rows is not None:
        write_rows(rows, (_row(scene, ms, KINDS[kind]) for scene, ms, kind in found))
    _print_woken(part.woken)
    for ms in MOMENTS_MS:
        _print_moment(ms, [(scene, kind) for scene, at, kind in found if at == ms])
    middle, high = np.percentile(took, [50, 95])
    click.echo(f"cost of a judgement on one core: {middle:.0f} ms, 95 % below {high:.0f} ms")


def _row(scene: Scene, ms: int, kind: OverlapKind) -> Row:
    """For `viva eval intents`."""
    sound = scene.sound
    return {
        "id": f"{sound.name} {ms} ms",
        "truth": sound.kind,
        "hypothesis": kind,
        "speaker": sound.source,
        "after": f"{ms} ms",
        "sound": sound.group,
        "line": "telephone" if scene.telephone else "wideband",
    }


def confusion(judged: Sequence[tuple[Scene, int]]) -> Counts:
    """[kinds, kinds]: what it is, what it was taken for."""
    counts = np.zeros((len(KINDS), len(KINDS)), np.int64)
    for scene, kind in judged:
        counts[KINDS.index(scene.sound.kind), kind] += 1
    return counts


def rates(table: Counts) -> tuple[float, float]:
    """Precision and recall of interruptions, 0..1; 0 where there are none."""
    counts = table.astype(np.float64)
    precision, recall, _ = per_class(counts.diagonal(), counts.sum(axis=0), counts.sum(axis=1))
    return float(np.nan_to_num(precision[0])), float(np.nan_to_num(recall[0]))


def _print_moment(ms: int, judged: Sequence[tuple[Scene, int]]) -> None:
    counted = [(scene, kind) for scene, kind in judged if scene.sound.group != OUTSIDE]
    click.echo(f"\n{ms} ms after the onset{'':8}" + "".join(f"{kind:>18}" for kind in KINDS))
    for kind, row in zip(KINDS, confusion(counted), strict=True):
        click.echo(f"  {kind:<26}" + "".join(f"{count:18}" for count in row))
    for name, rows in (
        ("all", counted),
        ("people", [one for one in counted if one[0].sound.group in PEOPLE or one[0].sound.kind == "noise"]),
        ("synthesized", [one for one in counted if one[0].sound.group not in PEOPLE]),
        ("telephone", [one for one in counted if one[0].telephone]),
        ("level not known", [one for one in counted if one[0].usual_level_db is None]),
    ):
        table = confusion(rows)
        precision, recall = rates(table)
        click.echo(
            f"  interruptions, {name}: precision {precision:.1%}, recall {recall:.1%} of {table[0].sum()}"
        )
    for group in dict.fromkeys((scene.sound.kind, scene.sound.group) for scene, _ in judged):
        rows = [one for one in judged if (one[0].sound.kind, one[0].sound.group) == group]
        shares = confusion(rows).sum(axis=0)
        click.echo(f"  {group[1]:<26}" + "".join(f"{count:18}" for count in shares))


def _print_woken(woken: Woken) -> None:
    for key, made in woken.made.items():
        click.echo(f"{key[0]:<18} {key[1]:<18} {made:5} made, {woken.woke[key]:5} woke the voice activity")
