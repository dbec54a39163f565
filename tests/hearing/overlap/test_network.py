"""A network whose weights are known, and the same one from a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viva.hearing.overlap.network import FARTHEST, Network


def numbers(*values: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array(values, np.float32)


NETWORK = Network(
    mean=numbers(1, 10),
    deviation=numbers(1, 5),
    inner=numbers(1, 0, 0, 1).reshape(2, 2),
    inner_offsets=numbers(0, -1),
    outer=numbers(2, 0, 0, 2).reshape(2, 2),
    outer_offsets=numbers(0, 0.5),
)


def test_inputs_are_standardized_and_units_are_never_below_zero() -> None:
    assert NETWORK.units(numbers(3, 20)).tolist() == [2.0, 1.0]
    assert NETWORK.units(numbers(-3, 0)).tolist() == [0.0, 0.0]


def test_probabilities_add_up_to_one() -> None:
    first, second = NETWORK.log_probabilities(numbers(3, 20))
    assert first - second == pytest.approx(4.0 - 2.5)
    assert np.exp([first, second]).sum() == pytest.approx(1)


def test_many_rows_at_once_are_as_one_after_the_other() -> None:
    rows = np.random.default_rng(0).normal(0, 5, (7, 2)).astype(np.float32)
    assert np.allclose(NETWORK.log_probabilities(rows), [NETWORK.log_probabilities(row) for row in rows])


def test_far_out_is_not_trusted_more() -> None:
    assert NETWORK.units(numbers(1e30, 10)).tolist() == [FARTHEST, 0.0]


def test_a_network_from_a_file_says_the_same(tmp_path: Path) -> None:
    np.savez(tmp_path / "weights.npz", **NETWORK.stored("one"))
    with np.load(tmp_path / "weights.npz") as file:
        read = Network.load(file, "one")
    inputs = numbers(3, 20)
    assert read.log_probabilities(inputs) == pytest.approx(NETWORK.log_probabilities(inputs), abs=0.01)
