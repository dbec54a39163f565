"""`viva replay`: a recorded call through the core again."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import data_option, folder_of


@click.command()
@click.argument("call")
@click.option("--verify", "verifying", is_flag=True, help="Compare every command, byte for byte.")
@data_option()
def replay(call: str, verifying: bool, data: Path | None) -> None:
    """Show a call's events and commands, or verify them.

    CALL is a call's id, the beginning of one, `last`, or an events.jsonl file. `--verify` feeds the
    recorded events to the core, with the bot as it was, and names the first command that differs.

    \b
    Example:
      viva replay last --verify
    """
    from viva.cli.replaying import print_events, print_verdict

    if verifying:
        raise SystemExit(print_verdict(call, folder_of(data)))
    print_events(call, folder_of(data))
