"""Minds against the real core, in text: they reach their goals, keep their bounds and repeat themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lab.simulate.errors.made import host
from tests.lab.simulate.text_call import TextCall, called
from viva.hearing.evidence import Recognition
from viva.lab.simulate.cast import cast
from viva.lab.simulate.personas import read_personas
from viva.understanding.engine import Context
from viva.understanding.reading import Reading

pytestmark = pytest.mark.models


def played(name: str, number: int, persona: str = "", seed: int = 1) -> tuple[TextCall, bool, str]:
    bot = host(name).bot
    personas = [one for one in read_personas(None, bot) if persona in ("", one.name)]
    call = cast(personas, bot, seed=seed, number=number)
    return called(host(name), call.mind), *call.mind.outcome()


@pytest.mark.parametrize("name", ["barista", "clinic"])
def test_the_same_seed_says_the_same(name: str) -> None:
    for number in range(8):
        assert played(name, number)[0].said == played(name, number)[0].said


@pytest.mark.parametrize("name", ["barista", "clinic"])
def test_every_persona_ends_its_call(name: str) -> None:
    for number in range(40):
        done, _, why = played(name, number)
        assert not done.ended.problem
        assert why


@pytest.mark.parametrize("name", ["barista", "clinic"])
def test_plain_callers_reach_their_goals(name: str) -> None:
    """Where everything is heard as it was said. One in 60 may not: a word can be taken for a value that
    sounds like it, as "love" for "large"."""
    failed = []
    for number in range(60):
        done, success, why = played(name, number, "plain")
        failed += [] if success else [f"{why}\n{done.story}"]
    assert len(failed) <= 1, "\n".join(failed)


def test_a_caller_leaves_where_it_is_not_understood() -> None:
    """It says what it wants in other words, then it has had enough."""
    clinic = host("clinic")
    call = cast(read_personas(None, clinic.bot), clinic.bot, seed=4, number=2)

    class Deaf:
        def understand(self, recognition: Recognition, context: Context) -> Reading:
            return replace(clinic.understander.understand(recognition, context), intents=(), entities=())

    done = called(replace(clinic, understander=Deaf()), call.mind)
    said = [one.text for one in done.said if one.act in ("inform", "repeat")]
    assert len(set(said)) == len(said) > 1
    assert not call.mind.outcome()[0]
