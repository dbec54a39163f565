"""A prompt said, and what there is to see of it printed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

import click
from pydantic_core import to_json

from viva.cli.params import local_moment
from viva.cli.player import play_file
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.lab.say.asked import Asked, Context, NotSaid, value_of, ways
from viva.lab.say.caller import NOBODY, read_caller
from viva.lab.say.page import as_html, telephone, wav
from viva.lab.say.page import as_json as page_json
from viva.lab.say.spoken import Sentence, Spoken, speak, speaker_of
from viva.understanding.reading import JsonValue

FORMATS: dict[str, Callable[[bytes], bytes]] = {".wav": wav, ".ulaw": telephone}
"""Ending of a file -> what makes it of PCM16LE at 16 kHz."""


def list_prompts(folder: Path) -> None:
    """Every prompt with its places and its first words."""
    bot = load_bot(folder)
    for prompt in sorted(bot.prompts):
        places = bot.prompts[prompt].places
        click.echo(click.style(prompt, bold=True) + (f"  ({', '.join(places)})" if places else ""))
        for occasion, _, text in bot.prompts[prompt].texts:
            click.echo(f"    {'' if occasion == 'first' else f'{occasion}: '}{text}")


def say_and_print(
    folder: Path,
    prompt: str,
    text: str,
    *,
    slots: tuple[str, ...],
    context: str,
    variant: int,
    caller: Path | None,
    now: str | None,
    play: bool,
    out: Path | None,
    html: Path | None,
    as_json: bool,
) -> None:
    """Raises VivaError: the bot, a name, a value, the caller or the engine is not as it must be."""
    bot = load_bot(folder)
    asked = Asked(
        prompt,
        text,
        _values(bot, slots),
        cast(Context, context),
        variant,
        read_caller(caller) if caller else NOBODY,
        local_moment(now),
    )
    spoken = speak(speaker_of(bot), ways(bot, asked))
    shown = page_json(bot.name, asked, spoken)
    if as_json:
        click.echo(to_json(shown, indent=2))
    else:
        _print(spoken, shown["lufs"])
    if out is not None:
        out.write_bytes(FORMATS[out.suffix](spoken.pcm))
    if html is not None:
        html.write_text(as_html(shown), encoding="utf-8")
    if play:
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "said.wav"
            file.write_bytes(wav(spoken.pcm))
            play_file(file)


def _values(bot: Bot, slots: tuple[str, ...]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for given in slots:
        name, equals, written = given.partition("=")
        if given.lstrip().startswith("{"):
            try:
                found |= json.loads(given)
            except json.JSONDecodeError as error:
                raise NotSaid(f"--slots: no JSON: {error.msg} at character {error.pos + 1}") from None
        elif not equals:
            raise NotSaid(f"--slots {given!r}: expected NAME=VALUE or a JSON object")
        else:
            found[name.strip()] = value_of(bot, name.strip(), written)
    return found


def _print(spoken: Spoken, lufs: float | None) -> None:
    for number, sentence in enumerate(spoken.sentences, 1):
        click.echo(f"{number}  {click.style(sentence.text, bold=True)}")
        click.echo(f"   {_manner(sentence)}")
        for word in sentence.words:
            said = f"  said: {word.said}" if word.said else ""
            click.echo(f"   {word.start_ms / 1000:7.2f} s  {word.text}{said}")
    level = "silence" if lufs is None else f"{lufs:.1f} LUFS"
    click.echo(f"{spoken.duration_ms / 1000:.2f} s, {level}")


def _manner(sentence: Sentence) -> str:
    figures = (
        f"rate {sentence.rate:.3g}, pitch {sentence.pitch_st:+.1f} st, level {sentence.level_db:+.1f} dB"
    )
    return f"{figures}: {'; '.join(sentence.reasons) or 'as the voice speaks by itself'}"
