"""The bar of loudness: what is recorded, synthesized and said in a wait lies within one LU."""

from __future__ import annotations

from pathlib import Path

from viva.dialogue.load import load_bot
from viva.lab.measure.speaking.evenness import bench_evenness

BOTS = Path(__file__).resolve().parents[4] / "bots"


def test_all_kinds_are_equally_loud() -> None:
    lines = bench_evenness(load_bot(BOTS / "clinic")).splitlines()
    assert [line.split()[0] for line in lines[1:4]] == ["synthesized", "recorded", "filler"]
    assert float(lines[-1].split()[3]) <= 1.0
