"""`viva replay`: recorded calls once more, through the same core or another version of the bot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from viva.cli.params import OutFile, data_option, folder_of, workers_options


@click.command(no_args_is_help=True)
@click.argument("calls", metavar="CALLS...", nargs=-1, required=True)
@click.option("--verify", "verifying", is_flag=True, help="Compare every command, byte for byte.")
@click.option(
    "--with",
    "changes",
    multiple=True,
    metavar="VERSION",
    help="Another version to meet the callers: a bot's folder, NAME@FINGERPRINT or NAME@CALL of the data "
    "folder, FOLDER@REVISION of git, KEY=VALUE of its file. May be repeated; in order.",
)
@click.option("--bot", metavar="NAME", help="Only calls that this bot answered.")
@workers_options
@click.option(
    "--worst",
    type=click.IntRange(0),
    default=50,
    show_default=True,
    help="Calls of each kind shown.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the intervals' draws.")
@click.option("--json", "as_json", type=OutFile(), metavar="FILE", help="Write the report as JSON.")
@click.option("--html", "as_html", type=OutFile(), metavar="FILE", help="Write the report as one HTML file.")
@data_option()
def replay(calls: tuple[str, ...], verifying: bool, data: Path | None, bot: str | None, **given: Any) -> None:
    """Replay recorded calls as they were, or with another version.

    CALLS are ids or their beginnings, `last`, `all`, events.jsonl files, folders of calls, or data folders.
    Without an option their events and commands are shown. `--verify` feeds the events to the core, with the
    bot as it was, and names the first command that differs. `--with` lets the recorded callers meet another
    version in virtual time: what changes, at which turn, and where the paths part. Actions are answered from
    the record, none is run. The same command again goes on where it was stopped.

    \b
    Example:
      viva replay last --verify
      viva replay all --bot barista --with turn.cut_in_cost=2
      viva replay all --with bots/barista@v2 --html report.html
      viva replay simulated/barista-1 --with barista --with engines.recognizer=moonshine-tiny-greedy
    """  # fmt: skip
    from viva.cli import replaying
    from viva.lab.replay.chosen import choose

    if verifying and given["changes"]:
        raise click.UsageError("--verify is for the bot as it was; leave it or --with out")
    folder = folder_of(data)
    chosen = choose(calls, folder, bot=bot)
    if verifying:
        raise SystemExit(replaying.print_verdicts(chosen))
    if not given["changes"]:
        replaying.print_events(chosen)
        return
    raise SystemExit(replaying.replay_and_print(chosen, folder, replaying.Asked(**given)))
