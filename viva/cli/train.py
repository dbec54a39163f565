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


@train.command()
@click.argument("rows", type=click.Path(exists=True, path_type=Path), nargs=-1, required=True)
@click.option(
    "--out",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    required=True,
    help="The model: NAME.errors.json.",
)
@click.option("--language", default="en", show_default=True, metavar="CODE", help="Of what was said.")
@click.option(
    "--most",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Whole utterances that are kept; 0: all. Less is a smaller file.",
)
@click.option(
    "--made", default="", metavar="TEXT", help="What it was made from, for those who read the file."
)
def errors(rows: tuple[Path, ...], out: Path, language: str, most: int, made: str) -> None:
    """Train a model of a recognizer's errors.

    It is for `viva simulate --errors`. ROWS are files as `viva eval asr` takes them (truth, nbest, noise), or
    folders of calls that were simulated with audio. Prints what a model of one half is worth on the other.

    \b
    Example:
      viva train errors heard.jsonl -o house.errors.json
    """
    from viva.lab.simulate.errors.train import train_errors

    train_errors(rows, out, most=most, language=language, made=made, tell=click.echo)
