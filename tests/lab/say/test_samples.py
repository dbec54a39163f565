"""Sample values fit the places they are for."""

from __future__ import annotations

from pathlib import Path

from viva.dialogue.load import load_bot
from viva.lab.say.samples import OF_KIND, places_with_manners, samples
from viva.understanding.engine import VALUES

BOTS = Path(__file__).resolve().parents[3] / "bots"


def test_every_place_of_the_bots_has_some() -> None:
    for name in ("clinic", "barista"):
        bot = load_bot(BOTS / name)
        for prompt in bot.prompts.values():
            for _, _, text in prompt.texts:
                assert all(samples(bot, *place) for place in places_with_manners(text)), text


def test_of_the_kind_that_fills_the_place() -> None:
    clinic, barista = load_bot(BOTS / "clinic"), load_bot(BOTS / "barista")
    assert [one.value for one in samples(clinic, "old_day")] == list(OF_KIND["date"])
    assert samples(clinic, "some_times")[0].value == list(OF_KIND["time"])
    assert samples(clinic, "value", "digits")[0].entity == "phone"
    assert {one.value for one in samples(barista, "size")} >= {"small", "large"}
    assert samples(barista, "number")[0].value == 2


def test_every_kind_of_value_has_samples() -> None:
    assert set(VALUES) <= set(OF_KIND)
