"""The figures of `viva bench slots`, printed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from viva.encoding.registry import sentence_encoder
from viva.lab.measure.slots import Counts, measure_slots


def bench_slots(data: Path, *, encoder: bool, held_out: bool, lower: bool, examples: int | None) -> None:
    """Measure and print. Raises VivaError where data or model are missing."""
    used = sentence_encoder() if encoder else None
    scores = measure_slots(data, used, held_out=held_out, lower=lower, examples=examples)
    part = "held-out training utterances" if held_out else "test utterances"
    click.echo(f"SNIPS, {scores.trained_on} training utterances, {scores.utterances} {part}")
    click.echo(f"  entity F1, exact span and type  {_row(scores.total)}")
    whole = scores.whole / scores.utterances
    click.echo(f"  utterances wholly right         {100 * whole:.2f} % ({scores.whole})")
    click.echo(f"  calibration error, 15 bins      {scores.calibration_error:.4f}")
    click.echo(f"  training                        {scores.train_s:.0f} s")
    click.echo(
        f"  one utterance, median           {scores.utterance_ms:.2f} ms, "
        f"of them {scores.encoder_ms:.2f} ms in the encoder"
    )
    _table("intent", scores.by_intent)
    _table("slot", scores.by_entity)


def _table(title: str, counts: Mapping[str, Counts]) -> None:
    click.echo(f"\n{title:<28}    F1  precision  recall  right / found / wanted")
    for name in sorted(counts, key=lambda name: (counts[name].f1, name)):
        click.echo(f"{name:<28} {_row(counts[name])}")


def _row(one: Counts) -> str:
    shares = f"{100 * one.f1:6.2f}  {100 * one.precision:8.2f}  {100 * one.recall:6.2f}"
    return f"{shares}  {one.right} / {one.found} / {one.wanted}"
