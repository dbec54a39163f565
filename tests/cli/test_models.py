"""`viva models list` and `pull`, on a folder of its own; nothing is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from viva.cli import pulling
from viva.cli.app import viva
from viva.models.fetch import OnProgress, Progress


def run(*words: str) -> str:
    done = CliRunner().invoke(viva, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_list_tells_missing_from_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_MODELS", str(tmp_path))
    assert "missing" in run("models", "list")
    (tmp_path / "silero-vad").mkdir()
    (tmp_path / "silero-vad" / "silero_vad.onnx").write_bytes(b"half a file")
    said = run("models", "list")
    assert "damaged" in said
    assert "silero_vad.onnx is damaged: it has SHA-256" in said
    assert "`viva models pull` fetches it again" in said


def test_pull_shows_where_files_come_from(monkeypatch: pytest.MonkeyPatch) -> None:
    def reports(names: object, progress: OnProgress) -> list[Path]:
        for file in ("a.onnx", "b.onnx"):
            progress(Progress("m", file, "the hub", "trying", 0, 10))
            progress(Progress("m", file, "the hub", "failed", 0, 10, "it cannot be reached"))
            progress(Progress("m", file, "npm m@1", "receiving", 25, 10))
            progress(Progress("m", file, "npm m@1", "done", 10, 10))
        progress(Progress("m", "c.onnx", "", "present", 10, 10))
        return [Path("models/m")]

    monkeypatch.setattr(pulling, "pull", reports)
    console = Console(width=80, record=True, markup=False, highlight=False)
    pulling.pull_with_bar(["m"], console)
    said = console.export_text()
    assert said.count("the hub: it cannot be reached\n") == 1
    assert "b.onnx from npm m@1\n" in said
    assert said.rstrip().endswith("models ready in models: m (2 files fetched)")
    assert "c.onnx" not in said


def test_pull_of_what_is_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def reports(names: object, progress: OnProgress) -> list[Path]:
        progress(Progress("m", "c.onnx", "", "present", 10, 10))
        return [Path("models/m")]

    monkeypatch.setattr(pulling, "pull", reports)
    console = Console(width=80, record=True)
    pulling.pull_with_bar(["m"], console)
    assert console.export_text() == "models ready in models: m\n"
