"""The walk of docs/guide/better.md, its very commands, with fewer calls."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from viva.cli.app import viva

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "better.md"
CALLS = "3"


def commands() -> list[list[str]]:
    """In order, with `CALLS` calls."""
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    lines = [shlex.split(line) for block in blocks for line in block.splitlines()]
    assert all(line[0] == "viva" for line in lines)
    return [re.sub(r"--calls \d+", f"--calls {CALLS}", shlex.join(line[1:])).split() for line in lines]


def run(command: list[str]) -> Result:
    result = CliRunner().invoke(viva, command)
    assert result.exit_code == 0, f"viva {shlex.join(command)}: {result.output}\n{result.exception!r}"
    return result


@pytest.mark.models
def test_the_walk_from_beginning_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    shown = [run(command).output for command in commands()]
    assert "x real time" in shown[0]
    assert "taken after" in shown[1]
    assert "sim-1-000002" in shown[2]
    for name in ("before.html", "replay.html", "better.html"):
        assert (tmp_path / name).stat().st_size > 10_000
    for name in ("before", "after"):
        truths = sorted(tmp_path.glob(f"{name}/calls/*/caller.json"))
        assert [json.loads(path.read_text())["number"] for path in truths] == [0, 1, 2]
    # The same people called both versions.
    goals = [
        json.loads(p.read_text())["goal"]["slots"] for p in sorted(tmp_path.glob("*/calls/*/caller.json"))
    ]
    assert goals[:3] == goals[3:]
    assert "difference" in shown[-1]


def test_the_walk_has_all_its_steps() -> None:
    words = [" ".join(command[:2]) for command in commands()]
    for wanted in ("simulate barista", "eval turns", "replay before", "eval calls"):
        assert wanted in words
