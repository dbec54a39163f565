"""The step that makes eSpeak NG's voices brighter: its curve, and that chunks make no difference."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from viva.speaking.brightening import POLE, ZERO, Brightener


@pytest.mark.parametrize("hz", [60, 300, 1000, 3000, 7000])
def test_the_curve_is_the_one_that_is_stated(hz: int) -> None:
    z = np.exp(2j * np.pi * hz / 16_000)
    stated = abs((1 - ZERO / z) / (1 - POLE / z))
    tone = np.sin(2 * np.pi * hz * np.arange(16_000) / 16_000).astype(np.float32)
    heard = Brightener().push(tone)[800:]
    assert math.sqrt(2 * float(np.mean(heard**2))) == pytest.approx(stated, rel=0.01)


@pytest.mark.parametrize("sizes", [(1,), (7, 0, 160), (4000,)])
def test_chunks_make_no_difference(sizes: tuple[int, ...]) -> None:
    samples = np.random.default_rng(1).normal(size=4000).astype(np.float32)
    brightener, parts, at = Brightener(), list[NDArray[np.float32]](), 0
    while at < len(samples):
        for size in sizes:
            parts.append(brightener.push(samples[at : at + size]))
            at += size
    assert np.allclose(np.concatenate(parts), Brightener().push(samples), atol=1e-6)
