"""What is worked out once from a bot's files: for `viva build`, and before long work begins."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.dialogue.training import Training, training_file
from viva.hearing.bias.language import extent
from viva.hearing.registry import ensure_models
from viva.models.built import is_whole
from viva.server.build import Tell, tell_warnings
from viva.server.recognition import compile_language, processes, remote_recognizer


@dataclass(frozen=True, slots=True)
class Compiled:
    """One part of a bot, compiled."""

    bot: str
    part: str
    """`hearing` or `understanding`."""
    holds: str
    """What is in it, counted."""
    size: int
    """Bytes of its file."""
    seconds: float
    """What compiling took; for what was there, what it took to see that."""
    new: bool
    """False: it was there before."""


def compile_bots(folders: Iterable[Path], *, force: bool, begin: Callable[[str], None]) -> Iterator[Compiled]:
    """Compile what is not there, or everything; each part is given once it is done.

    begin: told what comes next. All bots are read first, so that a mistake costs no waiting.

    Raises:
        VivaError: a bot's files, a model or the place to write to is not as it must be.
    """
    bots = [load_bot(folder) for folder in folders]
    for bot in bots:
        ensure_models(bot.engines["recognizer"])
    for bot in bots:
        begin(f"{bot.name}: what the recognizer is to expect")
        yield _hearing(bot, force)
        begin(f"{bot.name}: understanding")
        yield _understanding(bot, force)


def compile_missing(bots: Iterable[Bot], tell: Tell) -> None:
    """Compile what is not there, one line told for each bot; where all is there, nothing happens.

    For whoever is about to have several processes need it: each would compile the same.

    Raises:
        VivaError: a model or the place to write to is not as it must be.
    """
    for bot in bots:
        remote = remote_recognizer(bot.engines["recognizer"], bot.language)
        deaf = not is_whole(remote.language)
        if not deaf and training_file(bot.language).exists():
            continue
        begun = time.monotonic()
        if deaf:
            ensure_models(remote.name)
        tell(f"compiling the language of {bot.name} ... ")
        if deaf:
            # In a process of its own, which takes the recognizer's memory with it.
            with processes(1) as pool:
                pool.submit(compile_language, remote.name, bot.language, remote.language).result()
        Training(bot.language).keep()
        tell(f"{time.monotonic() - begun:.1f} s, kept for the next start\n")


def _hearing(bot: Bot, force: bool) -> Compiled:
    remote = remote_recognizer(bot.engines["recognizer"], bot.language)
    begun = time.monotonic()
    new = force or not is_whole(remote.language)
    if new:
        compile_language(remote.name, bot.language, remote.language)
    took = time.monotonic() - begun
    words, grams = extent(remote.language)
    holds = f"{words:,} words, {grams:,} n-grams"
    return Compiled(bot.name, "hearing", holds, remote.language.stat().st_size, took, new)


def _understanding(bot: Bot, force: bool) -> Compiled:
    begun = time.monotonic()
    training = Training(bot.language, afresh=force)
    tell_warnings(bot, training.understander)
    new = training.keep()
    took = time.monotonic() - begun
    intents, entities = bot.language.intents.values(), bot.language.entities.values()
    counts = {
        "intents": len(intents),
        "examples": sum(len(listed) for listed in intents),
        "values": sum(len(spec.values) for spec in entities),
    }
    holds = ", ".join(f"{count:,} {name if count != 1 else name[:-1]}" for name, count in counts.items())
    size = training.file.stat().st_size if training.file.exists() else 0
    return Compiled(bot.name, "understanding", holds, size, took, new)
