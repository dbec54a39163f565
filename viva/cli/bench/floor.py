"""`viva bench floor`: dead air after sounds over the bot that are nothing."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--calls", type=click.IntRange(1), default=500, show_default=True, help="For each kind of sound."
)
@click.option(
    "--wrong",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    help="Share of the judge's answers that take the sound for an interruption.",
)
def floor(calls: int, wrong: float) -> None:
    """Measure dead air after a cough, a door and "mm-hm" over the bot.

    Simulated calls in virtual time: the core, the playout and the voice are real, the engines are played.

    \b
    Example:
      viva bench floor --wrong 0.2
    """
    from viva.lab.measure import floor as measure

    click.echo(measure.table(measure.simulate(calls, wrong)))
