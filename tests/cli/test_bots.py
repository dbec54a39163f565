"""A newcomer's first minutes: init, check, test, talk, and a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from viva.cli.app import viva


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh bot `shop` in the present folder."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "shop").exit_code == 0
    return tmp_path / "shop"


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(viva, words, input=typed)


def test_a_new_bot_has_no_problems_and_passes_its_tests(shop: Path) -> None:
    assert run("check", "shop").output == "no problems\n"
    done = run("test", "shop")
    assert done.exit_code == 0, done.output
    assert "conversations went as written" in done.output


def test_init_names_its_files_and_what_to_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("init", "shop").output.splitlines()
    assert "shop/bot.yaml" in said
    assert said[-1] == "try it:  viva talk shop"


def test_init_leaves_what_is_there(shop: Path) -> None:
    done = run("init", "shop")
    assert done.exit_code == 2
    assert "error: shop exists already." in done.output


def test_a_new_bot_talks(shop: Path) -> None:
    done = run("talk", "shop", typed="hello\n")
    assert done.exit_code == 0, done.output
    assert done.output.count("bot: ") == 2


def test_a_mistake_is_told_with_file_line_and_suggestion(shop: Path) -> None:
    file = shop / "bot.yaml"
    file.write_text(file.read_text().replace("\ntitle:", "\ntitel:"))
    line = next(i for i, text in enumerate(file.read_text().splitlines(), 1) if text.startswith("titel"))
    told = f"bot.yaml:{line}: unknown key `titel`. Did you mean `title`?"
    done = run("check", "shop")
    assert (done.exit_code, told in done.output) == (1, True)
    done = run("talk", "shop")
    assert (done.exit_code, told in done.output) == (1, True)


def test_a_conversation_that_goes_otherwise_fails(shop: Path) -> None:
    file = shop / "tests" / "conversations.yaml"
    file.write_text(file.read_text() + "\nwrong:\n  - user: hello\n  - bot: the moon is made of cheese\n")
    done = run("test", "shop")
    assert done.exit_code == 1
    assert "FAILED wrong" in done.output
    assert "the moon is made of cheese" in done.output
