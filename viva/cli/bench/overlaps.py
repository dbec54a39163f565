"""`viva bench overlaps`: what a sound over the bot is taken for."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import rows_option


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    default=Path("../shared/data"),
    show_default=True,
    help="Folder with barista (clean, kitchen_noise.flac), digits and intents/clinc150.",
)
@click.option("--size", type=click.FloatRange(0.01), default=1.0, show_default=True, help="Of the set.")
@click.option(
    "--fit",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Fit the judge's weights on the other parts of the set and write them instead.",
)
@rows_option()
def overlaps(data: Path, size: float, fit: Path | None, rows: Path | None) -> None:
    """Measure what sounds over the bot are taken for.

    An interruption, a backchannel, noise or someone else, 300, 430 and 500 ms after the sound began. Makes
    its set from recordings and synthesized voices; takes some minutes.

    \b
    Example:
      viva bench overlaps --rows overlaps.jsonl
      viva eval intents overlaps.jsonl --group after --group sound
      viva bench overlaps --fit viva/hearing/overlap/data/weights.npz
    """
    from viva.lab.measure.overlaps import bench_overlaps, fit_overlaps

    if fit:
        fit_overlaps(data, fit, size=size)
    else:
        bench_overlaps(data, size=size, rows=rows)
