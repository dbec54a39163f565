"""A call that the real server answered, once more in virtual time, by the same version and by another."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.calls.client import calling
from tests.calls.voices import spoken
from tests.lab.replay.recording import met
from viva.lab.replay.chosen import Chosen, choose
from viva.lab.replay.recorded import kept_bot
from viva.lab.variant import variant


@pytest.fixture(scope="module")
def call(page: str, data: Path) -> Chosen:
    """Speech, text and a key, each well after the bot's last word: whether it was heard leaves no doubt."""

    async def scene() -> str:
        async with calling(page, "bot=barista") as caller:
            await caller.silent_until(lambda: caller.floor == "idle" and bool(caller.said("bot")))
            await caller.speak(spoken("Can I get a large latte please"))
            await caller.silent_until(caller.idle_after(1))
            await caller.silence(1.0)
            await caller.say_event(event="text", text="no, make it a small mocha")
            await caller.silent_until(caller.idle_after(2))
            await caller.silence(1.0)
            await caller.say_event(event="digit", digit="1")
            await caller.silent_until(caller.idle_after(3))
            await caller.silence(0.5)
            await caller.say_event(event="hang_up")
            await caller.until(caller.closed.is_set)
            return caller.call_id

    call_id = asyncio.run(scene())
    (chosen,) = choose([call_id], data)
    return chosen


def test_a_live_call_comes_out_the_same(call: Chosen) -> None:
    bot = kept_bot(call)
    found = met(call, bot, bot, real=True)
    assert found.fate == "unchanged" and not found.changes and not found.problems
    assert found.turns == 3
    # A machine that was very busy during the call may make noise; what it hides is told.
    assert found.counted == 3 or found.noise is not None
    # What the same audio, text and key mean does not depend on when engines answered; the latency does.
    assert {change.what for change in found.noises} <= {"latency"}


def test_another_version_parts_where_it_speaks_otherwise(call: Chosen) -> None:
    bot = kept_bot(call)
    found = met(call, bot, variant(bot, ["flows.order.steps.1.confirm=Shall I make it?"]), real=True)
    assert found.parting is not None
    assert (found.parting.why, found.parting.turn) == ("other words", 1)
    assert found.counted == 1
