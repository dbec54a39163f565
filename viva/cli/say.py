"""`viva say`: a prompt as callers hear it."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import bot_argument


@click.command()
@bot_argument()
@click.argument("prompt", required=False)
@click.option(
    "--slots",
    multiple=True,
    metavar="NAME=VALUE",
    help="What fills a place: NAME=VALUE, or several at once as a JSON object.",
)
@click.option("--text", metavar="TEXT", help="Words of your own, instead of a prompt.")
@click.option(
    "--context",
    type=click.Choice(["again", "corrected", "returning"]),
    help="The occasion: asked again, after a correction, to a caller who has called before.",
)
@click.option(
    "--variant", type=click.IntRange(1), default=1, show_default=True, help="Which of its variants."
)
@click.option(
    "--as",
    "caller",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Whom it is said to: JSON with rate, level_db, arousal, snr_db, asked_again, returning.",
)
@click.option("--now", metavar="ISO", help="The caller's date and time, 2026-11-24T09:30; now unless told.")
@click.option("--play", is_flag=True, help="Play it.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it: .wav at 16 kHz, .ulaw as a telephone line carries it (8 kHz µ-law).",
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the picture: words over waveform and pitch, with its sound.",
)
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON, for programs.")
def say(
    bot: Path,
    prompt: str | None,
    slots: tuple[str, ...],
    text: str | None,
    context: str | None,
    variant: int,
    caller: Path | None,
    now: str | None,
    play: bool,
    out: Path | None,
    html: Path | None,
    as_json: bool,
) -> None:
    """Say a prompt of a bot as a call would say it to a caller.

    Prints each word with its time, how each sentence is said and why, and the loudness. --text says words of
    your own instead. Without PROMPT the
    bot's prompts are listed.

    \b
    Example:
      viva say clinic
      viva say clinic booked --slots day=2026-11-26 --slots time=16:30 --play
      viva say clinic check_value --slots '{"value": "9845012345"}' --as caller.json --html said.html
      viva say barista --text "Your latte is ready." --out latte.wav
    """
    if prompt is not None and text is not None:
        raise click.UsageError("give a PROMPT or --text, not both")
    from viva.cli import saying

    if prompt is None and text is None:
        saying.list_prompts(bot)
        return
    if out is not None and out.suffix not in saying.FORMATS:
        raise click.BadParameter(f"{out.name!r} ends neither in .wav nor in .ulaw", param_hint="--out")
    saying.say_and_print(
        bot,
        prompt or "",
        text or "",
        slots=slots,
        context=context or "",
        variant=variant - 1,
        caller=caller,
        now=now,
        play=play,
        out=out,
        html=html,
        as_json=as_json,
    )
