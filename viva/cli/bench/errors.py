"""`viva bench errors`: what a recognizer makes of a bot's language, and what a model of that is worth."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import bot_argument


@click.command()
@bot_argument(many=True)
@click.option(
    "--rows",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    required=True,
    help="Where what was heard is written, as JSON Lines; anew.",
)
@click.option("--sayings", type=click.IntRange(100), default=3000, show_default=True, help="For each bot.")
@click.option(
    "--noise",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    default=Path("../shared/data/barista/kitchen_noise.flac"),
    show_default=True,
    help="Noise without speech, a minute or more.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the sayings.")
def errors(bots: tuple[Path, ...], rows: Path, sayings: int, noise: Path, seed: int) -> None:
    """Hear synthesized callers, and measure a model of the errors.

    Requests and answers of each bot, whole and broken off, are said in 22 voices, clean and in noise, on a
    wide and a narrow line. A model of one half is held against the other half. 3000 take ten minutes.

    \b
    Example:
      viva bench errors barista clinic --rows heard.jsonl
      viva train errors heard.jsonl -o house.errors.json
    """
    from viva.lab.simulate.errors.hearing import bench_errors

    bench_errors(bots, noise, rows, count=sayings, seed=seed, tell=click.echo)
