"""`viva bench callers`: what is understood of simulated callers."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import rows_option


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("../shared/data/intents"),
    show_default=True,
    metavar="DIR",
    help="Holds clinc150, whose sentences are said.",
)
@click.option("--sentences", type=click.IntRange(1), default=100, show_default=True, help="How many.")
@click.option(
    "--recognizer", default="moonshine-tiny", show_default=True, metavar="NAME", help="Who listens."
)
@rows_option()
def callers(data: Path, sentences: int, recognizer: str, rows: Path | None) -> None:
    """Measure what a recognizer hears of simulated callers.

    Each sentence is said in clear, by telephone and mobile, with lost packets and in noise, by one
    synthesized voice after the other. A hundred take ten minutes.

    \b
    Example:
      viva bench callers --rows heard.jsonl
      viva eval asr heard.jsonl --normalise english --group throat --group line
    """
    from viva.lab.measure.callers import bench_callers

    bench_callers(data, sentences=sentences, recognizer=recognizer, rows=rows)
