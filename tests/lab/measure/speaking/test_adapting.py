"""The bar of entrainment, on the voice itself."""

from __future__ import annotations

from pathlib import Path

from viva.dialogue.load import load_bot
from viva.lab.measure.speaking.adapting import bench_adapting

BOTS = Path(__file__).resolve().parents[4] / "bots"


def test_the_bot_follows_within_two_turns_and_comes_back() -> None:
    rows = [line.split() for line in bench_adapting(load_bot(BOTS / "clinic")).splitlines()[1:]]
    decided = [float(row[2]) for row in rows]
    assert 0.8 <= decided[2] <= 0.9 and 0.8 <= decided[3] <= 0.9
    assert decided[0] == 1.0 and decided[-1] >= 0.95
    assert all(abs(float(row[3]) / float(row[2]) - 1) < 0.06 for row in rows)
