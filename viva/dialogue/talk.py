"""A conversation in text: the same dialogue, understanding, actions and wording as in a call."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from viva.dialogue.actions import ActionError, Actions
from viva.dialogue.acts import HangUp, Run, Say, Transfer
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.dialogue.machine import Dialogue, Step
from viva.dialogue.training import trained
from viva.hearing.evidence import Recognition
from viva.speaking.filling import NOW, Filling
from viva.speaking.wording import Memory
from viva.understanding.engine import Context, Understander


class Conversation:
    """One conversation. Each method returns what the bot says to it, one text for each prompt."""

    def __init__(self, bot: Bot, understander: Understander, now: str) -> None:
        self.bot = bot
        self.now = now
        self.understander = understander
        self.step: Step | None = None
        self.said: list[str] = []
        """Names of the prompts said last, and with their occasions: `ask_day`, `ask_day.again`."""
        self.ended = ""
        """Why it ended: `transfer`, or the reason of the hang-up; '' while it goes on."""
        self.failures: list[str] = []
        """What went wrong in actions, for whoever writes the bot."""
        self._dialogue = Dialogue(bot)
        self._actions = Actions(bot)
        self._wording = bot.wording
        self._memory: Memory = {}
        self._runner = asyncio.Runner()

    def start(self) -> list[str]:
        return self._perform(lambda: self._dialogue.start(self.now))

    def say(self, text: str) -> list[str]:
        """The caller says (types) something."""
        step = self._current()
        context = Context(self.now, step.expects)
        reading = self.understander.understand(Recognition.of_text(text), context)
        return self._perform(lambda: self._dialogue.hear(step.state, reading, self.now))

    def keys(self, digits: str) -> list[str]:
        """The caller presses keys."""
        step = self._current()
        return self._perform(lambda: self._dialogue.digits(step.state, digits, self.now))

    def silence(self) -> list[str]:
        """The caller says nothing though an answer is due."""
        step = self._current()
        return self._perform(lambda: self._dialogue.no_input(step.state, self.now))

    def close(self) -> None:
        self._runner.close()

    def _current(self) -> Step:
        if self.step is None:
            raise ValueError("the conversation has not begun; call start() first")
        return self.step

    def _perform(self, move: Callable[[], Step]) -> list[str]:
        texts: list[str] = []
        self.said = []
        step = move()
        while True:
            run: Run | None = None
            for act in step.acts:
                match act:
                    case Say(prompt, values, kinds, occasion):
                        filling = Filling({NOW: self.now, **values}, kinds, self._wording.language)
                        worded, self._memory = self._wording.say(prompt, self._memory, filling, occasion)
                        self.said += [prompt] if occasion == "first" else [prompt, f"{prompt}.{occasion}"]
                        texts.append(worded.text)
                    case Run():
                        run = act
                    case Transfer():
                        self.ended = "transfer"
                    case HangUp(reason):
                        self.ended = reason
            if run is None:
                self.step = step
                return texts
            step = self._run(step, run)

    def _run(self, step: Step, run: Run) -> Step:
        try:
            work = self._actions.run(run.action, run.arguments, timeout_ms=run.timeout_ms, call="text")
            result = self._runner.run(work)
        except ActionError as error:
            self.failures.append(str(error))
            return self._dialogue.action_failed(step.state, str(error), self.now)
        return self._dialogue.action_done(step.state, result, self.now)


def talk(folder: Path) -> None:
    """Talk to a bot by typing, in the terminal, until it hangs up or the input ends."""
    bot = load_bot(folder)
    now = datetime.now().astimezone().replace(tzinfo=None).isoformat(timespec="seconds")
    conversation = Conversation(bot, trained(bot.language), now)
    click.echo(f"{bot.title}. Type what you would say; an empty line is silence, #12 keys; Ctrl-D ends.")
    stdin = sys.stdin
    try:
        _show(conversation.start())
        while not conversation.ended:
            line = stdin.readline()
            if not line:
                break
            text = line.strip()
            if text.startswith("#"):
                _show(conversation.keys(text[1:]))
            else:
                _show(conversation.say(text) if text else conversation.silence())
            while conversation.failures:
                click.secho(f"   ({conversation.failures.pop(0)})", fg="yellow")
    except KeyboardInterrupt:
        pass
    finally:
        conversation.close()
    click.echo(f"({conversation.ended or 'ended'})")


def _show(texts: list[str]) -> None:
    click.secho("bot: " + " ".join(texts), bold=True)
