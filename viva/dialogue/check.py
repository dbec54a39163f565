"""Checking a bot without running it."""

from __future__ import annotations

from pathlib import Path

import click

from viva.dialogue.load import load_bot
from viva.dialogue.problems import BotError, Problem
from viva.dialogue.scripts import read_conversations


def check(folder: Path) -> list[Problem]:
    """All problems of a bot's files and of its conversations; empty where there are none."""
    try:
        bot = load_bot(folder)
    except BotError as error:
        return list(error.problems)
    return read_conversations(bot.files)[1]


def check_bot(folder: Path) -> int:
    """`check` for the terminal: 0 where all is well, else 1."""
    problems = check(folder)
    for problem in problems:
        click.echo(str(problem))
    count = len(problems)
    click.echo("no problems" if not count else f"{count} problem{'' if count == 1 else 's'}")
    return 1 if problems else 0
