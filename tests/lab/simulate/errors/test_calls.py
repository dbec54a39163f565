"""Simulated calls with audio as rows: what was heard of what was said."""

from __future__ import annotations

from pathlib import Path

from viva.call.commands import Command, JudgeOverlap, Recognize
from viva.call.events import (
    Event,
    OverlapJudged,
    Recognized,
    SpeechPaused,
    SpeechStarted,
    TimeReached,
)
from viva.call.log import Header, header_line, record_line
from viva.call.settings import CallSettings
from viva.hearing.evidence import Hypothesis, Recognition, Word
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.voice.evidence import Measure, Voice
from viva.lab.calls.truth import CallTruth, Said, write_truth
from viva.lab.simulate.errors.calls import heard_in_calls
from viva.lab.simulate.errors.model import Unit
from viva.understanding.expectation import Expectation


def recognition(text: str) -> Recognition:
    words = tuple(Word(word, 0, 100, 0.8) for word in text.split())
    return Recognition((Hypothesis(text, -1.0, 1.0, words),), 1000)


def folder(path: Path, records: list[tuple[Event, list[Command]]], said: list[Said]) -> Path:
    calls = path / "calls" / "sim-1-000000"
    calls.mkdir(parents=True)
    head = header_line(Header("sim-1-000000", "shop", "", CallSettings(), "0"))
    lines = (record_line(n, event, commands) for n, (event, commands) in enumerate(records, 1))
    (calls / "events.jsonl").write_bytes(head + b"".join(lines))
    conditions = {"noise": "babble 10 dB", "line": "telephone"}
    write_truth(calls, CallTruth(0, 1, "plain", dict(conditions), {}, True, "", tuple(said)))
    return path


def asked(request: int, start: int, end: int) -> tuple[Event, list[Command]]:
    return TimeReached(end), [Recognize(request, start, end, Expectation())]


def test_the_last_recognition_up_to_each_silence_counts(tmp_path: Path) -> None:
    records = [
        asked(1, 800, 2300),
        (Recognized(2400, 1, recognition("a large,"), 50), []),
        asked(2, 800, 3100),
        (Recognized(3200, 2, recognition("a large lot"), 50), []),
        asked(3, 800, 6100),  # two utterances in one
        (Recognized(6200, 3, recognition("a large lot yes"), 50), []),
    ]
    said = [Said(1000, 3000, "turn", "inform", "a large latte"), Said(5000, 6000, "turn", "affirm", "yes")]
    begun, row = heard_in_calls(folder(tmp_path, records, said)).rows
    assert (begun.truth, begun.nbest[0].text, begun.whole) == ("a large", "a large,", False)
    assert (row.truth, row.nbest[0].text, row.noise) == (
        "a large latte",
        "a large lot",
        "telephone, babble 10 dB",
    )
    assert row.nbest[0].sure == (0.8, 0.8, 0.8)
    assert (row.whole, row.caller) == (True, "sim-1-000000")


def test_how_speech_ends_is_kept_where_it_is_over_and_where_it_goes_on(tmp_path: Path) -> None:
    level = Measure(-4.0, 0.9)
    records: list[tuple[Event, list[Command]]] = [
        (SpeechPaused(1912, 1800, Voice(800, final_level_db=level)), []),
        (SpeechPaused(3112, 3000, Voice(700, final_pitch_st=Measure(-3.5, 0.9))), []),
        asked(1, 800, 3100),
        (Recognized(3200, 1, recognition("a large latte"), 50), []),
    ]
    said = [Said(1000, 3000, "turn", "inform", "a large latte")]
    units = heard_in_calls(folder(tmp_path, records, said)).units
    label = "telephone, babble 10 dB"
    assert units == {
        (label, False): [Unit(-4.0, None, None, None)],
        (label, True): [Unit(None, None, None, -3.5)],
    }


def test_words_heard_in_a_noise_were_not_said(tmp_path: Path) -> None:
    records = [asked(1, 800, 1500), (Recognized(1600, 1, recognition("thank you"), 50), [])]
    said = [Said(1000, 1300, "noise", "cough", "ahem")]
    (row,) = heard_in_calls(folder(tmp_path, records, said)).rows
    assert (row.truth, row.nbest[0].text) == ("", "thank you")


def test_what_is_taken_for_speech_where_nobody_speaks(tmp_path: Path) -> None:
    records: list[tuple[Event, list[Command]]] = [
        asked(1, 800, 3100),
        (Recognized(3200, 1, recognition("a latte"), 50), []),
        (SpeechStarted(8112, 8000), []),
        (TimeReached(8300), [JudgeOverlap(2, 7900, 8300, Expectation(), None)]),
        (OverlapJudged(8340, 2, Overlap("background_speech", 0.9, 0.1), 40), []),
        (SpeechPaused(8612, 8500), []),
        asked(3, 7800, 8620),
        (Recognized(8700, 3, recognition("thank you"), 50), []),
        (TimeReached(32_000), []),
    ]
    found = heard_in_calls(folder(tmp_path, records, [Said(1000, 3000, "turn", "inform", "a latte")]))
    label = "telephone, babble 10 dB"
    assert found.sounds_ms == {label: [500]}
    assert found.listened_ms == {label: 30_000}
    assert found.overlaps == {("background", "background_speech"): 1}
    assert sorted((row.truth, row.nbest[0].text) for row in found.rows) == [
        ("", "thank you"),
        ("a latte", "a latte"),
    ]
