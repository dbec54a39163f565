"""`viva calls`: what was recorded of the calls."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.blame import BlamingGroup
from viva.cli.params import console, data_option, folder_of

CALL_HELP = "a call's id, the beginning of one, or `last`"


@click.group(cls=BlamingGroup)
def calls() -> None:
    """The recorded calls: list, show, play, export.

    A call is named by its id, the beginning of one, or `last`.

    \b
    Example:
      viva calls show last
    """


@calls.command("list")
@click.option("--bot", metavar="NAME", help="Only calls that this bot answered.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most so many."
)
@data_option()
def list_calls(bot: str | None, limit: int, data: Path | None) -> None:
    """List the calls, newest first.

    \b
    Example:
      viva calls list --bot clinic --limit 5
    """
    from viva.cli.calls_view import call_table
    from viva.ops.store import Store

    store = Store(folder_of(data))
    rows = store.list(limit=limit, bot=bot)
    store.close()
    if rows:
        console().print(call_table(rows))
    else:
        click.echo(f"no calls in {store.folder} yet; place one: viva call BOT --audio FILE")


@calls.command()
@click.argument("call")
@data_option()
def show(call: str, data: Path | None) -> None:
    """Show a call: its transcript with times, and what each reply took.

    \b
    Example:
      viva calls show last
    """
    from viva.call.log import read_log
    from viva.call.view.call import view
    from viva.cli.calls_view import call_page
    from viva.ops.store import Store

    store = Store(folder_of(data))
    row = store.get(call)
    store.close()
    _, records, cut = read_log(store.call_dir(row.id) / "events.jsonl")
    console().print(call_page(row, view(records), cut=cut))


@calls.command()
@click.argument("call")
@data_option()
def play(call: str, data: Path | None) -> None:
    """Play a call's recording: the caller left, the bot right.

    \b
    Example:
      viva calls play last
    """
    from viva.cli.player import play_file
    from viva.ops.store import Store

    store = Store(folder_of(data))
    row = store.get(call)
    store.close()
    play_file(store.call_dir(row.id) / "audio.wav")


@calls.command()
@click.argument("call")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    required=True,
    help="Folder to write to; a folder named after the call is made in it.",
)
@data_option()
def export(call: str, out: Path, data: Path | None) -> None:
    """Copy a call's files to a folder.

    They are the recording, the event log, and the transcript as text and as JSON.

    \b
    Example:
      viva calls export last --out exported
    """
    from viva.ops.export import export_call
    from viva.ops.store import Store

    store = Store(folder_of(data))
    for path in export_call(store, call, out):
        click.echo(path)
    store.close()
