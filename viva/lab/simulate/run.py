"""Simulating: calls that are not there yet are placed by workers, and go into the folder as they end."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from viva.lab.batch.crew import Crew
from viva.lab.batch.run import Outcome, run
from viva.lab.batch.work import Opener, Trouble
from viva.lab.simulate.folder import CallFolder
from viva.lab.simulate.simulated_call import SimulatedCall


@dataclass(slots=True)
class Tally:
    """Of the calls of one run."""

    calls: int = 0
    succeeded: int = 0
    talk_ms: int = 0
    """How long they would have taken."""
    wall_s: float = 0.0
    problems: dict[int, str] = field(default_factory=dict)
    """Number of a call -> why it was ended before its time, or what of its caller is gone."""
    failed: dict[int, Trouble] = field(default_factory=dict)
    """Number of a call that could not be simulated -> why."""

    @property
    def times_real(self) -> float:
        return self.talk_ms / 1000 / self.wall_s if self.wall_s else 0.0


Watch = Callable[[Tally, int], None]
"""Told of each call: the tally so far, and its number."""


def simulate(
    opener: Opener, folder: CallFolder, numbers: Sequence[int], crew: Crew, *, watch: Watch
) -> Tally:
    """Place calls, which the folder has not yet.

    opener: what a worker does with a number, giving a `SimulatedCall`. A call that cannot be simulated is
    told and left out; the same simulation begun again tries it again.

    Raises:
        CrewError: no worker can begin.
        OSError, StoreError: the folder cannot be written.
    """
    tally = Tally()
    begun = time.monotonic()
    outcome: Outcome[int]
    with closing(run(opener, numbers, crew)) as outcomes:
        for outcome in outcomes:
            answer = outcome.answer
            if isinstance(answer, Trouble):
                tally.failed[outcome.item] = answer
            else:
                call: SimulatedCall = answer.value
                folder.add(call)
                _count(tally, call)
            tally.wall_s = time.monotonic() - begun
            watch(tally, outcome.item)
    return tally


def _count(tally: Tally, call: SimulatedCall) -> None:
    tally.calls += 1
    tally.succeeded += call.truth.success
    tally.talk_ms += call.row.duration_ms or 0
    if call.problem:
        tally.problems[call.number] = call.problem
