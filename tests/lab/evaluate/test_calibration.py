"""The calibration error, against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from viva.lab.evaluate.calibration import calibration_error


def test_worked_by_hand() -> None:
    # Bins of a half: (0.2, 0.4; one of two right) and (0.8, 0.8, 0.9, 0.9; three of four right).
    confidence = np.array([0.2, 0.4, 0.8, 0.8, 0.9, 0.9])
    right = np.array([True, False, True, True, True, False])
    expected = 2 / 6 * abs(0.3 - 0.5) + 4 / 6 * abs(0.85 - 0.75)
    assert calibration_error(confidence, right, bins=2) == pytest.approx(expected)


def test_sure_and_right_is_no_error() -> None:
    assert calibration_error(np.ones(5), np.ones(5, bool)) == 0
    assert calibration_error(np.ones(5), np.zeros(5, bool)) == 1
    assert calibration_error(np.array([]), np.array([], bool)) == 0
