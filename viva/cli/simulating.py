"""`viva simulate`: from what was asked to calls in a folder, with progress and a report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from viva.call.commands import Caption, Command, EndCall, RunAction
from viva.call.events import Event
from viva.cli.calls_view import clock
from viva.cli.params import bot_folder, folder_of, local_moment
from viva.cli.working import INTERRUPTED, crew_of, tell_waiting
from viva.dialogue.load import load_bot
from viva.lab.batch.crew import Crew
from viva.lab.batch.progress import Watched, clock_time
from viva.lab.batch.work import Opener
from viva.lab.simulate.cast import NOW
from viva.lab.simulate.folder import CallFolder, open_folder
from viva.lab.simulate.run import Tally, simulate
from viva.lab.simulate.simulation import Keep, Simulation
from viva.lab.variant import variant
from viva.ops.store import DATABASE, Store
from viva.server.compiling import compile_missing

SIMULATED = Path("simulated")
"""Folder of the simulations for which none is named."""
MOST_TOLD = 5
"""Calls that could not be simulated, or had a problem."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `viva simulate`."""

    bot: Path
    personas: Path | None = None
    calls: int = 100
    seed: int = 1
    errors: str | None = None
    """None: callers speak; '': VIVA's own model; else a file."""
    changes: tuple[str, ...] = ()
    data: Path | None = None
    """Which keeps versions of bots that answered calls; None: the usual one."""
    out: Path | None = None
    keep: Keep = "failing"
    processes: int | None = None
    ray: str | None = None
    call: int | None = None
    now: str | None = None
    as_json: Path | None = None
    as_html: Path | None = None


def simulate_and_print(asked: Asked) -> int:
    """The exit status: 0 where all calls could be simulated, whether or not they succeeded.

    Raises:
        VivaError: the bot, the personas, a model or the folder is not as it must be.
    """
    simulation, opener = prepare(asked)
    path = asked.out or SIMULATED / simulation.name
    with open_folder(path, simulation) as folder:
        if asked.call is not None:
            return _one_call(simulation, opener, folder, asked.call)
        status = _calls(asked, simulation, opener, folder)
    if status != INTERRUPTED and any(path.glob("calls/*/caller.json")):
        _report(path, asked)
    return status


def prepare(asked: Asked) -> tuple[Simulation, Opener]:
    """What is to be simulated, checked, and what a worker needs for it.

    Raises:
        VivaError: the bot, the personas, a model or the error model is not as it must be.
    """
    from viva.lab.simulate.errors.file import errors_digest, read_errors
    from viva.lab.simulate.personas import persona_texts, read_personas
    from viva.lab.simulate.placing import audio_calls, text_calls

    usual = load_bot(asked.bot)
    with _store(folder_of(asked.data)) as store:
        bot = variant(usual, asked.changes, store, find=bot_folder)
    # Another version is called by the same people.
    home = replace(bot, folder=usual.folder)
    personas = tuple(read_personas(asked.personas, home))
    digest = hashlib.sha256()
    for _, _, text in persona_texts(asked.personas, home):
        digest.update(text.encode())
    now = local_moment(asked.now or NOW)
    simulation = Simulation(bot, personas, digest.hexdigest(), asked.seed, now, keep=asked.keep)
    if asked.errors is None:
        return simulation, partial(audio_calls, simulation)
    model = Path(asked.errors) if asked.errors else None
    simulation = replace(simulation, errors=errors_digest(model))
    return simulation, partial(text_calls, simulation, read_errors(model))


@contextmanager
def _store(folder: Path) -> Iterator[Store | None]:
    """Of a data folder; None where no call was ever kept."""
    if not (folder / DATABASE).is_file():
        yield None
        return
    store = Store(folder)
    try:
        yield store
    finally:
        store.close()


def _calls(asked: Asked, simulation: Simulation, opener: Opener, folder: CallFolder) -> int:
    numbers = folder.missing(asked.calls)
    done = asked.calls - len(numbers)
    if done:
        click.echo(f"{done:,} of {asked.calls:,} calls are there already", err=True)
    if not numbers:
        return 0
    compile_missing([simulation.bot], tell_waiting)
    crew = crew_of(asked.processes, asked.ray, len(numbers))
    tally = Tally()
    try:
        with Watched("calls", asked.calls, done) as watched:

            def watch(now: Tally, number: int) -> None:
                nonlocal tally
                tally = now
                if number in now.failed and len(now.failed) <= MOST_TOLD:
                    watched.say(f"call {number} could not be simulated: {now.failed[number].why}")
                watched.advance(f"{now.succeeded:,} of {now.calls:,} succeeded")

            tally = simulate(opener, folder, numbers, crew, watch=watch)
    except KeyboardInterrupt:
        there = done + tally.calls
        click.echo(f"\nstopped: {there:,} of {asked.calls:,} calls are in {folder.path}", err=True)
        click.echo("the same command again goes on from here", err=True)
        return INTERRUPTED
    _tell(tally, crew)
    return 1 if tally.failed else 0


def _tell(tally: Tally, crew: Crew) -> None:
    click.echo(
        f"{tally.calls:,} calls, {clock_time(tally.talk_ms / 1000)} of talk in {clock_time(tally.wall_s)}: "
        f"{tally.times_real:,.0f} x real time, with {crew.size} worker{'s' if crew.size > 1 else ''}"
    )
    for told, what in (
        ({number: trouble.why for number, trouble in tally.failed.items()}, "could not be simulated"),
        (tally.problems, "had a problem"),
    ):
        if told:
            click.secho(f"{len(told):,} {what}:", fg="yellow")
            for number in sorted(told)[:MOST_TOLD]:
                click.echo(f"  call {number}: {told[number]}")
            if len(told) > MOST_TOLD:
                click.echo(f"  and {len(told) - MOST_TOLD:,} more")


def _report(path: Path, asked: Asked) -> None:
    from viva.cli.eval.group import progress
    from viva.cli.params import console
    from viva.lab.report.as_html import as_html
    from viva.lab.report.as_json import as_json
    from viva.lab.report.terminal import show
    from viva.lab.simulate.report import in_short, simulation_report

    with progress() as watch:
        report = simulation_report(path, watch=watch)
    show(in_short(report), console())
    for write, file in ((as_json, asked.as_json), (as_html, asked.as_html)):
        if file is not None:
            file.write_text(write(report), encoding="utf-8")
            click.echo(f"written: {file}")
    click.echo(f"\nmore: viva eval calls {path}, viva eval turns {path}, viva calls list --data {path}")


def _one_call(simulation: Simulation, opener: Opener, folder: CallFolder, number: int) -> int:
    """A call again, told as it happens, and kept with its recording."""
    compile_missing([simulation.bot], tell_waiting)
    with opener(told=_print) as place:  # type: ignore[call-arg] # openers of calls can be watched
        call = place(number)
    folder.add(call, recorded=True)
    truth = call.truth
    click.echo(f"{'success' if truth.success else 'no success'}: {truth.why}")
    if call.problem:
        click.secho(call.problem, fg="yellow")
    click.echo(f"\nthe call: viva calls show {call.row.id} --data {folder.path}")
    return 0


def _print(event: Event, commands: list[Command]) -> None:
    for command in commands:
        match command:
            case Caption(final=True):
                _line(event, command.speaker, command.text)
            case RunAction():
                given = ", ".join(f"{name}={value!r}" for name, value in command.arguments.items())
                _line(event, "action", f"{command.action}({given})")
            case EndCall():
                _line(event, "ended", command.reason)


def _line(event: Event, who: str, text: str) -> None:
    click.echo(f"{clock(event.t):>8}  {who:6}  {text}")
