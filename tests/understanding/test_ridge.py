"""What was held out by formula is what training without it gives."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from viva.understanding.intents.ridge import fit, triangle_inverse

PENALTY = 0.3


def kernel(n: int, seed: int) -> npt.NDArray[np.float32]:
    points = np.random.default_rng(seed).normal(size=(n, 5))
    return np.exp(-((points[:, None] - points[None]) ** 2).sum(2) / 5).astype(np.float32)


@given(st.integers(6, 30), st.integers(0, 1000))
def test_held_out_scores_are_those_of_the_model_without_the_group(n: int, seed: int) -> None:
    gram = kernel(n, seed)
    labels = np.arange(n) % 3
    groups = np.arange(n) // 2
    fitted = fit(gram, labels, 3, groups, PENALTY)
    for group in (0, int(groups.max())):
        out, rest = groups == group, groups != group
        again = fit(gram[np.ix_(rest, rest)], labels[rest], 3, groups[rest], PENALTY)
        assert np.allclose(fitted.held_out[out], gram[np.ix_(out, rest)] @ again.dual, atol=1e-3)


def test_the_dual_solves_the_system() -> None:
    gram = kernel(40, 1)
    labels = np.arange(40) % 4
    dual = fit(gram, labels, 4, np.arange(40), PENALTY).dual
    assert np.allclose((gram + PENALTY * np.eye(40)) @ dual, np.eye(4)[labels], atol=1e-4)


def test_a_large_triangle_is_inverted() -> None:
    lower = np.linalg.cholesky(kernel(300, 2) + PENALTY * np.eye(300)).astype(np.float32)
    assert np.allclose(triangle_inverse(lower) @ lower, np.eye(300), atol=1e-3)
