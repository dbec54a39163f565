"""Calls in which everything is real but the caller and the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import viva
from viva.call.log import Header
from viva.lab.calls.truth import CallTruth
from viva.lab.simulate.cast import cast
from viva.lab.simulate.simulated_call import CallMemory, SimulatedCall, Told, nobody
from viva.lab.simulate.simulation import Simulation
from viva.lab.virtual.run import CHANNEL, run_call
from viva.lab.virtual.station import Station, open_station
from viva.ops.store import CallRow
from viva.server.bot_host import call_settings


@contextmanager
def audio_calls(simulation: Simulation, told: Told = nobody) -> Iterator[Callable[[int], SimulatedCall]]:
    """Engines that answer, and callers that speak: number -> call.

    Raises:
        VivaError: a model is missing, or the bot's engines are not as they must be.
    """
    station = open_station([simulation.bot])
    try:
        yield lambda number: _audio_call(station, simulation, number, told)
    finally:
        station.close()


def _audio_call(station: Station, simulation: Simulation, number: int, told: Told) -> SimulatedCall:
    bot, seed = simulation.bot, simulation.seed
    call_id, now = simulation.call_id(number), simulation.moment(number)
    drawn = cast(simulation.personas, bot, seed=seed, number=number, now=now)
    far_end = speaking_caller(drawn.mind, drawn.conditions, seed=seed, number=number)
    memory = CallMemory(
        Header(call_id, bot.name, bot.fingerprint, call_settings(bot), viva.__version__), told
    )
    ended = run_call(station, bot.name, far_end, call_id=call_id, now=now, recorder=memory)
    success, why = drawn.mind.outcome()
    truth = CallTruth(
        number,
        seed,
        drawn.persona.name,
        drawn.conditions.to_json(),
        drawn.goal_json(),
        success,
        why,
        tuple(far_end.said),
    )
    row = CallRow(
        call_id, bot.name, bot.fingerprint, CHANNEL, "", now, ended.t, "ended", ended.reason, ended.turns
    )
    caller, sound = memory.sides(ended.t)
    return SimulatedCall(row, truth, memory.log(), caller, sound, ended.problem)


def speaking_caller(mind, conditions, *, seed, number):  # type: ignore[no-untyped-def]
    import numpy as np

    from viva.lab.simulate.voice.caller import SpeakingCaller
    from viva.lab.simulate.voice.line import line
    from viva.lab.simulate.voice.noise import Background, level_of
    from viva.speaking.engine import Voice

    rng = np.random.default_rng([seed, number])
    background = None
    if conditions.noise:
        background = Background(conditions.noise, level_of(conditions.snr_db, conditions.level_db), rng)
    return SpeakingCaller(
        mind,
        Voice(conditions.voice or "en-us", conditions.rate, conditions.pitch),
        line(conditions.line, conditions.loss, rng),
        rng,
        level_db=conditions.level_db,
        background=background,
    )
