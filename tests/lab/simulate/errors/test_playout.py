"""Sentences without a sound, paced as the server paces them."""

from __future__ import annotations

from viva.call.events import PlaybackFinished, PlaybackStarted, PlaybackStopped
from viva.lab.simulate.errors.playout import SilentPlayout


def test_sentences_follow_each_other_without_a_gap() -> None:
    playout = SilentPlayout()
    assert playout.queue(1, 990, 100) == [PlaybackStarted(100, 1)]
    assert playout.queue(2, 500, 120) == []
    assert playout.due == 1100  # filled up to a whole frame
    assert playout.advance(1099) == []
    assert playout.advance(1100) == [PlaybackFinished(1100, 1), PlaybackStarted(1100, 2)]
    assert playout.advance(1600) == [PlaybackFinished(1600, 2)]
    assert playout.due is None
    assert playout.queue(3, 20, 3000) == [PlaybackStarted(3000, 3)]


def test_a_stop_tells_how_much_was_played() -> None:
    playout = SilentPlayout()
    playout.queue(1, 1000, 0)
    playout.queue(2, 1000, 0)
    assert playout.stop(340) == [PlaybackStopped(340, 1, 340)]
    assert playout.stop(360) == []
    assert playout.due is None
