"""`viva simulate` as a person meets it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from viva.cli.app import viva
from viva.ops.store import Store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def simulate(*words: str) -> Result:
    return CliRunner().invoke(viva, ["simulate", "barista", *words])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--calls", "0"], "0 is not in the range"),
        (["--personas", "nobody.yaml"], "nobody.yaml cannot be read"),
        (["--errors", "nothing.json"], "nothing.json: cannot be read"),
        (["--with", "turn.cut_in_costs=2"], "Did you mean `cut_in_cost`?"),
        (["--with", "baristo@v1"], "`baristo@v1`"),
        (["--now", "never"], "no date and time"),
        (["--keep", "some"], "'some' is not one of"),
        (["--html", "nowhere/r.html"], "nowhere does not exist"),
    ],
)
def test_what_is_wrong_is_told(words: list[str], told: str) -> None:
    result = simulate(*words)
    assert result.exit_code in (1, 2)
    assert told in result.output
    assert not Path("simulated").exists()


def test_a_version_that_answered_calls_calls_again() -> None:
    from viva.cli.simulating import Asked, prepare
    from viva.dialogue.load import load_bot
    from viva.lab.variant import variant

    bot = variant(load_bot(ROOT / "bots" / "barista"), ["turn.cut_in_cost=7"])
    store = Store(Path("calls"))
    store.save_bot(bot.fingerprint, bot.name, bot.files)
    store.close()
    version = f"barista@{bot.fingerprint[:8]}"
    asked = Asked(ROOT / "bots" / "barista", changes=(version,), data=Path("calls"), errors="")
    assert prepare(asked)[0].bot.fingerprint == bot.fingerprint
    unknown = simulate("--with", "barista@0123abcd", "--data", "calls", "--calls", "1")
    assert unknown.exit_code == 2
    assert "barista@0123abcd" in unknown.output and "calls keeps no such version" in unknown.output


def test_models_that_are_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VIVA_MODELS", str(tmp_path / "none"))
    result = simulate("--calls", "1")
    assert result.exit_code == 1
    assert "error: model" in result.output
    assert "viva models pull" in result.output


@pytest.mark.models
def test_calls_in_text_from_beginning_to_end() -> None:
    result = simulate("--calls", "3", "--errors", "--processes", "1", "--html", "r.html", "--json", "r.json")
    assert result.exit_code == 0, result.output
    assert "3 calls, 1:" in result.output
    assert "x real time, with 1 worker" in result.output
    assert "task success" in result.output
    (folder,) = Path("simulated").iterdir()
    assert [path.name for path in sorted((folder / "calls").iterdir())] == [
        f"sim-1-00000{n}" for n in range(3)
    ]
    assert "Simulation" in Path("r.html").read_text(encoding="utf-8")
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["title"] == "Simulation"
    verified = CliRunner().invoke(viva, ["replay", "last", "--verify", "--data", str(folder)])
    assert verified.exit_code == 0, verified.output
    again = simulate("--calls", "3", "--errors")
    assert "3 of 3 calls are there already" in again.output
    assert "task success" in again.output
    other = simulate("--calls", "3", "--errors", "--seed", "2", "--out", str(folder))
    assert other.exit_code == 2
    assert "It differs in --seed (1 there, 2 now)" in other.output


@pytest.mark.models
def test_one_call_is_told_as_it_happens() -> None:
    result = simulate("--call", "2", "--errors", "--out", "one")
    assert result.exit_code == 0, result.output
    assert "bot     Welcome to the coffee bar." in result.output
    assert "viva calls show sim-1-000002 --data one" in result.output
    assert Path("one/calls/sim-1-000002/caller.json").is_file()


@pytest.mark.models
def test_it_is_interrupted_and_goes_on() -> None:
    # As at a terminal: what a shell begins in its background ignores SIGINT, and so would what it begins.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from viva.cli import main; main()"
    )
    program = [sys.executable, "-c", code]
    words = ["simulate", "barista", "--calls", "400", "--errors", "--processes", "1", "--out", "stopped"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*program, *words], stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as running:
        done = Path("stopped/calls")
        while not any(done.glob("*/caller.json")):
            with contextlib.suppress(subprocess.TimeoutExpired):
                pytest.fail(f"it ended by itself with {running.wait(timeout=0.05)}")
        os.killpg(running.pid, signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "of 400 calls are in stopped" in told
    assert "the same command again goes on from here" in told
    there = len(list(done.glob("*/caller.json")))
    result = simulate("--calls", str(there + 1), "--errors", "--processes", "1", "--out", "stopped")
    assert f"{there} of {there + 1} calls are there already" in result.output
    assert result.exit_code == 0
