"""Placing simulated calls: from a number to a whole call, spoken or in text. What a worker is opened with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import viva
from viva.call.log import Header
from viva.lab.calls.truth import CallTruth, Said
from viva.lab.simulate.cast import CastCall, cast
from viva.lab.simulate.errors.model import ErrorModel, condition_label
from viva.lab.simulate.errors.text_call import run_text_call
from viva.lab.simulate.errors.text_host import open_text_host
from viva.lab.simulate.simulated_call import CallMemory, SimulatedCall, Told, nobody
from viva.lab.simulate.simulation import Simulation
from viva.lab.simulate.voice.speaking import speaking_caller
from viva.lab.virtual.run import CHANNEL, Ended, run_call
from viva.lab.virtual.station import open_station
from viva.ops.store import CallRow
from viva.server.bot_host import call_settings
from viva.speaking.engine import Voice

Place = Callable[[int], SimulatedCall]


@contextmanager
def audio_calls(simulation: Simulation, *, told: Told = nobody) -> Iterator[Place]:
    """Callers speak, and engines answer: everything is real but the callers and the clock.

    Raises:
        VivaError: a model is missing, or the bot's engines are not as they must be.
    """
    bot, seed = simulation.bot, simulation.seed
    station = open_station([bot])

    def place(number: int) -> SimulatedCall:
        drawn, memory, call_id, now = _begin(simulation, number, told)
        far_end = speaking_caller(drawn.mind, drawn.conditions, bot, seed=seed, number=number)
        ended = run_call(station, bot.name, far_end, call_id=call_id, now=now, recorder=memory)
        drawn = replace(drawn, conditions=replace(drawn.conditions, voice=far_end.voice.name))
        problems = [*([ended.problem] if ended.problem else []), *far_end.problems]
        return _whole(simulation, number, drawn, memory, ended, far_end.said, "; ".join(problems))

    try:
        yield place
    finally:
        station.close()


@contextmanager
def text_calls(simulation: Simulation, errors: ErrorModel, *, told: Told = nobody) -> Iterator[Place]:
    """No audio: the core, the understanding and the dialogue are real, and hear with the errors of a model.

    Raises:
        VivaError: a model is missing or damaged.
    """
    bot, seed = simulation.bot, simulation.seed
    host = open_text_host(bot)

    def place(number: int) -> SimulatedCall:
        drawn, memory, call_id, now = _begin(simulation, number, told)
        conditions = drawn.conditions.to_json()
        ended, said = run_text_call(
            host,
            drawn.mind,
            errors,
            # Another call errs otherwise, though it may say the same.
            seed=seed * 1_000_003 + number,
            call_id=call_id,
            now=now,
            recorder=memory,
            noise=condition_label(str(conditions["noise"]), drawn.conditions.line),
            rate=drawn.conditions.rate / Voice("").rate,
        )
        return _whole(simulation, number, drawn, memory, ended, said, ended.problem)

    yield place


def _begin(simulation: Simulation, number: int, told: Told) -> tuple[CastCall, CallMemory, str, str]:
    bot = simulation.bot
    call_id, now = simulation.call_id(number), simulation.moment(number)
    header = Header(call_id, bot.name, bot.fingerprint, call_settings(bot), viva.__version__)
    drawn = cast(simulation.personas, bot, seed=simulation.seed, number=number, now=now)
    return drawn, CallMemory(header, told), call_id, now


def _whole(
    simulation: Simulation,
    number: int,
    drawn: CastCall,
    memory: CallMemory,
    ended: Ended,
    said: Sequence[Said],
    problem: str,
) -> SimulatedCall:
    bot, header = simulation.bot, memory.header
    success, why = drawn.mind.outcome()
    truth = CallTruth(
        number,
        simulation.seed,
        drawn.persona.name,
        drawn.conditions.to_json(),
        drawn.goal_json(),
        success,
        why,
        tuple(said),
    )
    row = CallRow(
        header.call,
        bot.name,
        bot.fingerprint,
        CHANNEL,
        "",
        simulation.moment(number),
        ended.t,
        "ended",
        ended.reason,
        ended.turns,
    )
    return SimulatedCall(row, truth, memory.log(), *memory.sides(ended.t), problem)
