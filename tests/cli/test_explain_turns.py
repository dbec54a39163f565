"""`viva explain --call`: why the bot spoke when it did, over calls that the core itself produced."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.call.shell import Shell, World
from tests.call.test_overlap import HELLO
from tests.call.test_view_turns import AtSilence
from tests.call.toy import toy_call
from viva.call import events as ev
from viva.call.log import Header, header_line, record_line
from viva.call.settings import CallSettings
from viva.cli.app import viva
from viva.cli.explain_turns import manner_words
from viva.hearing.voice.evidence import Measure, Voice
from viva.hearing.voice.manner import Manner
from viva.ops.store import CallRow, Store

CALL = "20260102-030405-abcdef"


def kept(folder: Path, shell: Shell) -> Path:
    """A data folder with the call that the shell made."""
    store = Store(folder)
    store.begin(CallRow(CALL, "toy", "f" * 64, "file", "", "2026-01-02T03:04:05+00:00"))
    log = store.call_dir(CALL)
    log.mkdir(parents=True, exist_ok=True)
    lines = [header_line(Header(CALL, "toy", "f" * 64, CallSettings(), "0.1.0"))]
    lines += [record_line(n, event, commands) for n, (event, commands) in enumerate(shell.events, start=1)]
    (log / "events.jsonl").write_bytes(b"".join(lines))
    store.close()
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """ "Mm-hm" over the greeting; a turn with a pause in it; a second turn; a cough."""
    shell = Shell(toy_call("a", hello=HELLO, end_of_turn=AtSilence(words=-2.0)), World())
    shell.start()
    shell.speak(1000, 1400, "mm-hm")
    shell.speak(5000, 6500)
    shell.speak(6900, 8000)
    shell.speak(14_000, 15_000)
    shell.speak(20_000, 20_200, "cough")
    shell.run(22_000)
    shell.give(ev.CallerLeft(22_000, "caller_hung_up"))
    return kept(tmp_path / "data", shell)


def explain(data: Path, *words: str) -> tuple[int, str]:
    line = ["explain", "--data", str(data), *words]
    done = CliRunner().invoke(viva, line, env={"COLUMNS": "200"}, catch_exceptions=False)
    return done.exit_code, done.output


def test_a_call_s_turns_with_all_that_was_decided(data: Path) -> None:
    code, said = explain(data, "--call", "last")
    assert code == 0
    assert "Turn 1, 0:05.0 to 0:08.0\nyes please\n" in said
    assert "0:01.0  over the bot: a backchannel, 95 % sure; 360 ms after its onset the bot goes on" in said
    assert "0:06.5  held for 400 ms (0.20 of 0.80): the words are not complete" in said
    assert "0:08.0  taken 500 ms after the speech: so long a pause is rare for this caller" in said
    assert re.search(r"words +█████│ +-2\.00", said)
    assert re.search(r"silence +│███ +\+1\.20", said)
    assert "over     ▂▂▂▂▂▂█  from 150 to 500 ms of silence, 0.90 of 0.80\n" in said
    assert "After the last turn\n0:20.2  not answered: no words" in said


def test_one_turn_has_what_came_since_the_one_before(data: Path) -> None:
    _, said = explain(data, "--call", CALL[:12], "--turn", "2")
    assert said.startswith("Turn 2, 0:14.0 to 0:15.0\n")
    assert "Turn 1" not in said and "over the bot" not in said and "not answered" not in said
    assert explain(data, "--call", "last", "--turn", "7") == (
        2,
        "error: the call has no turn 7.\nhint: It has turns 1 to 2.\n",
    )
    assert explain(data, "--call", "nobody")[0] == 1


def test_for_programs(data: Path) -> None:
    _, said = explain(data, "--call", "last", "--json")
    first, second, rest = json.loads(said)
    assert first["line"]["turn"] == 1 and rest["line"] is None
    assert [pause["outcome"] for pause in first["pauses"]] == ["went_on", "taken"]
    assert first["overlaps"][0]["kind"] == "backchannel"
    assert second["pauses"][0]["scores"][-1]["because"]["words"] == -2.0


def test_a_call_without_turns(tmp_path: Path) -> None:
    shell = Shell(toy_call("a"), World())
    shell.start()
    shell.run(3000)
    data = kept(tmp_path / "data", shell)
    assert explain(data, "--call", "last")[1].startswith("the caller took no turn")
    assert "The caller took no turn." in explain(data, "--call", "last", "--turn", "1")[1]


def test_the_voice_of_a_turn_in_words() -> None:
    voice = Voice(
        900, pitch_hz=Measure(182.4, 0.9), level_db=Measure(-21.3, 0.9), final_pitch_st=Measure(-2.5, 0.8)
    )
    assert manner_words(Manner(voice, pitch=1.24, arousal=Measure(0.8, 0.5))) == (
        "pitch 182 Hz (+1.2), level -21 dBFS, final pitch -2.5 st, arousal +0.8"
    )
