"""`viva build`: compiles once, says what there is, and mends what is damaged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.built import cut, own_built_files
from tests.hearing.conftest import need
from viva.cli.app import viva


def run(*words: str) -> Result:
    return CliRunner().invoke(viva, words, env={"COLUMNS": "120"})


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of built files, empty; beside it a new bot `shop`."""
    for model in ("moonshine-tiny", "all-minilm-l6-v2"):
        need(model)
    models = tmp_path / "models"
    models.mkdir()
    monkeypatch.chdir(tmp_path)
    assert run("init", "shop").exit_code == 0
    return own_built_files(models, monkeypatch)


def states(done: Result) -> list[tuple[str, str]]:
    """Part, and when it was compiled; those of now first."""
    assert done.exit_code == 0, done.output
    return re.findall(r"^shop +(\w+) .* (now), in \d+\.\d s *$", done.output, re.M) + re.findall(
        r"^shop +(\w+) .* (before) *$", done.output, re.M
    )


@pytest.mark.models
def test_once_again_by_force_and_after_damage(built: Path) -> None:
    done = run("build", "shop")
    assert states(done) == [("hearing", "now"), ("understanding", "now")]
    assert re.search(r"hearing +[\d,]+ words, [\d,]+ n-grams +[\d.]+ [kM]B", done.output)
    assert re.search(r"understanding +\d+ intents?, \d+ examples, \d+ values? +[\d.]+ [kM]B", done.output)
    files = sorted(built.iterdir())
    assert [file.name.partition("-")[0] for file in files] == ["hearing", "understanding"]

    assert states(run("build", "shop")) == [("hearing", "before"), ("understanding", "before")]
    whole = [file.stat().st_size for file in files]
    for file in files:
        cut(file)
    assert states(run("build", "shop")) == [("hearing", "now"), ("understanding", "now")]
    assert [file.stat().st_size for file in files] == whole
    assert states(run("build", "--force", "shop")) == [("hearing", "now"), ("understanding", "now")]
    assert sorted(built.iterdir()) == files


@pytest.mark.models
def test_a_simulation_compiles_before_its_workers_begin(built: Path) -> None:
    words = ("simulate", "shop", "--errors", "--processes", "2")
    first = run(*words, "--calls", "2")
    assert first.exit_code == 0, first.output
    assert re.search(r"^compiling the language of shop \.\.\. [\d.]+ s, kept", first.output, re.M)
    # A fresh seed, so that there is something to simulate.
    assert "compiling" not in run(*words, "--calls", "2", "--seed", "2").output


@pytest.mark.models
def test_no_place_to_write_is_told_with_what_to_do(built: Path) -> None:
    built.touch()  # a file where the folder would be
    done = run("build", "shop")
    assert done.exit_code == 1
    assert "error: cannot write what was compiled" in done.output and "VIVA_MODELS" in done.output


def test_a_mistake_in_any_bot_is_told_before_anything_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("shop", "desk"):
        run("init", name)
    file = tmp_path / "desk" / "bot.yaml"
    file.write_text(file.read_text().replace("\ntitle:", "\ntitel:"))
    done = run("build", "shop", "desk")
    assert done.exit_code == 1 and "Did you mean `title`?" in done.output
