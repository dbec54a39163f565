"""What a person did wrong is told in one red line and a hint, without a traceback."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from viva.cli.app import viva
from viva.cli.blame import BlamingGroup
from viva.errors import VivaError


class Misuse(VivaError):
    exit_code = 2


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(viva, words)
    return done.exit_code, done.output


def program(error: Exception) -> BlamingGroup:
    @click.group(cls=BlamingGroup)
    def group() -> None: ...

    @group.command()
    def fail() -> None:
        raise error

    return group


def test_our_errors_are_a_line_and_a_hint() -> None:
    done = CliRunner().invoke(program(VivaError("the cup is empty", hint="fill it")), ["fail"], color=True)
    assert done.exit_code == 1
    assert done.stderr == "\x1b[31m\x1b[1merror:\x1b[0m the cup is empty\n\x1b[36mhint:\x1b[0m fill it\n"
    assert done.stdout == ""


def test_an_error_chooses_the_exit_code() -> None:
    assert CliRunner().invoke(program(Misuse("asked wrongly")), ["fail"]).exit_code == 2


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(program(ZeroDivisionError()), ["fail"], catch_exceptions=False)


def test_a_mistyped_command_names_the_near_one() -> None:
    code, said = run("serv")
    assert code == 2
    assert "serve" in said


def test_an_unknown_bot_names_the_near_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bots" / "library").mkdir(parents=True)
    (tmp_path / "bots" / "library" / "bot.yaml").touch()
    code, said = run("check", "librarry")
    assert code == 2
    assert "no bot 'librarry'; did you mean 'library'?" in said


def test_a_folder_that_is_no_bot(tmp_path: Path) -> None:
    code, said = run("check", str(tmp_path))
    assert code == 2
    assert "holds no bot.yaml: it is not a bot's folder" in said


def test_an_unknown_call(tmp_path: Path) -> None:
    code, said = run("calls", "show", "20260101", "--data", str(tmp_path))
    assert (code, "error: no call '20260101'" in said, "hint: see `viva calls list`" in said) == (
        1,
        True,
        True,
    )


def test_an_unknown_model_names_the_near_one() -> None:
    code, said = run("models", "pull", "moonshine-tinny")
    assert code == 1
    assert "no model is called 'moonshine-tinny'" in said
    assert "did you mean 'moonshine-tiny'?" in said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_a_public_address_needs_a_word(host: str, tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").touch()
    code, said = run("serve", str(tmp_path), "--host", host, "--data", str(tmp_path / "data"))
    assert code == 1
    assert f"refusing to listen on {host}: anyone who reaches it can call the bots" in said
    assert "--allow-public" in said


def test_a_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, said = run("calls", "list", "--data", str(tmp_path / "file" / "data"))
    assert code == 1
    assert "choose a folder that can be written with --data or VIVA_DATA" in said
