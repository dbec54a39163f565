"""How many simulated callers get what they want, how fast they call, and whether planted faults are found."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from viva.dialogue.load import load_bot
from viva.lab.batch.crew import Crew
from viva.lab.batch.progress import Watched
from viva.lab.batch.work import Opener
from viva.lab.calls.findings import findings
from viva.lab.calls.folder import read_calls
from viva.lab.measure.simulating.conditions import CONDITIONS, under
from viva.lab.measure.simulating.planted import FAULTS, Planted
from viva.lab.simulate.cast import NOW
from viva.lab.simulate.errors.file import read_errors
from viva.lab.simulate.folder import open_folder
from viva.lab.simulate.personas import read_personas
from viva.lab.simulate.placing import audio_calls, text_calls
from viva.lab.simulate.run import Tally, simulate
from viva.lab.simulate.simulation import Simulation
from viva.lab.statistics.wilson import wilson
from viva.server.build import silent
from viva.server.compiling import compile_missing

Crews = Callable[[int], Crew]
"""Workers for so many calls."""
Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Bench:
    simulation: Simulation
    errors: bool
    """In text, with VIVA's error model."""
    crews: Crews
    folder: Path

    def run(self, name: str, simulation: Simulation, calls: int) -> tuple[Path, Tally]:
        path = self.folder / name
        opener: Opener = partial(audio_calls, simulation)
        if self.errors:
            opener = partial(text_calls, simulation, read_errors())
        with open_folder(path, simulation) as folder:
            numbers = folder.missing(calls)
            if not numbers:
                return path, Tally()
            compile_missing([simulation.bot], silent)
            with Watched(f"calls, {name}", calls, calls - len(numbers)) as watched:
                crew = self.crews(len(numbers))
                return path, simulate(opener, folder, numbers, crew, watch=lambda *_: watched.advance())

    def under(self, condition: str) -> Simulation:
        usual = self.simulation
        return replace(usual, personas=under(condition, usual.personas), digest=condition)


def bench_simulate(
    bot: Path, *, calls: int, planted: int, errors: bool, crews: Crews, out: Path | None, tell: Tell
) -> bool:
    """calls: half of them in noise; planted: calls for each fault. False: a fault was missed, or found where
    none is.

    out: where the calls are kept and taken up again; None: nowhere.

    Raises:
        VivaError: the bot, a model or the folder is not as it must be.
    """
    healthy = load_bot(bot)
    simulation = Simulation(healthy, tuple(read_personas(None, healthy)), "", 1, NOW, keep="none")
    with _folder(out) as folder:
        bench = Bench(simulation, errors, crews, folder)
        if calls:
            for line in _conditions(bench, calls):
                tell(line)
        right = [_fault(bench, fault, planted, tell) for fault in FAULTS if planted]
        return all(right)


def _conditions(bench: Bench, calls: int) -> Iterator[str]:
    yield f"{'condition':12}{'calls':>7}{'success':>10}{'95 % interval':>18}{'talk':>10}{'x real time':>13}"
    for condition in CONDITIONS:
        path, tally = bench.run(condition, bench.under(condition), calls // len(CONDITIONS))
        facts = read_calls(path).facts
        won = sum(call.truth is not None and call.truth.success for call in facts)
        low, high = wilson(won, len(facts))
        interval = f"{100 * low:.1f} to {100 * high:.1f}"
        yield (
            f"{condition:12}{len(facts):7,}{100 * won / len(facts):8.1f} %{interval:>18}"
            f"{tally.talk_ms / 3_600_000:8.1f} h{tally.times_real:13,.0f}"
        )
        for number, trouble in tally.failed.items():
            yield f"call {number} could not be simulated: {trouble.why}"


def _fault(bench: Bench, fault: Planted, calls: int, tell: Tell) -> bool:
    """Whether it is found where it was planted, and not in the healthy bot."""
    usual = bench.simulation
    healthy, _ = bench.run("healthy", usual, calls)
    faulty, _ = bench.run(fault.name.replace(" ", "-"), replace(usual, bot=fault.bot(usual.bot)), calls)
    hit = fault.named(findings(read_calls(faulty).facts))
    false = fault.named(findings(read_calls(healthy).facts))
    found = f"found: {hit.what}" if hit else "NOT FOUND"
    tell(f"{fault.name}, {calls} calls: {found}")
    tell(f"  in the healthy bot: {f'FOUND, TOO: {false.what}' if false else 'not found'}")
    return hit is not None and false is None


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is not None:
        yield out
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
