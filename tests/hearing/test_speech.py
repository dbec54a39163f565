"""Where speech starts and pauses, from probabilities alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from viva.hearing.speech import WINDOW_MS, SpeechChange, SpeechDetector, SpeechSettings


def heard(probabilities: list[float], settings: SpeechSettings | None = None) -> list[SpeechChange]:
    detector = SpeechDetector(settings)
    return [
        change
        for i, probability in enumerate(probabilities)
        for change in detector.push(probability, (i + 1) * WINDOW_MS)
    ]


def test_speech_is_dated_back_to_its_first_and_last_window() -> None:
    changes = heard([0.0] * 10 + [0.9] * 20 + [0.0] * 10)
    assert changes == [SpeechChange("started", 10 * WINDOW_MS), SpeechChange("paused", 30 * WINDOW_MS)]


def test_a_start_is_known_after_96_ms_and_a_pause_too() -> None:
    detector = SpeechDetector()
    known = [bool(detector.push(0.9, (i + 1) * WINDOW_MS)) for i in range(4)]
    assert known == [False, False, True, False]
    known = [bool(detector.push(0.1, (i + 5) * WINDOW_MS)) for i in range(4)]
    assert known == [False, False, True, False]


def test_a_click_is_no_speech_and_a_short_closure_no_pause() -> None:
    assert heard([0.0, 0.9, 0.9, 0.0, 0.0] * 4) == []
    assert [c.kind for c in heard([0.9] * 10 + [0.0] * 2 + [0.9] * 10)] == ["started"]


def test_between_the_thresholds_nothing_changes() -> None:
    assert heard([0.45] * 50) == []
    assert [c.kind for c in heard([0.9] * 5 + [0.4] * 50)] == ["started"]
    assert [c.kind for c in heard([0.6] + [0.4] * 5)] == ["started"]  # weak, but it began as speech


@given(st.lists(st.floats(0, 1), max_size=200))
def test_changes_alternate_in_time_order_and_are_never_dated_ahead(probabilities: list[float]) -> None:
    detector, last, kinds = SpeechDetector(), 0, []
    for i, probability in enumerate(probabilities):
        now = (i + 1) * WINDOW_MS
        for change in detector.push(probability, now):
            assert last <= change.at_ms < now
            last = change.at_ms
            kinds.append(change.kind)
            assert detector.speaking == (change.kind == "started")
    assert kinds == ["started", "paused"] * (len(kinds) // 2) + ["started"] * (len(kinds) % 2)
