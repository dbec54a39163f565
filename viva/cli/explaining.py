"""The path of an utterance and the turns of a call, worked out and printed."""

from __future__ import annotations

from pathlib import Path

import click
from pydantic_core import to_json

from viva.audio.files import read_audio
from viva.call.log import read_log
from viva.call.view.call import view
from viva.cli.explain_turns import turn_parts, turns_page
from viva.cli.explain_view import path_page
from viva.cli.params import console, folder_of, local_moment
from viva.dialogue.asked import at_start, at_step, once_asked
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.lab.explain.path import explain_audio, explain_text
from viva.ops.store import Store
from viva.understanding.expectation import Expectation


def explain_and_print(
    folder: Path, said: Path | str, *, step: str | None, expects: str | None, now: str | None, as_json: bool
) -> None:
    """`said`: an audio file, or words.

    Raises:
        VivaError: the bot, a name, the time, the file or a model is not as it must be.
    """
    bot = load_bot(folder)
    expected, at = _expected(bot, step, expects), local_moment(now)
    if isinstance(said, Path):
        path = explain_audio(bot, read_audio(said), expected, at)
    else:
        path = explain_text(bot, said, expected, at)
    if as_json:
        click.echo(to_json(path, indent=2))
    else:
        console().print(path_page(path))


def explain_call(call: str, turn: int | None, data: Path | None, *, as_json: bool) -> None:
    """`turn`: None for all of them.

    Raises:
        VivaError: there is no such call or turn, or its log cannot be read.
    """
    store = Store(folder_of(data))
    row = store.get(call)
    store.close()
    _, records, _ = read_log(store.call_dir(row.id) / "events.jsonl")
    parts = turn_parts(view(records), turn)
    if as_json:
        click.echo(to_json(parts, indent=2))
    else:
        console().print(turns_page(parts))


def _expected(bot: Bot, step: str | None, expects: str | None) -> Expectation:
    if step is not None:
        return at_step(bot, step)
    if expects is not None:
        return once_asked(bot, [name.strip() for name in expects.split(",")])
    return at_start(bot)
