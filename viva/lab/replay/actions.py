"""Actions answered from the record: nothing is booked twice because a call is replayed."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from viva.call import events as ev
from viva.call.log import Record
from viva.dialogue.actions import ActionError
from viva.understanding.reading import JsonValue


@dataclass(frozen=True, slots=True)
class Answer:
    took_ms: int
    result: JsonValue
    failure: str = ""
    """Why it failed, as the log has it; '' where it did not."""


class RecordedActions:
    """`viva.server.bot_host.ActionRunner` of one call. The same action with the same arguments gives what it
    gave in the record, after the same time; asked again, what it gave the next time."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.unknown = False
        """Something was asked that the record has no answer to; it never answers."""
        self._answers: defaultdict[str, deque[Answer]] = defaultdict(deque)
        asked: dict[int, tuple[str, int]] = {}
        for record in records:
            for command in record.commands:
                if command["kind"] == "run_action":
                    name = _name(command["action"], command["arguments"])
                    asked[command["request"]] = (name, record.event.t)
            match record.event:
                case ev.ActionFinished(t=t, request=request, result=result) if request in asked:
                    name, since = asked.pop(request)
                    self._answers[name].append(Answer(t - since, result))
                case ev.ActionFailed(t=t, request=request, reason=reason) if request in asked:
                    name, since = asked.pop(request)
                    self._answers[name].append(Answer(t - since, None, reason))
                case _:
                    pass

    async def run(
        self, action: str, arguments: Mapping[str, JsonValue], *, timeout_ms: int, call: str = ""
    ) -> JsonValue:
        answers = self._answers[_name(action, arguments)]
        if not answers:
            self.unknown = True
            await asyncio.sleep(timeout_ms / 1000)
            raise ActionError(f"the record has no answer of `{action}`.")
        answer = answers.popleft()
        await asyncio.sleep(answer.took_ms / 1000)
        if answer.failure:
            # The session puts the kind of error in front, as it did in the record.
            raise ActionError(answer.failure.removeprefix(f"{ActionError.__name__}: "))
        return answer.result


def _name(action: str, arguments: Mapping[str, JsonValue]) -> str:
    return json.dumps([action, dict(arguments)], sort_keys=True, ensure_ascii=False)
