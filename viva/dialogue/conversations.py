"""A bot's own tests: conversations in `tests/*.yaml`, run in text."""

from __future__ import annotations

from pathlib import Path

import click

from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.dialogue.problems import BotError
from viva.dialogue.scripts import Line, Script, read_conversations
from viva.dialogue.talk import Conversation
from viva.dialogue.training import trained
from viva.understanding.engine import Understander

NOW = "2026-11-24T09:30:00"
"""A Tuesday: the caller's time where a conversation names none."""


def play(bot: Bot, script: Script, understander: Understander) -> str:
    """Hold a conversation: '' where it went as written, else what happened instead, to read."""
    now = next((str(line.value) for line in script.lines if line.kind == "now"), NOW)
    conversation = Conversation(bot, understander, now)
    try:
        said = conversation.start()
        history = [f"bot:  {' '.join(said)}"]
        for line in script.lines:
            if line.kind in ("user", "keys", "silence"):
                if conversation.ended:
                    return _difference(script, line, history, "the call goes on", conversation.ended)
                history.append(f"{line.kind}: {line.value}")
                if line.kind == "user":
                    said = conversation.say(str(line.value))
                else:
                    said = (
                        conversation.keys(str(line.value)) if line.kind == "keys" else conversation.silence()
                    )
                history.append(f"bot:  {' '.join(said)}")
                continue
            wrong = _compare(line, conversation, " ".join(said))
            if wrong:
                return _difference(script, line, [*history, *conversation.failures], *wrong)
    finally:
        conversation.close()
    return ""


def run(folder: Path) -> int:
    """Run a bot's conversations for the terminal: 0 where all went as written, else 1."""
    bot = load_bot(folder)
    scripts, problems = read_conversations(bot.files)
    if problems:
        raise BotError(bot.name, problems)
    understander = trained(bot.language)
    failed = 0
    for script in scripts:
        difference = play(bot, script, understander)
        failed += bool(difference)
        click.echo(f"{'FAILED' if difference else 'ok    '} {script.name}")
        if difference:
            click.echo(difference)
    click.echo(f"{len(scripts) - failed} of {len(scripts)} conversations went as written")
    return 1 if failed else 0


def _compare(line: Line, conversation: Conversation, text: str) -> tuple[str, str] | None:
    """(expected, got) where they differ."""
    assert conversation.step is not None
    match line.kind:
        case "bot":
            wanted = line.value if isinstance(line.value, list) else [line.value]
            missing = [
                str(one)
                for one in wanted
                if str(one) not in conversation.said and str(one).lower() not in text.lower()
            ]
            if missing:
                got = f"{text}\n            (prompts: {', '.join(conversation.said) or 'none'})"
                return " + ".join(missing), got
        case "slots":
            slots = conversation.step.state.slots
            differ = {name: value for name, value in line.value.items() if slots.get(name) != value}
            if differ:
                return str(differ), str({name: slots.get(name) for name in differ})
        case "ended":
            if conversation.ended != line.value:
                return str(line.value), conversation.ended or "the call goes on"
    return None


def _difference(script: Script, line: Line, history: list[str], expected: str, got: str) -> str:
    talk = "\n".join(f"    {one}" for one in history)
    return (
        f"  {line.file}:{line.line}: {script.name}\n{talk}\n"
        f"  - expected {line.kind}: {expected}\n  + got:{'':{max(1, len(line.kind))}}     {got}"
    )
