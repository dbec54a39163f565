"""`viva bench eval`: how long a large evaluation takes, and whether its intervals hold what they promise."""

from __future__ import annotations

import csv
import json
import resource
import tempfile
import time
from pathlib import Path

import click
import numpy as np

from viva.lab.evaluate.asr_report import evaluate_asr
from viva.lab.evaluate.rows import Source
from viva.lab.measure.statistics_trial import trials
from viva.lab.report.as_html import as_html

_WORDS, _SPEAKERS = 3_000, 500


def bench_eval(*, rows: int, nbest: int, times: int) -> None:
    """Measure and print. rows 0 or times 0 leave a part out."""
    if rows:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "heard.csv"
            make(path, rows, nbest)
            started, worked = time.perf_counter(), time.process_time()
            report = evaluate_asr(Source(path), normalise="english")
            wall, cpu = time.perf_counter() - started, time.process_time() - worked
            size = len(as_html(report).encode()) / 1e6
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        click.echo(f"viva eval asr, {rows:,} utterances with {nbest} hypotheses each")
        click.echo(f"  {wall:.1f} s, {cpu:.1f} s of a core")
        click.echo(f"  {report.figures[0].name} {report.figures[0].value:.2%}, report of {size:.2f} MB")
        click.echo(f"  most memory {peak:.2f} GB")
    if times:
        click.echo(f"{times:,} simulated evaluations each; an interval should cover 95 %, a test reject 5 %")
        for one in trials(times):
            click.echo(f"  {one.share:6.1%}  {one.name}")


def make(path: Path, rows: int, nbest: int, seed: int = 1) -> None:
    """Utterances of up to 20 made-up words, of speakers that differ in how well they are heard."""
    rng = np.random.default_rng(seed)
    vocabulary = np.array([f"word{i}" for i in range(_WORDS)])
    rates = rng.uniform(0.02, 0.3, _SPEAKERS)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "truth", "nbest", "speaker", "noise"))
        for row in range(rows):
            said = rng.integers(0, _WORDS, rng.integers(0, 21))
            speaker = int(rng.integers(_SPEAKERS))
            heard = []
            for _ in range(nbest):
                chance = rng.random(len(said)) / rates[speaker]
                words = np.where(chance < 0.7, rng.integers(0, _WORDS, len(said)), said)
                heard.append(" ".join(vocabulary[words[(chance < 0.7) | (chance > 1)]]))
            noise = ("clean", "12 dB", "6 dB")[row % 3]
            out.writerow((row, " ".join(vocabulary[said]), json.dumps(heard), f"s{speaker}", noise))
