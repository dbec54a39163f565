"""`viva train`: engines of a team's own, from its own labels."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.blame import BlamingGroup


@click.group(cls=BlamingGroup)
def train() -> None:
    """Train an engine on your own labels.

    \b
    Example:
      viva train voice moods.csv --out bots/shop/moods.voice.json
    """


@train.command()
@click.argument("data", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    required=True,
    help="The classifier: NAME.voice.json in the bot's folder.",
)
def voice(data: Path, out: Path) -> None:
    """Train a classifier of the voice, and say what it is worth.

    DATA is a CSV file with the columns path, label and, if known, speaker; or a folder LABEL/FILE or
    LABEL/SPEAKER/FILE. Prints accuracy on speakers that were left out of training, with counts.

    \b
    Example:
      viva train voice moods.csv --out bots/shop/moods.voice.json
    """
    from viva.lab.voice_training import train_voice

    train_voice(data, out)
