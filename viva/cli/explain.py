"""`viva explain`: why a bot heard what it heard, what it made of it, and why it spoke when it did."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import bot_argument, data_option


@click.command()
@bot_argument(required=False)
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
@click.option("--call", metavar="CALL", help="Instead of a bot: the turns of a recorded call.")
@click.option("--turn", type=click.IntRange(1), metavar="N", help="Only this turn of the call.")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON, for programs.")
@data_option()
def explain(
    bot: Path | None,
    audio: Path | None,
    text: str | None,
    step: str | None,
    expects: str | None,
    now: str | None,
    call: str | None,
    turn: int | None,
    as_json: bool,
    data: Path | None,
) -> None:
    """Show why a bot hears, understands and speaks as it does.

    Of an utterance: from the recognizer's alternatives, with what the bot's language added to each, over
    readings, intents and values, those refused included, to the result; and where its turn would be taken.
    Of a recorded call: each pause with what was decided and why, and the sounds over the bot.

    \b
    Example:
      viva explain barista --audio order.wav
      viva explain clinic --text "the day after tomorrow" --step choose_time.0
      viva explain --call last --turn 2
    """
    if call is not None:
        if any(given is not None for given in (bot, audio, text, step, expects, now)):
            raise click.UsageError("--call goes with --turn, --data and --json only")
        from viva.cli.explaining import explain_call

        explain_call(call, turn, data, as_json=as_json)
        return
    if bot is None:
        raise click.UsageError("name a bot, with --audio FILE or --text TEXT, or give --call CALL")
    if turn is not None:
        raise click.UsageError("--turn needs --call")
    if (audio is None) == (text is None):
        raise click.UsageError("give either --audio FILE or --text TEXT")
    if step is not None and expects is not None:
        raise click.UsageError("give --step or --expects, not both")
    from viva.cli.explaining import explain_and_print

    explain_and_print(bot, audio or text or "", step=step, expects=expects, now=now, as_json=as_json)
