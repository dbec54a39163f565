"""A bot whose examples mark values: titles and names that no list has are found inside what is said."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.understanding.front_desk import encoder_if_present
from viva.dialogue.bot import Bot
from viva.dialogue.check import check
from viva.dialogue.conversations import play
from viva.dialogue.load import load_bot, load_bot_from_files
from viva.dialogue.problems import BotError
from viva.dialogue.scripts import read_conversations
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Understander
from viva.understanding.understander import build_understander

MUSIC = Path(__file__).parent / "music"
TEXT = (MUSIC / "bot.yaml").read_text("utf-8")
SCRIPTS = read_conversations(load_bot(MUSIC).files)[0]


@cache
def ready() -> tuple[Bot, Understander]:
    bot = load_bot(MUSIC)
    return bot, build_understander(bot.language, pronouncer=pronouncer("en"), encoder=encoder_if_present())


def test_the_bot_is_in_order() -> None:
    assert check(MUSIC) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.name for script in SCRIPTS])
def test_the_conversation_goes_as_written(script: object) -> None:
    bot, understander = ready()
    difference = play(bot, script, understander)  # type: ignore[arg-type]
    assert not difference, "\n" + difference


def test_marked_values_fill_places() -> None:
    assert "abba" in load_bot(MUSIC).language.entities["artist"].values


PLAY = "play [thriller](track) by [michael jackson](artist)"
BROKEN = {
    "open bracket": ("play [thriller](track", "has a bracket that belongs to no mark."),
    "no entity": ("play [thriller]()", "the mark `[thriller]()` has no entity."),
    "no value": ("play [](track)", "the mark `[](track)` has no value."),
    "unknown": ("play [thriller](trakc)", "a value of `trakc`, which is no entity. Did you mean `track`?"),
    "not a phrase": ("in the [kitchen](room)", "of kind `list`, not `phrase`. Write `{room}` in its place"),
}


@pytest.mark.parametrize(("example", "says"), BROKEN.values(), ids=BROKEN.keys())
def test_a_mark_that_cannot_be_learned_from(example: str, says: str) -> None:
    with pytest.raises(BotError) as error:
        load_bot_from_files({"bot.yaml": TEXT.replace(PLAY, example, 1)}, "music")
    line = TEXT[: TEXT.index(PLAY)].count("\n") + 1
    assert any(
        str(one).startswith(f"bot.yaml:{line}: ") and says in str(one) for one in error.value.problems
    ), error.value.problems


def test_a_phrase_that_too_few_examples_mark() -> None:
    text = TEXT.replace("  artist: phrase", "  artist: phrase\n  album: phrase")
    with pytest.raises(BotError) as error:
        load_bot_from_files({"bot.yaml": text}, "music")
    line = text[: text.index("  album")].count("\n") + 1
    (problem,) = error.value.problems
    assert str(problem).startswith(f"bot.yaml:{line}: `album` is a phrase with no marked examples.")
    assert "[value](album)" in problem.hint
