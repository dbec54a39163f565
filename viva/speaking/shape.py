"""Speech brought to the durations and pauses that were asked for, and where its words come to lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viva.speaking.stretch import Stretcher

EXACT = 0.01
"""A rate so near to 1 is left as it is: nobody hears it, and nothing is repeated or left out."""
_QUIET = 0.003
"""-50 dBFS: what is fainter is a pause."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples of an input that are said at one rate."""

    start: int
    end: int
    rate: float = 1.0
    """Times as fast as they are."""
    silence: int = 0
    """Samples of silence before it."""


def shaped(
    samples: NDArray[np.float32], stretches: Sequence[Stretch], hz: int
) -> tuple[NDArray[np.float32], Callable[[int], int]]:
    """float32 [n] -> the stretches one after the other, and where in them a sample of the input has come.

    `silence` apart, their borders are no borders of the sound: the rate changes, the wave goes on.
    """
    made: list[NDArray[np.float32]] = [np.zeros(0, np.float32)]
    before, after, length = list[int](), list[int](), 0
    for group in _groups(stretches):
        made.append(np.zeros(group[0].silence, np.float32))
        length += group[0].silence
        begun = length
        for one in group:
            before += [one.start, one.end]
            after.append(length)
            length += round((one.end - one.start) / one.rate)
            after.append(length)
        made.append(_joined(samples, group, hz, length - begun))
    return np.concatenate(made), lambda at: round(float(np.interp(at, before, after))) if before else at


def quiet_before(samples: NDArray[np.float32], end: int, start: int = 0) -> int:
    """Samples of silence just before `end`, not counted beyond `start`."""
    loud = np.flatnonzero(np.abs(samples[start:end]) > _QUIET)
    return end - start - (int(loud[-1]) + 1 if len(loud) else 0)


def _groups(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    groups: list[list[Stretch]] = []
    for one in stretches:
        if one.silence or not groups:
            groups.append([])
        groups[-1].append(one)
    return groups


def _joined(
    samples: NDArray[np.float32], group: Sequence[Stretch], hz: int, length: int
) -> NDArray[np.float32]:
    parts = [samples[one.start : one.end] for one in group]
    if any(abs(one.rate - 1) > EXACT for one in group):
        stretcher = Stretcher(hz)
        for index, one in enumerate(group):
            stretcher.set_rate(one.rate)
            parts[index] = stretcher.push(parts[index])
        parts.append(stretcher.flush())
    exact = np.zeros(length, np.float32)
    joined = np.concatenate(parts)[:length]
    exact[: len(joined)] = joined
    return exact
