"""What counts as a success, and what is said of a call that is none."""

from __future__ import annotations

from typing import Any

import pytest

from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot_from_files
from viva.lab.simulate.format import Ends
from viva.lab.simulate.goal import Goal, own_goals
from viva.lab.simulate.judge import judge
from viva.lab.simulate.watch import Completed, Ran, Watch

BOT = """
title: x
intents: {order: ['a {drink} please'], hours: [when are you open]}
entities: {drink: [tea, coffee], size: [small, large]}
slots: {drink: drink, size: size}
flows:
  order:
    intents: order
    takes: [size]
    steps:
      - {ask: drink, prompt: "Which drink?"}
      - {do: place, with: {what: drink, size: size}}
  hours: {intents: hours, steps: [{say: "All day long."}]}
"""
ACTIONS = "async def place(call, what, size):\n    return 1\n"


@pytest.fixture(scope="module")
def bot() -> Bot:
    return load_bot_from_files({"bot.yaml": BOT, "actions.py": ACTIONS}, "x")


def goal(**ends: Any) -> Goal:
    given = ends or {"action": "place", "with": {"what": "drink"}}
    return Goal("order", "order", {"drink": "tea", "size": None}, Ends.model_validate(given))


def ran(what: str | None, size: str | None, failed: str = "") -> Ran:
    return Ran("place", {"what": what, "size": size}, 1, failed)


def judged(bot: Bot, *runs: Ran, goals: int = 1, left: str = "", **ends: Any) -> tuple[bool, str]:
    return judge([goal(**ends)] * goals, Watch(bot, ran=list(runs)), bot, left)


def test_an_action_with_the_goal_s_values(bot: Bot) -> None:
    assert judged(bot, ran("tea", None)) == (True, "order: `place` ran with the values wanted")
    assert judged(bot, ran("tea", ""))[0]


@pytest.mark.parametrize(
    ("runs", "why"),
    [
        ([], "order: the action `place` never ran."),
        ([ran("coffee", None)], "order: `place` ran with drink `coffee` instead of `tea`."),
        ([ran("tea", "large")], "order: `place` ran with size `large` instead of nothing."),
        ([ran("tea", None, "no milk")], "order: the action `place` failed (no milk)."),
        (
            [ran("coffee", None), ran("tea", None)],
            "`place` ran once more than it should have, with what `coffee`.",
        ),
    ],
)
def test_what_is_wrong_is_said(bot: Bot, runs: list[Ran], why: str) -> None:
    assert judged(bot, *runs) == (False, why)


def test_two_goals_need_two_runs(bot: Bot) -> None:
    assert judged(bot, ran("tea", None), ran("tea", None), goals=2)[0]
    assert not judged(bot, ran("tea", None), goals=2)[0]


def test_why_the_caller_left_is_said_too(bot: Bot) -> None:
    why = judged(bot, left="the caller lost patience")[1]
    assert why == "order: the action `place` never ran; the caller lost patience."


def test_other_ends(bot: Bot) -> None:
    watch = Watch(bot, prompts=["hours.0.say"], completed=[Completed("order", {"drink": "tea"})])
    assert judge([goal(prompt="hours.0.say")], watch, bot, "")[0]
    assert judge([goal(how="completed")], watch, bot, "")[0]
    assert judge([goal(how="refused")], watch, bot, "")[0]
    assert judge([goal(how="transfer")], watch, bot, "") == (False, "order: nobody was put through.")
    other = Watch(bot, completed=[Completed("order", {"drink": "coffee"})])
    assert "drink `coffee` instead of `tea`" in judge([goal(how="completed")], other, bot, "")[1]
    assert not judge([goal(how="refused")], Watch(bot, ran=[ran("tea", None)]), bot, "")[0]


def test_a_bot_s_own_goals_follow_from_its_flows(bot: Bot) -> None:
    goals = own_goals(bot)
    assert goals["order"].slots == {"drink": "any", "size": "maybe"}
    assert not goals["hours"].slots
