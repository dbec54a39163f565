"""`viva bench dictation`."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import bot_argument


@click.command()
@bot_argument()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    default=Path("../shared/data/digits"),
    show_default=True,
    help="Recorded single digits (free-spoken-digit-dataset), as <digit>_<person>_<n>.flac.",
)
@click.option("--entity", default="phone", show_default=True, help="The bot's entity that is asked for.")
@click.option("--numbers", type=click.IntRange(4), default=100, show_default=True, help="Of each kind.")
def dictation(bot: Path, data: Path, entity: str, numbers: int) -> None:
    """Measure how dictated numbers are taken: not cut off, and soon.

    Numbers in groups with pauses, put together from recorded digits and synthesized with "oh" and "double".
    A hundred of each take ten minutes.

    \b
    Example:
      viva bench dictation clinic --numbers 40
    """
    from viva.lab.measure.dictation import bench_dictation

    bench_dictation(bot, data, entity=entity, count=numbers)
