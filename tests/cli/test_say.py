"""`viva say`: what it prints and writes, and what it says of what is wrong."""

from __future__ import annotations

import json
import wave
from pathlib import Path

from click.testing import CliRunner, Result

from viva.cli.app import viva

NOW = ("--now", "2026-11-24T10:00")


def say(*words: str) -> Result:
    return CliRunner().invoke(viva, ["say", "clinic", *words])


def test_the_prompts_of_a_bot() -> None:
    lines = say().output.splitlines()
    assert "booked  (day, time)" in lines and "    You are booked for {day} at {time}. See you then." in lines


def test_words_with_times_and_how() -> None:
    found = say("booked", "--slots", "day=2026-11-26", "--slots", "time=16:30", *NOW)
    assert found.exit_code == 0
    assert "2  See you then." in found.output and "0.00 s  You" in found.output
    assert "rate " in found.output and "LUFS" in found.output


def test_all_slots_at_once_and_as_json() -> None:
    found = say("check_value", "--slots", '{"value": "0421"}', "--json", *NOW)
    assert found.exit_code == 0 and json.loads(found.output)["prompt"] == "check_value"


def test_words_of_ones_own_into_files(tmp_path: Path) -> None:
    wav, ulaw, html = tmp_path / "a.wav", tmp_path / "a.ulaw", tmp_path / "a.html"
    assert say("--text", "One moment.", "--out", str(wav), "--html", str(html)).exit_code == 0
    assert say("--text", "One moment.", "--out", str(ulaw)).exit_code == 0
    with wave.open(str(wav)) as sound:
        assert sound.getframerate() == 16_000
    assert 4_000 < ulaw.stat().st_size < 16_000
    assert "One moment." in html.read_text()


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    assert "did you mean 'booked'?" in say("bokked").output
    assert "expected NAME=VALUE" in say("booked", "--slots", "day").output
    assert "--slots: no JSON" in say("booked", "--slots", "{day").output
    assert "not both" in say("booked", "--text", "Hello.").output
    assert "neither in .wav nor in .ulaw" in say("kept", "--out", str(tmp_path / "a.mp3")).output
    (tmp_path / "caller.json").write_text('{"arousel": 1}')
    found = say("kept", "--as", str(tmp_path / "caller.json"))
    assert found.exit_code == 2 and "did you mean 'arousal'?" in found.output
    assert "no date and time" in say("kept", "--now", "tomorrow").output
