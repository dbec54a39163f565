"""Minds against the real core, in text: they reach their goals, keep their bounds and repeat themselves."""

from __future__ import annotations

import pytest

from tests.lab.simulate.text_call import TextCall, bot
from viva.lab.simulate.cast import cast
from viva.lab.simulate.personas import read_personas

pytestmark = pytest.mark.models


def played(name: str, number: int, persona: str = "", seed: int = 1) -> tuple[TextCall, bool, str]:
    loaded, understander = bot(name)
    personas = [one for one in read_personas(None, loaded) if persona in ("", one.name)]
    call = cast(personas, loaded, seed=seed, number=number)
    done = TextCall(loaded, understander, call.mind).run()
    return done, *call.mind.outcome()


@pytest.mark.parametrize("name", ["barista", "clinic"])
def test_the_same_seed_says_the_same(name: str) -> None:
    for number in range(8):
        assert played(name, number)[0].said == played(name, number)[0].said


@pytest.mark.parametrize("name", ["barista", "clinic"])
def test_every_persona_ends_its_call(name: str) -> None:
    for number in range(40):
        done, _, why = played(name, number)
        assert done.call.ended
        assert why


def test_an_order_is_placed_with_what_was_wanted() -> None:
    for number in range(30):
        done, success, why = played("barista", number, "plain")
        assert success, f"{why}\n{done.story}"
