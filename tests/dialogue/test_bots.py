"""The bots of this repository and of the template, held to their own conversations."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.understanding.front_desk import encoder_if_present
from viva.dialogue.bot import Bot
from viva.dialogue.check import check, check_bot
from viva.dialogue.conversations import play, run
from viva.dialogue.init import InitError, create, init_bot
from viva.dialogue.load import load_bot
from viva.dialogue.scripts import Script, read_conversations
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Understander
from viva.understanding.understander import build_understander

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "bots").glob("*/bot.yaml"))
TEMPLATE = ROOT / "viva" / "dialogue" / "template"


def scripts() -> list[tuple[Path, Script]]:
    found = []
    for folder in [*FOLDERS, TEMPLATE]:
        bot = load_bot(folder)
        found += [(folder, script) for script in read_conversations(bot.files)[0]]
    return found


@cache
def ready(folder: Path) -> tuple[Bot, Understander]:
    bot = load_bot(folder)
    voice = pronouncer(bot.language.code)
    return bot, build_understander(bot.language, pronouncer=voice, encoder=encoder_if_present())


def test_there_are_bots() -> None:
    assert {folder.name for folder in FOLDERS} >= {"barista", "clinic"}


@pytest.mark.parametrize("folder", [*FOLDERS, TEMPLATE], ids=lambda folder: folder.name)
def test_the_bot_is_in_order(folder: Path) -> None:
    assert check(folder) == []


@pytest.mark.parametrize(
    ("folder", "script"), scripts(), ids=[f"{folder.name}: {script.name}" for folder, script in scripts()]
)
def test_the_conversation_goes_as_written(folder: Path, script: Script) -> None:
    bot, understander = ready(folder)
    difference = play(bot, script, understander)
    assert not difference, "\n" + difference


def test_the_barista_has_the_values_of_its_orders(recordings: Path) -> None:
    import json

    entities = ready(ROOT / "bots" / "barista")[0].language.entities
    labels = json.loads((recordings / "barista" / "labels.json").read_text("utf-8"))
    for label in labels.values():
        for slot, value in label["slots"].items():
            assert value in entities[slot].values, (slot, value)


def test_a_new_bot_works_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = init_bot(tmp_path / "coffee-shop")
    assert {path.name for path in written} >= {"bot.yaml", "actions.py", "conversations.yaml"}
    bot = load_bot(tmp_path / "coffee-shop")
    assert (bot.name, bot.title) == ("coffee-shop", "Coffee shop")
    assert run(tmp_path / "coffee-shop") == 0
    assert check_bot(tmp_path / "coffee-shop") == 0
    assert "conversations went as written\nno problems\n" in capsys.readouterr().out


def test_a_new_bot_needs_a_name_and_a_free_place(tmp_path: Path) -> None:
    with pytest.raises(InitError, match="`1st bot` cannot name a bot"):
        create("1st bot", tmp_path / "x")
    (tmp_path / "x").write_text("")
    with pytest.raises(InitError, match="exists already"):
        create("x", tmp_path / "x")


def test_a_conversation_that_goes_another_way_shows_where(tmp_path: Path) -> None:
    create("shop", tmp_path / "shop")
    file = tmp_path / "shop" / "tests" / "conversations.yaml"
    file.write_text("tries:\n  - user: I'd like to book a table\n  - bot: ask_day\n  - slots: {people: 3}\n")
    bot = load_bot(tmp_path / "shop")
    (script,), problems = read_conversations(bot.files)
    assert not problems
    voice = pronouncer(bot.language.code)
    understander = build_understander(bot.language, pronouncer=voice, encoder=encoder_if_present())
    difference = play(bot, script, understander)
    assert "tests/conversations.yaml:3: tries" in difference
    assert "user: I'd like to book a table" in difference
    assert "- expected bot: ask_day" in difference
    assert "(prompts: ask_people)" in difference


def test_check_reads_the_conversations_too(tmp_path: Path) -> None:
    create("shop", tmp_path / "shop")
    file = tmp_path / "shop" / "tests" / "conversations.yaml"
    file.write_text("one:\n  - usr: hello\ntwo: hello\n")
    assert [str(problem) for problem in check(tmp_path / "shop")] == [
        "tests/conversations.yaml:2: got `usr`, expected a line of a conversation. Did you mean `user`?",
        "tests/conversations.yaml:3: `two` is no list of lines such as `- user: hello`.",
    ]
