"""`viva replay` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.dialogue.small import bot
from tests.lab.replay.recording import recorded
from tests.lab.virtual.far_ends import LOUD, Speaks
from viva.cli.app import viva
from viva.dialogue.load import load_bot
from viva.lab.replay.chosen import Chosen
from viva.speaking.engine import Voice
from viva.speaking.registry import say

BARISTA = Path(__file__).resolve().parents[2] / "bots" / "barista"


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Chosen:
    return recorded(bot(), Speaks([LOUD * 50], leaves_at=9000), tmp_path_factory.mktemp("call"))


def run(*words: str) -> Result:
    return CliRunner().invoke(viva, ["replay", *words])


def test_a_file_is_verified_from_any_directory(
    call: Chosen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(str(call.log), "--verify")
    assert (done.exit_code, done.output.count("all the same")) == (0, 1), done.output
    monkeypatch.chdir(call.folder)
    assert run("events.jsonl", "--verify").exit_code == 0


def test_several_calls_are_verified_and_one_that_differs_is_the_status(call: Chosen, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("a", "b"):
        folder = data / "calls" / name
        folder.mkdir(parents=True)
        text = call.log.read_text()
        (folder / "events.jsonl").write_text(text if name == "a" else text.replace("Welcome.", "Hello."))
    (data / "bots").mkdir()
    for kept in (call.data / "bots").iterdir():
        (data / "bots" / kept.name).write_bytes(kept.read_bytes())
    done = run(str(data / "calls" / "a"), str(data / "calls" / "b"), "--verify")
    assert done.exit_code == 1
    assert "all the same" in done.output and "differs at event 1" in done.output


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--with", "turn.cut_in_kost=1"], 2, "Did you mean `cut_in_cost`?"),
        (["--with", "nowhere@v2"], 2, "there is no bot `nowhere` here"),
        (["--with", "title=x", "--verify"], 2, "--verify is for the bot as it was"),
    ],
)
def test_what_is_wrongly_asked_for(call: Chosen, words: list[str], status: int, said: str) -> None:
    done = run(str(call.folder), *words)
    assert done.exit_code == status
    assert said in " ".join(done.output.split())


def test_calls_that_cannot_be_replayed_end_in_a_report_that_says_so(call: Chosen, tmp_path: Path) -> None:
    folder = tmp_path / "calls" / call.id
    folder.mkdir(parents=True)
    (folder / "events.jsonl").write_bytes(call.log.read_bytes())
    done = run(str(folder), "--with", "title=x", "--data", str(tmp_path / "data"))
    assert done.exit_code == 1
    assert "1 x call whose bot was not kept" in done.output


@pytest.mark.models
def test_a_spoken_call_meets_another_version_and_the_report_is_written(tmp_path: Path) -> None:
    spoken = [say("I would like a large latte please.", Voice("en-us", rate=150)).pcm]
    data = tmp_path / "data"
    recorded(load_bot(BARISTA), Speaks(spoken, leaves_at=12_000), data, real=True)
    files = ["--json", str(tmp_path / "report.json"), "--html", str(tmp_path / "report.html")]
    done = run("all", "--with", "turn.cut_in_cost=0.5", "--processes", "1", "--data", str(data), *files)
    assert done.exit_code == 0, done.output
    assert "1 of 1 could be replayed" in done.output
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["figures"]["parted"]["value"] == 0
    assert report["figures"]["parted from the record without any change"]["value"] == 0
    assert not list((data / "replays").iterdir()), "what was reported is not kept"
    assert "<h1>Replay</h1>" in (tmp_path / "report.html").read_text()
