"""Checking a bot without running it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from viva.dialogue.advice import advise
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.dialogue.problems import BotError, Problem, counted
from viva.dialogue.recorded import advise_recordings, recordings_of, to_record
from viva.dialogue.scripts import read_conversations
from viva.dialogue.source import read, yaml_files
from viva.dialogue.training import Training
from viva.pronunciation.pronouncer import pronouncer
from viva.speaking.voice_check import voice_faults


def check(folder: Path) -> list[Problem]:
    """All problems of a bot's files and of its conversations, and warnings; empty where there are none.

    Warnings are looked for where the bot can be loaded.
    """
    try:
        bot = load_bot(folder)
    except BotError as error:
        return list(error.problems)
    training = Training(bot.language)
    warnings = advise(bot, training.understander, pronouncer(bot.language.code))
    training.keep()
    warnings += advise_recordings(bot)
    return [*_voice(bot), *warnings, *read_conversations(bot.files)[1]]


def _voice(bot: Bot) -> list[Problem]:
    """What keeps the bot's voice from speaking on this machine, at its line."""
    source = read(yaml_files(bot.files))
    return [
        Problem(*source.where(one.place), one.message, one.hint, one.here_only)
        for one in voice_faults(bot.synthesizer, bot.voice)
    ]


def check_bot(
    folder: Path, *, strict: bool = False, further: Callable[[Path], list[Problem]] | None = None
) -> int:
    """`check` for the terminal: 0 where all is well, else 1.

    strict: warnings count as problems; further: finds what is wrong beside the bot's own files.
    """
    problems = [*check(folder), *(further(folder) if further else [])]
    for problem in problems:
        click.echo(str(problem))
    click.echo(counted(problems) or "no problems")
    return 1 if any(strict or not problem.warning for problem in problems) else 0


def list_to_record(folder: Path) -> None:
    """For the studio: every prompt and, below it, its words that no recording has. Raises BotError."""
    bot = load_bot(folder)
    for name, stretches in to_record(bot, recordings_of(bot)).items():
        click.echo("\n  ".join((f"{name}:", *stretches)))
