"""What a bot's recognizer makes of sayings, as rows: for `viva train errors` and for `viva eval asr`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from viva.dialogue.bot import Bot
from viva.hearing.bias.store import language_file
from viva.hearing.evidence import Recognition
from viva.hearing.registry import recognizer
from viva.lab.simulate.errors.sayings import Floats, Sayings


def hear(
    bot: Bot, noise: Floats, count: int, path: Path, *, seed: int, tell: Callable[[int], object]
) -> None:
    """Append `count` rows to a JSON Lines file; `tell` is given the number of those that are done.

    Raises:
        VivaError: a model is missing.
    """
    with path.open("a", encoding="utf-8") as file:
        for number, row in enumerate(_rows(bot, noise, count, seed), 1):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            tell(number)


def _rows(bot: Bot, noise: Floats, count: int, seed: int) -> Iterator[dict[str, Any]]:
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
