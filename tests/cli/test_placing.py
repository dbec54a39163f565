"""The conversation as it scrolls by."""

from __future__ import annotations

import pytest

from viva.cli.placing import print_message
from viva.understanding.reading import JsonValue

LATENCY: JsonValue = {"total": 540, "pause": 160, "decision": 380, "first_audio": 12}


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (
            {"event": "caption", "at_ms": 1740, "speaker": "bot", "text": "Good day.", "final": True},
            "   1.74  bot     Good day.\n",
        ),
        (
            {"event": "caption", "at_ms": 61_000, "speaker": "caller", "text": "", "final": True},
            "  61.00  caller  (nothing recognized)\n",
        ),
        ({"event": "caption", "at_ms": 0, "speaker": "bot", "text": "Good", "final": False}, ""),
        (
            {"event": "reply", "at_ms": 2000, "turn": 1, "latency_ms": LATENCY, "speculation": "used"},
            "   2.00          reply after 540 ms (pause 160, decision 380, first audio 12; prepared: used)\n",
        ),
        (
            {"event": "note", "at_ms": 500, "code": "audio_gap", "message": "no audio"},
            "   0.50          audio_gap: no audio\n",
        ),
        ({"event": "transfer", "at_ms": 500, "to": "desk"}, "   0.50          transferred to desk\n"),
        ({"event": "ended", "at_ms": 900, "reason": "no_input"}, "   0.90          ended: no_input\n"),
        ({"event": "floor", "at_ms": 900, "state": "bot"}, ""),
    ],
)
def test_messages(message: dict[str, JsonValue], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_message(message)
    assert capsys.readouterr().out == line
