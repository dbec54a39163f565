"""`viva simulate`: callers who are not there place calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from viva.cli.params import OutFile, bot_argument, workers_options


@click.command()
@bot_argument()
@click.option(
    "--personas",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Who calls: a file or a folder; those of the bot's folder, or built-in ones, unless given.",
)
@click.option("--calls", type=click.IntRange(1, 1_000_000), default=100, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of all chance.")
@click.option(
    "--errors",
    is_flag=False,
    flag_value="",
    metavar="[MODEL]",
    help="In text, with the errors a recognizer makes: VIVA's model of them, or one of `viva train errors`.",
)
@click.option(
    "--with",
    "changes",
    multiple=True,
    metavar="VERSION",
    help="Another version of the bot: KEY=VALUE of its file, a folder, FOLDER@REVISION of git, "
    "NAME@FINGERPRINT or NAME@CALL of --data. May be repeated; in order.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    envvar="VIVA_DATA",
    show_envvar=True,
    help="Folder of calls whose bots --with may name; ~/.local/share/viva unless told.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder for the calls; one of its own in ./simulated unless given.",
)
@click.option(
    "--keep",
    type=click.Choice(["failing", "all", "none"]),
    default="failing",
    show_default=True,
    help="Whose recordings stay.",
)
@workers_options
@click.option(
    "--call",
    type=click.IntRange(0, 999_999),
    metavar="NUMBER",
    help="This call only, printed as it happens, and kept with its recording.",
)
@click.option(
    "--now", metavar="TIME", help="The callers' time at the first call; 2026-01-05T10:00 unless given."
)
@click.option("--json", "as_json", type=OutFile(), metavar="FILE", help="Write the report as JSON.")
@click.option(
    "--html", "as_html", type=OutFile(), metavar="FILE", help="Write the report with pictures, in one file."
)
def simulate(**given: Any) -> None:
    """Place simulated calls and report how they went.

    Callers with goals, patience, hesitations and noise around them talk to the bot in virtual time, through
    the same engines as people. The calls lie in an ordinary data folder. The same command again goes on
    where it was stopped; the same seed makes the same calls.

    \b
    Example:
      viva simulate barista --calls 200
      viva simulate barista --calls 1000 --errors --with turn.cut_in_cost=2
      viva simulate barista --call 17
    """
    from viva.cli.simulating import Asked, simulate_and_print

    raise SystemExit(simulate_and_print(Asked(**given)))
