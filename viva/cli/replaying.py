"""A call's events and commands in the terminal, and whether they still agree."""

from __future__ import annotations

from pathlib import Path

import click

from viva.call.log import Header, Record, read_log
from viva.call.replay import Difference, verify
from viva.dialogue.load import load_bot_files
from viva.dialogue.machine import Dialogue
from viva.ops.store import Store
from viva.server.bot_host import new_call


def print_events(call: str, data: Path) -> None:
    """One line for each event, its commands below it."""
    _, records, cut = _find(call, data)
    for record in records:
        commands = ", ".join(str(command["kind"]) for command in record.commands)
        click.echo(f"{record.event.t / 1000:9.3f}  {record.event.kind:20} {commands}")
    if cut:
        click.echo("the log was cut short here: its server ended while the call was live")


def print_verdict(call: str, data: Path) -> int:
    """Replay and compare; 0 where all commands are the same, otherwise 1.

    Raises:
        StoreError, LogError: no such call, or its log or bot cannot be read.
    """
    header, records, _ = _find(call, data)
    store = Store(data)
    bot = load_bot_files(*store.load_bot(header.fingerprint))
    store.close()
    verdict = verify(new_call(bot, Dialogue(bot), header.settings), records)
    if verdict.difference is None:
        click.echo(f"{header.call}: {verdict.events} events, {verdict.commands} commands, all the same")
        return 0
    _print_difference(header, verdict.difference)
    return 1


def _print_difference(header: Header, difference: Difference) -> None:
    click.echo(
        f"{header.call}: differs at event {difference.n} ({difference.event}, {difference.t / 1000:.3f} s), "
        f"command {difference.index + 1}"
    )
    click.echo(f"  recorded by VIVA {header.viva}: {difference.recorded or 'nothing'}")
    click.echo(f"  replayed now:{'':>{len(header.viva)}}      {difference.replayed or 'nothing'}")


def _find(call: str, data: Path) -> tuple[Header, list[Record], bool]:
    path = Path(call)
    if path.suffix != ".jsonl":
        store = Store(data)
        path = store.call_dir(store.get(call).id) / "events.jsonl"
        store.close()
    return read_log(path)
