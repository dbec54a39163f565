"""`viva bench voice`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    default=Path("../shared/data"),
    show_default=True,
    help="Folder with recordings: barista/clean and digits.",
)
@click.option(
    "--every", type=click.IntRange(1), default=1, show_default=True, help="Every so many recordings."
)
def voice(data: Path, every: int) -> None:
    """Measure pitch against Praat, and what hearing the voice costs.

    Needs praat-parselmouth, which is among the test dependencies.

    \b
    Example:
      viva bench voice --every 10
    """
    from viva.lab.measure.voice import bench_voice

    bench_voice(data, every=every)
