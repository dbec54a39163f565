"""What a bot's recognizer makes of sayings, as rows: for `viva train errors` and for `viva eval asr`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from viva.audio.files import read_audio
from viva.audio.pcm import to_float
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.hearing.bias.store import language_file
from viva.hearing.evidence import Recognition
from viva.hearing.registry import recognizer
from viva.lab.simulate.errors.rows import read_heard
from viva.lab.simulate.errors.sayings import Floats, Sayings
from viva.lab.simulate.errors.train import checked

TOLD = 100
"""Rows after which it is told how far the work is."""


def bench_errors(
    bots: Sequence[Path], noise: Path, out: Path, *, count: int, seed: int, tell: Callable[[str], object]
) -> None:
    """Write `count` rows for each bot, and tell what a model of one half of them is worth.

    Raises:
        VivaError: a bot, a model or the noise is not as it must be.
    """
    sound = to_float(read_audio(noise))
    with out.open("w", encoding="utf-8") as file:
        for folder in bots:
            bot = load_bot(folder)
            for number, row in enumerate(heard(bot, sound, count, seed), 1):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                if number % TOLD == 0:
                    tell(f"{bot.name}: {number} of {count} heard")
    for line in checked(read_heard(out)):
        tell(line)


def heard(bot: Bot, noise: Floats, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Rows, with more in them than `viva eval asr` reads."""
    name = bot.engines["recognizer"]
    ears, language = recognizer(name), language_file(name, bot.language)
    if not language.exists():
        ears.compile(bot.language, language)
    for number, one in enumerate(Sayings(bot, noise, seed).each(count)):
        yield {
            "id": f"{bot.name}-{seed}-{number}",
            "truth": one.truth,
            "whole": one.whole,
            "noise": one.noise,
            "speaker": one.speaker,
            "asked": ",".join(one.expects.entities) or one.expects.kind,
            "nbest": nbest(ears.recognize(one.pcm, one.expects, language)),
        }


def nbest(recognition: Recognition) -> list[dict[str, Any]]:
    """As a cell of a row: texts with their posteriors, and the words' confidences."""
    return [
        {
            "text": one.text,
            "score": round(one.posterior, 5),
            "words": [round(word.confidence, 3) for word in one.words],
        }
        for one in recognition.hypotheses
    ]
