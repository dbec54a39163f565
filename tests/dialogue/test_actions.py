"""Running actions.py: results, errors and time limits."""

from __future__ import annotations

import asyncio

import pytest

from tests.dialogue.small import BOT, bot
from viva.dialogue.actions import ActionError, Actions

CODE = """
import asyncio

async def find(call, from_city, to_city, day):
    return [from_city, {"call": call.id, "bot": call.bot}]

async def weather(call):
    await asyncio.sleep(60)

async def broken(call):
    raise KeyError("no such thing")

async def strange(call):
    return {1, 2}

def plain(call):
    return 1
"""


def run(action: str, timeout_ms: int = 1000, **arguments: str) -> object:
    actions = Actions(bot(BOT, CODE))
    return asyncio.run(actions.run(action, arguments, timeout_ms=timeout_ms, call="c1"))


def test_a_result_comes_back_as_json() -> None:
    given = {"from_city": "Paris", "to_city": "Rome", "day": "x"}
    assert run("find", **given) == ["Paris", {"call": "c1", "bot": "trips"}]


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("weather", "the action `weather` took more than 10 ms."),
        ("broken", "the action `broken` raised KeyError: 'no such thing'"),
        ("strange", "the action `strange` returned what is not JSON"),
        ("plain", r"has no `async def plain\(call, ...\)`"),
        ("missing", r"has no `async def missing\(call, ...\)`"),
    ],
)
def test_what_goes_wrong_is_said(action: str, said: str) -> None:
    with pytest.raises(ActionError, match=said):
        run(action, timeout_ms=10)


def test_code_that_fails_while_it_is_loaded() -> None:
    with pytest.raises(ActionError, match=r"trips/actions.py raised ZeroDivisionError while it was loaded"):
        Actions(bot(BOT, CODE + "\n1 / 0\n"))
