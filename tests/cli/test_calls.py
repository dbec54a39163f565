"""`viva calls` and the views behind it, over a call that the core itself produced."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.call.shell import Shell, World
from tests.call.toy import toy_call
from viva.call import events as ev
from viva.call.log import Header, header_line, record_line
from viva.call.settings import CallSettings
from viva.cli import player
from viva.cli.app import viva
from viva.cli.calls_view import clock
from viva.ops.store import CallRow, Store

CALL = "20260102-030405-abcdef"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one call: a greeting, one spoken turn, a hang-up; its recording is a stub."""
    store = Store(tmp_path / "data")
    store.begin(CallRow(CALL, "toy", "f" * 64, "file", "[ann]", "2026-01-02T03:04:05+00:00"))
    shell = Shell(toy_call("a"), World())
    shell.start()
    shell.speak(4000, 5500)
    shell.run(9000)
    shell.give(ev.CallerLeft(9500, "caller_hung_up"))
    folder = store.call_dir(CALL)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [header_line(Header(CALL, "toy", "f" * 64, CallSettings(), "0.1.0"))]
    lines += [record_line(n, event, commands) for n, (event, commands) in enumerate(shell.events, start=1)]
    (folder / "events.jsonl").write_bytes(b"".join(lines))
    (folder / "audio.wav").write_bytes(b"RIFF")
    store.end(CALL, duration_ms=9500, reason="caller_hung_up", turns=1)
    store.close()
    return tmp_path / "data"


def run(data: Path, *words: str) -> str:
    done = CliRunner().invoke(viva, [*words, "--data", str(data)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_list_names_the_call(data: Path) -> None:
    said = run(data, "calls", "list")
    assert CALL in said
    assert "[ann]" in said, "a caller's words are not read as markup"
    assert "0:09.5" in said
    assert "caller_hung_up" in said


def test_list_of_nothing_says_how_to_place_a_call(tmp_path: Path) -> None:
    assert "viva call BOT --audio FILE" in run(tmp_path, "calls", "list")


def test_show_prints_transcript_and_latencies(data: Path) -> None:
    said = run(data, "calls", "show", "last")
    assert "How can I help you today?" in said
    assert "yes please" in said
    assert "Replies, ms" in said
    assert "…" not in said, "the table fits 80 columns"
    assert re.search(r"^1 +0:05\.9 +450 +150 +300 +80 +4 +0 +10 +used *$", said, re.M)


def test_show_of_a_call_that_was_cut(data: Path) -> None:
    log = data / "calls" / CALL / "events.jsonl"
    log.write_bytes(log.read_bytes()[:-20])
    said = run(data, "calls", "show", CALL[:10])
    assert "yes please" in said
    assert "the call was cut: its server ended while it was live" in said


def test_export_copies_everything(data: Path, tmp_path: Path) -> None:
    run(data, "calls", "export", "last", "--out", str(tmp_path / "out"))
    folder = tmp_path / "out" / CALL
    assert {p.name for p in folder.iterdir()} == {
        "audio.wav",
        "events.jsonl",
        "transcript.txt",
        "transcript.json",
    }
    assert (folder / "events.jsonl").read_bytes() == (data / "calls" / CALL / "events.jsonl").read_bytes()
    assert "  caller  yes please\n" in (folder / "transcript.txt").read_text()
    transcript = json.loads((folder / "transcript.json").read_text())
    assert [line["speaker"] for line in transcript["transcript"]] == ["bot", "bot", "caller", "bot", "bot"]


def test_replay_lists_events_with_their_commands(data: Path) -> None:
    said = run(data, "replay", str(data / "calls" / CALL / "events.jsonl"))
    assert "call_started" in said
    assert "speech_paused" in said


def test_play_uses_the_first_player_installed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "bin" / "ffplay"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/played\n')
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{fake.parent}")
    run(data, "calls", "play", "last")
    assert (tmp_path / "played").read_text().split()[-1] == str(data / "calls" / CALL / "audio.wav")


def test_play_without_a_player_says_what_to_install(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(
        player.PlayerError, match="none of the players aplay, ffplay, afplay, play is installed"
    ) as e:
        player.play_file(data / "calls" / CALL / "audio.wav")
    assert "apt-get install alsa-utils" in e.value.hint


def test_play_of_a_call_without_a_recording(data: Path) -> None:
    (data / "calls" / CALL / "audio.wav").unlink()
    done = CliRunner().invoke(viva, ["calls", "play", "last", "--data", str(data)])
    assert done.exit_code == 1
    assert "this call has no recording" in done.output


@pytest.mark.parametrize(
    ("ms", "shown"), [(0, "0:00.0"), (61_999, "1:01.9"), (3_600_000, "60:00.0"), (None, "-")]
)
def test_clock(ms: int | None, shown: str) -> None:
    assert clock(ms) == shown
