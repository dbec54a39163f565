"""The bot's audio: paced, and accounted for under any stop, stall and report."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from viva.audio.pcm import samples_of
from viva.server.playout import DUCKED, FADE_FRAMES, LEAD_MS, Playout

MS = 32
LOUD = np.full(1000 * 16, 8000, dtype="<i2").tobytes()
"""A second."""


def run(playout: Playout, start: int, end: int, step: int = 20) -> tuple[int, list[tuple[int, str, int]]]:
    """Milliseconds sent, and (t, kind, sentence) of everything that happened."""
    sent, happened = 0, []
    for t in range(start, end, step):
        frames, reports = playout.advance(t)
        sent += 20 * len(frames)
        happened += [(t, r.kind, r.sentence) for r in reports]
    return sent, happened


def test_sentences_follow_each_other_without_a_gap() -> None:
    playout = Playout()
    playout.queue(1, bytes(100 * MS))
    playout.queue(2, bytes(50 * MS))  # filled up to 60 ms
    sent, happened = run(playout, 1000, 1400)
    assert sent == 160
    assert happened == [
        (1000, "started", 1),
        (1100, "finished", 1),
        (1100, "started", 2),
        (1160, "finished", 2),
    ]
    assert not playout.active


def test_audio_is_sent_ahead_by_the_lead_only() -> None:
    playout = Playout()
    playout.queue(1, bytes(1000 * MS))
    frames, _ = playout.advance(0)
    assert len(frames) * 20 == LEAD_MS
    assert [len(playout.advance(t)[0]) for t in (20, 40, 60)] == [1, 1, 1]


def test_a_stop_tells_how_much_was_played() -> None:
    playout = Playout()
    playout.queue(7, bytes(1000 * MS))
    run(playout, 0, 320)
    (report,) = playout.stop(310)
    assert (report.kind, report.sentence, report.played_ms) == ("stopped", 7, 310)


def test_a_stalled_client_counts_by_its_own_report() -> None:
    playout = Playout()
    playout.queue(7, bytes(1000 * MS))
    run(playout, 0, 200)
    playout.played(100, 200)
    run(playout, 200, 900)
    (report,) = playout.stop(900)
    assert report.played_ms == 100 + 250  # extrapolated for 250 ms at most


def test_the_second_stream_counts_from_what_was_played_before() -> None:
    playout = Playout()
    playout.queue(1, bytes(200 * MS))
    for t in range(0, 400, 20):
        playout.advance(t)
        playout.played(min(t, 200), t)
    assert not playout.active
    playout.queue(2, bytes(1000 * MS))
    for t in range(1000, 1300, 20):
        playout.advance(t)
        playout.played(200 + t - 1000, t)
    (report,) = playout.stop(1280)
    assert report.played_ms == 280


def levels(frames: list[bytes]) -> list[tuple[int, int]]:
    """First and last sample of each frame."""
    return [(int(samples_of(f)[0]), int(samples_of(f)[-1])) for f in frames]


def test_a_lowered_voice_is_heard_a_lead_and_a_frame_later_and_raised_as_fast() -> None:
    playout = Playout()
    playout.queue(1, LOUD)
    playout.advance(0)
    playout.duck(True)
    low = round(8000 * DUCKED)
    assert levels(playout.advance(40)[0]) == [(8000, low), (low, low)]
    playout.duck(False)
    assert levels(playout.advance(80)[0]) == [(low, 8000), (8000, 8000)]


def test_a_voice_that_stops_fades_and_the_next_is_loud_again() -> None:
    playout = Playout()
    playout.queue(1, LOUD)
    playout.advance(0)
    playout.duck(True)
    playout.advance(20)
    fading = levels(playout.fade())
    assert len(fading) == FADE_FRAMES
    assert fading[0][0] == round(8000 * DUCKED) and fading[-1][1] == 0
    (report,) = playout.stop(20)
    assert report.played_ms == 20
    playout.queue(2, LOUD)
    assert set(levels(playout.advance(40)[0])) == {(8000, 8000)}


def test_nothing_fades_that_was_not_audible() -> None:
    playout = Playout()
    assert playout.fade() == []
    playout.queue(1, LOUD)
    assert playout.fade() == []


def test_a_soft_sentence_among_others() -> None:
    playout = Playout()
    playout.queue(1, LOUD[: 20 * MS], -6.0)
    playout.queue(2, LOUD[: 20 * MS])
    assert levels(playout.advance(0)[0]) == [(4009, 4009), (8000, 8000)]


def test_a_sentence_may_grow_while_it_plays() -> None:
    playout = Playout()
    playout.queue(1, bytes(100 * MS), whole=False)
    playout.queue(2, bytes(40 * MS))
    sent, happened = run(playout, 0, 60)
    assert (sent, happened) == (100, [(0, "started", 1)])
    playout.extend(1, bytes(50 * MS), whole=True)
    sent, happened = run(playout, 60, 300)
    assert sent == 60 + 40
    assert happened == [(160, "finished", 1), (160, "started", 2), (200, "finished", 2)]


def test_what_comes_too_late_is_played_later_and_counted_right() -> None:
    playout = Playout()
    playout.queue(1, bytes(100 * MS), whole=False)
    run(playout, 0, 500)
    playout.extend(1, bytes(100 * MS), whole=False)
    sent, _ = run(playout, 500, 560)
    assert sent == 100
    (report,) = playout.stop(560)
    assert report.played_ms == 100 + 60


def test_a_sentence_that_turns_out_to_be_over_has_ended() -> None:
    playout = Playout()
    playout.queue(1, bytes(40 * MS), whole=False)
    run(playout, 0, 200)
    playout.extend(1, b"", whole=True)
    assert run(playout, 200, 240)[1] == [(200, "finished", 1)]
    playout.extend(1, bytes(40 * MS), whole=True)  # too late: it is gone
    assert not playout.active


@given(st.data())
def test_growing_by_any_bits_sounds_the_same_and_counts_the_same(data: st.DataObject) -> None:
    frames = data.draw(st.lists(st.integers(1, 20), min_size=1, max_size=4))
    whole, grown = Playout(), Playout()
    rest: list[tuple[int, bytes]] = []
    for number, n in enumerate(frames):
        pcm = np.arange(320 * n, dtype="<i2").tobytes()
        whole.queue(number, pcm)
        first = data.draw(st.integers(0, len(pcm) // 2)) * 2
        grown.queue(number, pcm[:first], whole=False)
        rest.append((number, pcm[first:]))
    outputs: tuple[list[bytes], list[bytes]] = ([], [])
    ended: tuple[list[int], list[int]] = ([], [])
    for t in range(0, 4000, 20):
        while rest and data.draw(st.booleans()):
            number, pcm = rest.pop(0)
            cut = data.draw(st.integers(0, len(pcm) // 2)) * 2
            grown.extend(number, pcm[:cut], whole=cut == len(pcm))
            if cut < len(pcm):
                rest.insert(0, (number, pcm[cut:]))
                break
        if t > 1000:
            while rest:
                number, pcm = rest.pop(0)
                grown.extend(number, pcm, whole=True)
        for playout, output, over in zip((whole, grown), outputs, ended, strict=True):
            out, reports = playout.advance(t)
            output += out
            over += [r.sentence for r in reports if r.kind == "finished"]
    assert outputs[0] == outputs[1]
    assert ended[0] == ended[1] == list(range(len(frames)))


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(1, 200), st.integers(0, 2000)), max_size=20),
    st.integers(0, 3000),
)
def test_never_more_is_played_than_was_sent(
    frames: list[int], moves: list[tuple[int, int]], end: int
) -> None:
    playout = Playout()
    for number, n in enumerate(frames):
        playout.queue(number, bytes(20 * n * MS))
    t = sent = 0
    finished: list[int] = []
    for step, total in moves:
        t += step
        playout.played(total, t)
        out, reports = playout.advance(t)
        sent += 20 * len(out)
        finished += [r.sentence for r in reports if r.kind == "finished"]
        assert sum(frames[i] * 20 for i in finished) <= sent <= sum(frames) * 20
    assert finished == sorted(finished)
    for report in playout.stop(t + end):
        assert 0 <= report.played_ms <= frames[report.sentence] * 20
    assert not playout.active
