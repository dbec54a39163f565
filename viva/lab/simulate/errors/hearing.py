"""`viva bench errors`: simulated callers heard by a bot's own recognizer, as rows for an error model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from viva.dialogue.load import load_bot
from viva.hearing.bias.store import language_file
from viva.hearing.registry import recognizer
from viva.lab.simulate.cast import NOW, Conditions, cast
from viva.lab.simulate.errors.fit import Row
from viva.lab.simulate.errors.listening import ListeningEars, background, label_of
from viva.lab.simulate.errors.rows import read_heard
from viva.lab.simulate.errors.text_call import Unkept, run_text_call
from viva.lab.simulate.errors.text_host import open_text_host
from viva.lab.simulate.errors.train import checked
from viva.lab.simulate.personas import FOLDER, read_personas
from viva.lab.simulate.voice.voices import caller_voice
from viva.speaking.engine import Voice

GRID: tuple[tuple[str, float | None, str], ...] = (
    ("", None, "wideband"),
    ("", None, "telephone"),
    ("kitchen", 17.0, "wideband"),
    ("kitchen", 11.0, "wideband"),
    ("babble", 17.0, "wideband"),
    ("babble", 11.0, "wideband"),
    ("street", 17.0, "wideband"),
    ("street", 11.0, "wideband"),
    ("kitchen", 14.0, "telephone"),
    ("babble", 14.0, "telephone"),
    ("street", 14.0, "telephone"),
)
"""Kind and level of the noise, and the line: callers get them in turn."""
BACKGROUND_S = 60.0
"""Of each in which nobody speaks, for each bot."""


def bench_errors(
    bots: Sequence[Path], out: Path, *, calls: int, seed: int, tell: Callable[[str], object]
) -> None:
    """Write rows, and tell what a model of one half of them is worth.

    Raises:
        VivaError: a bot, its personas or a model is not as it must be.
    """
    with out.open("w", encoding="utf-8") as file:
        for folder in bots:
            for count, one in enumerate(heard(folder, calls, seed), 1):
                file.write(json.dumps(one, ensure_ascii=False) + "\n")
                if count % 100 == 0:
                    file.flush()
                    tell(f"{folder.name}: {count} heard")
    for told in checked(read_heard(out).rows):
        tell(told)


def heard(folder: Path, calls: int, seed: int) -> Iterator[dict[str, Any]]:
    """Of one bot: what is heard of its callers, then of their backgrounds."""
    bot = load_bot(folder)
    host = open_text_host(bot)
    personas = read_personas(folder / FOLDER if (folder / FOLDER).is_dir() else None, bot)
    name = bot.engines["recognizer"]
    ears, language = recognizer(name), language_file(name, bot.language)
    for number in range(calls):
        one = cast(personas, bot, seed=seed, number=number)
        noise, snr_db, line = GRID[number % len(GRID)]
        conditions = replace(one.conditions, noise=noise, snr_db=snr_db, line=line)
        rng = np.random.default_rng([seed, number])
        voice = Voice(caller_voice(conditions.voice, bot, rng), conditions.rate, conditions.pitch)
        listening = ListeningEars(ears, language, voice, conditions, rng)
        rate = conditions.rate / Voice("").rate
        run_text_call(
            host, one.mind, listening, call_id=f"{seed}-{number}", now=NOW, recorder=Unkept(), rate=rate
        )
        for at, row in enumerate(listening.rows):
            yield {"id": f"{bot.name}-{seed}-{number}-{at}", "call": f"{bot.name}-{number}", **_cells(row)}
        for at, (kind, taken) in enumerate(listening.judged):
            yield {"id": f"{bot.name}-{seed}-{number}-over-{at}", "overlap": kind, "taken_for": taken}
    for noise, snr_db, line in GRID:
        quiet = Conditions(noise=noise, snr_db=snr_db, line=line)
        label, rng = label_of(quiet), np.random.default_rng([seed, calls])
        yield {"id": f"{bot.name}-{seed}-{label}", "noise": label, "listened_ms": round(1000 * BACKGROUND_S)}
        for at, sound in enumerate(background(ears, language, quiet, BACKGROUND_S, rng)):
            yield {
                "id": f"{bot.name}-{seed}-{label}-{at}",
                **_cells(sound.row),
                "sound_ms": sound.duration_ms,
                "overlap": "background",
                "taken_for": sound.taken_for,
            }


def _cells(row: Row) -> dict[str, Any]:
    nbest = [
        {
            "text": one.text,
            "score": round(one.posterior, 5),
            "words": [round(sure, 3) for sure in one.sure],
        }
        for one in row.nbest
    ]
    return {"truth": row.truth, "whole": row.whole, "noise": row.noise, "nbest": nbest}
