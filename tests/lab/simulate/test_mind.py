"""Minds against the real core, in text: they reach their goals, keep their bounds and repeat themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lab.simulate.text_call import TextCall, bot
from viva.hearing.evidence import Recognition
from viva.lab.simulate.cast import cast
from viva.lab.simulate.personas import read_personas
from viva.understanding.engine import Context
from viva.understanding.reading import Reading

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


@pytest.mark.parametrize("name", ["barista", "clinic"])
def test_plain_callers_reach_their_goals(name: str) -> None:
    """Where everything is heard as it was said."""
    failed = []
    for number in range(60):
        done, success, why = played(name, number, "plain")
        failed += [] if success else [f"{why}\n{done.story}"]
    assert not failed, "\n".join(failed)


def test_a_caller_leaves_where_it_is_not_understood() -> None:
    """It says what it wants in other words, then it has had enough."""
    loaded, understander = bot("clinic")
    call = cast(read_personas(None, loaded), loaded, seed=4, number=2)

    class Deaf:
        def understand(self, recognition: Recognition, context: Context) -> Reading:
            return replace(understander.understand(recognition, context), intents=(), entities=())

    done = TextCall(loaded, Deaf(), call.mind).run()
    said = [one.text for _, one in done.said if one.act in ("inform", "repeat")]
    assert len(set(said)) == len(said) > 1
    assert not call.mind.outcome()[0]
