"""What `viva replay` does, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from viva.call.log import Header, read_log
from viva.call.replay import Difference, verify
from viva.cli.params import bot_folder
from viva.cli.working import INTERRUPTED, crew_of, tell_waiting
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot_files
from viva.dialogue.machine import Dialogue
from viva.lab.batch.progress import Watched, clock_time
from viva.lab.replay.chosen import Chosen
from viva.lab.replay.outcome import Outcome
from viva.lab.replay.recorded import Unusable, kept_bot
from viva.lab.replay.report import report_of
from viva.lab.replay.run import Kept, replay
from viva.lab.replay.work import Item, name_of
from viva.lab.variant import variant
from viva.ops.store import Store
from viva.server.bot_host import new_call
from viva.server.compiling import compile_missing


def print_events(calls: Sequence[Chosen]) -> None:
    """One line for each event, its commands below it."""
    for chosen in calls:
        _, records, cut = read_log(chosen.log)
        if len(calls) > 1:
            click.secho(chosen.id, bold=True)
        for record in records:
            commands = ", ".join(str(command["kind"]) for command in record.commands)
            click.echo(f"{record.event.t / 1000:9.3f}  {record.event.kind:20} {commands}")
        if cut:
            click.echo("the log was cut short here: its server ended while the call was live")


def print_verdicts(calls: Sequence[Chosen]) -> int:
    """Feed each call to the core and compare; 0 where all commands of all are the same, otherwise 1.

    Raises:
        StoreError, LogError: a log or a bot that cannot be read.
    """
    return max(_verdict(chosen) for chosen in calls)


def _verdict(chosen: Chosen) -> int:
    header, records, _ = read_log(chosen.log)
    store = Store(chosen.data)
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


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `viva replay --with`."""

    changes: tuple[str, ...]
    processes: int | None = None
    ray: str | None = None
    worst: int = 50
    seed: int = 0
    as_json: Path | None = None
    as_html: Path | None = None


def replay_and_print(calls: Sequence[Chosen], data: Path, asked: Asked) -> int:
    """Let recorded callers meet another version; 0 where all calls could be replayed, whatever came of it.

    Raises:
        VivaError: the version is not as it must be, or the folder cannot be written.
    """
    from viva.cli.eval.group import write_and_show

    items, unusable = _items(calls, asked.changes)
    kept = Kept(data / "replays")
    found: list[Outcome] = []
    bots = {bot.fingerprint: bot for item in items for bot in (item.was, item.new)}
    compile_missing(bots.values(), tell_waiting)
    try:
        with Watched("calls", len(items)) as watched:

            def watch(outcome: Outcome) -> None:
                found.append(outcome)
                parted = sum(one.fate == "parted" for one in found)
                watched.advance(f"{parted:,} of {len(found):,} parted")

            outcomes = replay(items, partial(crew_of, asked.processes, asked.ray), kept, watch)
    except KeyboardInterrupt:
        click.echo(f"\nstopped: {len(found):,} of {len(items):,} calls are replayed", err=True)
        click.echo("the same command again goes on from here", err=True)
        return INTERRUPTED
    versions = ", ".join(sorted({name_of(item.new) for item in items}))
    change = f"{', '.join(asked.changes)} ({versions})"
    report = report_of([*outcomes, *unusable], change, worst=asked.worst, seed=asked.seed)
    write_and_show(report, asked.as_json, asked.as_html)
    _tell_speed(outcomes)
    kept.forget(items)
    return 0 if all(one.usable for one in [*outcomes, *unusable]) else 1


def _items(calls: Sequence[Chosen], changes: Sequence[str]) -> tuple[list[Item], list[Outcome]]:
    """What is to be done, calls of the same bots together, and calls of which the bot cannot be had."""
    bots: dict[str, tuple[Bot, Bot]] = {}
    items: list[Item] = []
    unusable: list[Outcome] = []
    for chosen in calls:
        try:
            was = kept_bot(chosen)
        except Unusable as error:
            told = ((error.kind, error.message),)
            unusable.append(Outcome(chosen.id, chosen.place, "", problems=told, usable=False))
            continue
        if was.fingerprint not in bots:
            bots[was.fingerprint] = was, _changed(was, changes, chosen.data)
        items.append(Item(chosen, *bots[was.fingerprint]))
    items.sort(key=lambda item: name_of(item.was))
    return items, unusable


def _changed(bot: Bot, changes: Sequence[str], data: Path) -> Bot:
    store = Store(data)
    try:
        return variant(bot, changes, store, find=bot_folder)
    finally:
        store.close()


def _tell_speed(outcomes: Sequence[Outcome]) -> None:
    spent = sum(one.seconds for one in outcomes)
    talk = sum(_talk(outcomes))
    if spent and talk:
        click.echo(
            f"{clock_time(talk)} of talk, each call met twice: {talk / spent:.3g} x real time for each worker"
        )


def _talk(outcomes: Sequence[Outcome]) -> Iterator[float]:
    yield from (one.duration_ms / 1000 for one in outcomes)
