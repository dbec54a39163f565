"""Who calls: drawn from seed and number alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva.dialogue.load import load_bot
from viva.lab.simulate.cast import CastCall, cast
from viva.lab.simulate.personas import read_personas
from viva.lab.simulate.values import fault

BOTS = Path(__file__).resolve().parents[3] / "bots"


def drawn(name: str, number: int, seed: int = 7) -> CastCall:
    bot = load_bot(BOTS / name)
    return cast(read_personas(None, bot), bot, seed=seed, number=number)


def told(call: CastCall) -> tuple[object, ...]:
    return call.persona.name, call.goal_json(), call.conditions.to_json()


@pytest.mark.parametrize("name", ["barista", "clinic"])
def test_a_call_follows_from_seed_and_number(name: str) -> None:
    assert told(drawn(name, 5)) == told(drawn(name, 5))
    assert len({str(told(drawn(name, number))) for number in range(20)}) > 15
    assert told(drawn(name, 5)) != told(drawn(name, 5, seed=8))


@pytest.mark.parametrize("name", ["barista", "clinic"])
def test_goals_hold_values_that_the_bot_can_take(name: str) -> None:
    bot = load_bot(BOTS / name)
    for number in range(60):
        for goal in drawn(name, number).goals:
            for slot, value in goal.slots.items():
                assert value is None or not fault(bot, slot, value), (slot, value)
