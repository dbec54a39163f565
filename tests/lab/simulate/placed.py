"""Calls that are made up at once, for tests of what becomes of calls; imported by worker processes too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import viva
from viva.call.events import CallerLeft
from viva.call.log import Header
from viva.call.settings import CallSettings
from viva.dialogue.load import load_bot
from viva.lab.calls.truth import CallTruth
from viva.lab.simulate.simulated_call import CallMemory, SimulatedCall, Told, nobody
from viva.lab.simulate.simulation import Keep, Simulation
from viva.ops.store import CallRow

BOTS = Path(__file__).resolve().parents[3] / "bots"


def simulation(*, seed: int = 1, keep: Keep = "failing") -> Simulation:
    return Simulation(load_bot(BOTS / "barista"), (), "d" * 64, seed, "2026-01-05T10:00:00", keep=keep)


def placed(simulation: Simulation, number: int, told: Told = nobody) -> SimulatedCall:
    """Every third has no success; it lasts 10 s and `number` ms."""
    id_, now, t = simulation.call_id(number), simulation.moment(number), 10_000 + number
    bot = simulation.bot
    memory = CallMemory(Header(id_, bot.name, bot.fingerprint, CallSettings(), viva.__version__), told)
    memory.caller(bytes([number % 256, 0]) * 160)
    memory.bot(b"\1\0" * 320, 20)
    memory.record(CallerLeft(t, "caller_hung_up"), [])
    success = number % 3 != 0
    truth = CallTruth(number, simulation.seed, "anyone", {"noise": "clean"}, {}, success, "as made up", ())
    row = CallRow(id_, bot.name, bot.fingerprint, "simulation", "", now, t, "ended", "caller_hung_up", 1)
    problem = "the call was ended at its limit" if number == 4 else ""
    return SimulatedCall(row, truth, memory.log(), *memory.sides(t), problem)


@contextmanager
def placing(simulation: Simulation, fails: int = -1) -> Iterator[Callable[[int], SimulatedCall]]:
    """`fails`: the number of a call that cannot be placed."""

    def place(number: int) -> SimulatedCall:
        if number == fails:
            raise ValueError("nobody there")
        return placed(simulation, number)

    yield place
