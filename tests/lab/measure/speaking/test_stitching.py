from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np

from viva.lab.measure.speaking.stitching import place, stitch
from viva.speaking.engine import Voice
from viva.speaking.prosody import Prosody


def test_a_part_is_found_where_it_lies() -> None:
    sound = np.random.default_rng(1).standard_normal(9_000).astype(np.float32)
    assert place(0.3 * sound[1_234:4_000], sound) == 1_234


def test_words_end_in_order_and_with_the_sound(tmp_path: Path) -> None:
    text = "You are booked for Thursday the first at half past four."
    sounds, ends_ms = stitch(text, Prosody(0.8), Voice("en-gb"), Random(2), tmp_path)
    assert len(ends_ms) == len(text.split())
    assert list(ends_ms) == sorted(ends_ms)
    assert ends_ms[-1] == sum(len(sound.pcm) for sound in sounds) // 32


def test_a_clip_that_is_played_twice_is_left_out(tmp_path: Path) -> None:
    assert stitch("one one one", Prosody(), Voice("en-gb"), Random(2), tmp_path) == ((), ())
