"""`viva bench speaking`: what callers get to hear."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.blame import BlamingGroup
from viva.cli.params import bot_argument


@click.group(cls=BlamingGroup)
def speaking() -> None:
    """Measure how the bots speak.

    \b
    Example:
      viva bench speaking loudness bots/clinic
    """


@speaking.command()
@bot_argument(many=True)
@click.option(
    "--people",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Recordings of real speakers to level, too.",
)
def loudness(bots: tuple[Path, ...], people: Path | None) -> None:
    """Measure whether all that bots say is equally loud.

    Prompts made ahead and as they are made, fillers, recordings; and whether a voice that is raised
    becomes as much louder as was asked. In LU, by ITU-R BS.1770.

    \b
    Example:
      viva bench speaking loudness bots/clinic bots/barista
    """
    from viva.dialogue.load import load_bot
    from viva.lab.measure import loudness as measure

    click.echo(measure.HEADER)
    loaded = [load_bot(bot) for bot in bots]
    for levels in measure.measure(loaded, ("en-gb", "en-us", "en-gb+f3"), people):
        click.echo(levels.row())
