"""Actions of a replay are answered from the record."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from viva.call import events as ev
from viva.call.log import Record
from viva.dialogue.actions import ActionError
from viva.lab.replay.actions import RecordedActions
from viva.lab.virtual.loop import VirtualLoop


def ran(request: int, t: int, **arguments: Any) -> Record:
    command = {"kind": "run_action", "request": request, "action": "order", "arguments": arguments}
    return Record(1, ev.TimeReached(t), [command])


RECORDS = [
    ran(1, 1000, drink="latte"),
    Record(2, ev.ActionFinished(1300, 1, {"number": 1}), []),
    ran(2, 5000, drink="latte"),
    Record(4, ev.ActionFailed(5100, 2, "ActionError: the kitchen is closed"), []),
    ran(3, 6000, drink="mocha"),
]


def test_the_same_question_has_the_same_answers_in_order_after_the_same_time() -> None:
    actions = RecordedActions(RECORDS)

    async def asked() -> None:
        loop = asyncio.get_running_loop()
        assert await actions.run("order", {"drink": "latte"}, timeout_ms=5000) == {"number": 1}
        assert loop.time() == pytest.approx(0.3)
        with pytest.raises(ActionError, match=r"^the kitchen is closed$"):
            await actions.run("order", {"drink": "latte"}, timeout_ms=5000)
        assert loop.time() == pytest.approx(0.4)
        assert not actions.unknown

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(asked())


@pytest.mark.parametrize(
    ("action", "drink"), [("order", "tea"), ("cancel", "latte"), ("order", "mocha")], ids=str
)
def test_what_the_record_cannot_answer_is_noticed(action: str, drink: str) -> None:
    actions = RecordedActions(RECORDS)

    async def asked() -> None:
        with pytest.raises(ActionError, match="the record has no answer"):
            await actions.run(action, {"drink": drink}, timeout_ms=5000)

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(asked())
    assert actions.unknown
