"""The figures of `viva bench slots`: those of `viva eval slots`, how sure they are, what they cost."""

from __future__ import annotations

from pathlib import Path

import click

from viva.encoding.registry import sentence_encoder
from viva.lab.evaluate.slots_report import evaluate_slots
from viva.lab.measure.rows import evaluated, show
from viva.lab.measure.slots import measure_slots


def bench_slots(
    data: Path, *, encoder: bool, held_out: bool, lower: bool, examples: int | None, rows: Path | None
) -> None:
    """Measure and print. Raises VivaError where data or model are missing, or `rows` cannot be written."""
    used = sentence_encoder() if encoder else None
    scores = measure_slots(data, used, held_out=held_out, lower=lower, examples=examples)
    part = "held-out training utterances" if held_out else "test utterances"
    click.echo(f"SNIPS, {scores.trained_on} training utterances, {len(scores.answers)} {part}")
    click.echo(f"  calibration error, 15 bins      {scores.calibration_error:.4f}")
    click.echo(f"  training                        {scores.train_s:.0f} s")
    click.echo(
        f"  one utterance, median           {scores.utterance_ms:.2f} ms, "
        f"of them {scores.encoder_ms:.2f} ms in the encoder\n"
    )
    show(evaluated(evaluate_slots, scores.rows(), groups=("intent",), path=rows))
