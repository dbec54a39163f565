"""A value on a call's page: where it comes from, on the call's own clock."""

from __future__ import annotations

import json
from dataclasses import replace

from viva.call import commands as cm
from viva.call import events as ev
from viva.call.log import Record
from viva.call.view.call import CallerLine, view
from viva.call.wire import decode_command, decode_event, encode
from viva.hearing.evidence import Hypothesis, Recognition, Word
from viva.understanding.expectation import Expectation
from viva.understanding.reading import Entity, Reading

HEARD = Recognition(
    (Hypothesis("on monday", -1.0, 1.0, (Word("on", 0, 90, 0.9), Word("monday", 100, 400, 0.8))),), 500
)
DAY = Entity("day", "2026-11-30", "monday", 3, 9, 0, 0.97, supported_by=(0,), start_ms=100, end_ms=400)
READING = Reading("on monday", (), (DAY,), 0.97)
TURN = cm.TurnTaken(1, "speech", 2000, 2500, HEARD, READING, None)


def test_the_wire_keeps_where_a_value_comes_from() -> None:
    understood = ev.Understood(2600, 4, READING, 3)
    assert decode_event(json.loads(encode(understood))) == understood
    assert decode_command(json.loads(encode(TURN))) == TURN


def test_an_older_log_has_values_of_unknown_origin() -> None:
    data = json.loads(encode(TURN))
    for name in ("supported_by", "start_ms", "end_ms"):
        del data["reading"]["entities"][0][name]
    day = replace(DAY, supported_by=(), start_ms=None, end_ms=None)
    assert decode_command(data) == replace(TURN, reading=replace(READING, entities=(day,)))


def test_a_line_tells_it_on_the_call_s_clock() -> None:
    recognize = cm.Recognize(3, 1900, 2500, Expectation())
    records = [
        Record(1, ev.SpeechPaused(2600, 2500), [json.loads(encode(recognize))]),
        Record(2, ev.Recognized(2700, 3, HEARD, 90), [json.loads(encode(TURN))]),
    ]
    (line,) = view(records).transcript
    assert isinstance(line, CallerLine)
    assert line.words[1]["start_ms"] == 2000
    assert line.entities == [
        {
            "name": "day",
            "value": "2026-11-30",
            "text": "monday",
            "confidence": 0.97,
            "supported_by": [0],
            "start_ms": 2000,
            "end_ms": 2300,
        }
    ]
