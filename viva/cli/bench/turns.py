"""`viva bench turns`."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import bot_argument


@click.command()
@bot_argument()
@click.option(
    "--turns",
    "folders",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    multiple=True,
    required=True,
    help="Folder with turns and turns.json. May be given more than once.",
)
@click.option(
    "--make",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Make the turns first, from the recordings in this folder.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of what is made.")
@click.option("--fit", is_flag=True, help="Fit the weights of the score, with cross-validation.")
@click.option(
    "--plot", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.svg", help="Draw the curves."
)
def turns(
    bot: Path, folders: tuple[Path, ...], make: Path | None, seed: int, fit: bool, plot: Path | None
) -> None:
    """Measure how often callers are cut off, against how long they wait.

    Takes turns of real callers with pauses in them, and hears them as a call does: voice activity, voice,
    recognition with the bot's language, the score of the end of a turn.

    \b
    Example:
      viva bench turns barista --make ../shared/data/barista/clean --turns paused
    """
    from viva.dialogue.load import load_bot
    from viva.lab.turns.bench import bench_turns
    from viva.lab.turns.make import make_turns

    if make is not None:
        pauses = make_turns(make, folders[0], seed=seed)
        click.echo(f"{pauses} pauses put into the recordings of {make}: {folders[0]}")
    bench_turns(load_bot(bot), folders, fit=fit, plot=plot)
