"""`viva call`: a spoken call whose caller is a file."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import bot_argument, data_option, folder_of


@click.command()
@bot_argument()
@click.option(
    "--audio",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    required=True,
    help="What the caller says: WAV, FLAC, Ogg or MP3, any rate.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Copy the two-channel recording here: caller left, bot right.",
)
@data_option()
def call(bot: Path, audio: Path, out: Path | None, data: Path | None) -> None:
    """Call a bot with an audio file as the caller.

    The file is spoken in real time, once the bot has finished its greeting. The conversation is
    printed while it happens; the call is kept like any other (`viva calls show last`).

    \b
    Example:
      viva call barista --audio order.wav --out call.wav
    """
    from viva.cli.placing import place_and_print

    place_and_print(bot, audio, out, folder_of(data))
