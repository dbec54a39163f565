"""`viva bench line`: what is told of a line, and the bot's echo from the caller."""

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
    help="Folder with barista (clean, kitchen_noise.flac).",
)
@click.option(
    "--part",
    type=click.Choice(["judge", "train"]),
    default="judge",
    show_default=True,
    help="Of recordings, prompts and seeds: the part that choices were made on, or the other.",
)
@click.option("--calls", type=click.IntRange(6), default=240, show_default=True, help="Made calls with echo.")
@click.option(
    "--scenes", type=click.IntRange(1), default=20, show_default=True, help="Made calls of each condition."
)
def line(data: Path, part: str, calls: int, scenes: int) -> None:
    """Measure what is told of a line, and the gate for the echo.

    Everything is made: synthesized prompts come back through made rooms, music and tones are computed.
    The callers and the noise are recordings. Takes some minutes.

    \b
    Example:
      viva bench line --calls 60 --scenes 5
    """
    from viva.lab.measure.line import bench_line

    bench_line(data, part=part, calls=calls, scenes=scenes)
