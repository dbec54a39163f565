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
@click.option("--calls", type=click.IntRange(1), default=660, show_default=True, help="For each bot.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the callers.")
def errors(bots: tuple[Path, ...], rows: Path, calls: int, seed: int) -> None:
    """Hear simulated callers, and measure a model of the errors.

    Callers of each bot speak to it, clean, in noise and over the telephone, and its recognizer hears what
    they say, whole and up to each pause. A model of one half is held against the other half. 660 calls take a
    quarter of an hour.

    \b
    Example:
      viva bench errors barista clinic --rows heard.jsonl
    """
    from viva.lab.simulate.errors.hearing import bench_errors

    bench_errors(bots, rows, calls=calls, seed=seed, tell=click.echo)
