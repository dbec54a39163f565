"""`viva explain`: why a bot heard what it heard, and what it made of it."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import bot_argument


@click.command()
@bot_argument()
@click.option(
    "--audio",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What the caller says: WAV, FLAC, Ogg or MP3, any rate.",
)
@click.option("--text", metavar="TEXT", help="The same as words, without the recognizer.")
@click.option("--step", metavar="FLOW.N", help="Said at this step of a flow; FLOW.SLOT does too.")
@click.option("--expects", metavar="ENTITY,...", help="Said when the first of these was asked for.")
@click.option("--now", metavar="ISO", help="The caller's date and time, 2026-11-24T09:30; now unless told.")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON, for programs.")
def explain(
    bot: Path,
    audio: Path | None,
    text: str | None,
    step: str | None,
    expects: str | None,
    now: str | None,
    as_json: bool,
) -> None:
    """Show why a bot hears and understands what it does.

    From the recognizer's alternatives, with what the bot's language added to each, over readings, intents
    and values, those refused included, to the result.

    \b
    Example:
      viva explain barista --audio order.wav
      viva explain clinic --text "the day after tomorrow" --step choose_time.0
    """
    if (audio is None) == (text is None):
        raise click.UsageError("give either --audio FILE or --text TEXT")
    if step is not None and expects is not None:
        raise click.UsageError("give --step or --expects, not both")
    from viva.cli.explaining import explain_and_print

    explain_and_print(bot, audio or text or "", step=step, expects=expects, now=now, as_json=as_json)
