"""Running the functions of a bot's `actions.py`."""

from __future__ import annotations

import asyncio
import inspect
import json
import types
from collections.abc import Mapping
from dataclasses import dataclass

from viva.dialogue.bot import Bot
from viva.dialogue.code import FILE
from viva.errors import VivaError
from viva.understanding.reading import JsonValue


class ActionError(VivaError):
    """An action is missing, raised, took too long or returned what is not JSON."""


@dataclass(frozen=True, slots=True)
class ActionCall:
    """What an action learns of the call it runs in: its first argument."""

    id: str
    bot: str
    simulated: bool = False
    """Nobody calls: what has an effect outside, such as a booking, had better be left out."""


class Actions:
    """The actions of one bot, shared by its calls. `actions.py` is run once, at the first need.

    Raises:
        ActionError: `actions.py` raised while it was run.
    """

    def __init__(self, bot: Bot, *, simulated: bool = False) -> None:
        """`simulated`: for calls that nobody makes; what the actions are told."""
        self._bot = bot
        self._simulated = simulated
        self._module = _run_module(bot)

    async def run(
        self, action: str, arguments: Mapping[str, JsonValue], *, timeout_ms: int, call: str = ""
    ) -> JsonValue:
        """Await an action and give back its result, copied as JSON.

        Raises:
            ActionError: it raised, did not end within `timeout_ms`, or returned what is not JSON.
        """
        function = getattr(self._module, action, None)
        if not inspect.iscoroutinefunction(function):
            raise ActionError(f"{FILE} of `{self._bot.name}` has no `async def {action}(call, ...)`.")
        try:
            async with asyncio.timeout(timeout_ms / 1000):
                result = await function(ActionCall(call, self._bot.name, self._simulated), **arguments)
        except TimeoutError:
            raise ActionError(f"the action `{action}` took more than {timeout_ms} ms.") from None
        except Exception as error:  # the bot author's code may raise anything
            what = f"{type(error).__name__}: {error}"
            raise ActionError(f"the action `{action}` raised {what}") from error
        try:
            copied: JsonValue = json.loads(json.dumps(result, allow_nan=False))
        except (TypeError, ValueError) as error:
            hint = "Return text, numbers, true, false, None, lists and dicts of these."
            what = f"the action `{action}` returned what is not JSON: {error}."
            raise ActionError(what, hint=hint) from None
        return copied


def _run_module(bot: Bot) -> types.ModuleType:
    module = types.ModuleType(f"viva_bot_{bot.name}_actions")
    text = bot.files.get(FILE)
    if text is None:
        return module
    module.__file__ = f"{bot.name}/{FILE}"
    try:
        exec(compile(text, module.__file__, "exec"), module.__dict__)
    except Exception as error:  # as above
        what = f"{module.__file__} raised {type(error).__name__} while it was loaded: {error}"
        raise ActionError(what) from error
    return module
