"""`viva bench simulate`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from viva.cli.params import bot_argument, workers_options


@click.command("simulate")
@bot_argument()
@click.option(
    "--calls", type=click.IntRange(0), default=1000, show_default=True, help="Half clean, half in noise."
)
@click.option(
    "--planted",
    type=click.IntRange(0),
    default=200,
    show_default=True,
    help="Calls to find each planted fault in; 0: none. The faults are the barista's.",
)
@click.option("--errors", is_flag=True, help="In text, with a recognizer's errors, instead of speech.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep the calls here; the same command goes on with them.",
)
@workers_options
def simulating(
    bot: Path,
    calls: int,
    planted: int,
    errors: bool,
    out: Path | None,
    processes: int | None,
    ray: str | None,
) -> None:
    """Measure success and speed of simulated calls, and find faults.

    Then faults are planted into the bot, one at a time: a flow that loops, a slot that is never asked, a
    wrong threshold, an action of 3 s. Each must be among the findings, and no such finding be made of the
    bot as it is.

    \b
    Example:
      viva bench simulate barista --calls 1000
      viva bench simulate barista --errors --planted 300
    """
    from viva.cli.working import crew_of
    from viva.lab.measure.simulating.bench import bench_simulate

    crews = partial(crew_of, processes, ray)
    right = bench_simulate(
        bot, calls=calls, planted=planted, errors=errors, crews=crews, out=out, tell=click.echo
    )
    raise SystemExit(0 if right else 1)
