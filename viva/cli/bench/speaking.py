"""`viva bench speaking`: what callers get to hear."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.bench import produced
from viva.cli.blame import BlamingGroup
from viva.cli.params import bot_argument

SUITE = "tests/speaking/said"


@click.group(cls=BlamingGroup)
def speaking() -> None:
    """Measure how the bots speak.

    \b
    Example:
      viva bench speaking values
    """


@speaking.command()
@click.argument("suite", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SUITE)
@click.option("--kind", default="", metavar="KIND", help="One row of the table, such as date.")
@click.option("--failures", is_flag=True, help="Show each that was said otherwise.")
def values(suite: Path, kind: str, failures: bool) -> None:
    """Count values and texts that are said as people say them.

    SUITE is a folder of cases, that of VIVA's own tests unless given.

    \b
    Example:
      viva bench speaking values --failures
    """
    from viva.lab.measure.speaking import said

    cases = [case for case in said.read_suite(suite) if kind in ("", case.kind)]
    if not cases:
        raise click.BadParameter(f"the suite has no cases of the kind {kind!r}", param_hint="--kind")
    outcomes = said.measure(cases)
    click.echo(said.table(outcomes))
    if failures:
        click.echo(said.failures(outcomes))


@speaking.command()
@bot_argument(many=True)
@click.option("--voice", metavar="NAME", help="Instead of the bots' own, such as en-us+f3.")
@click.option("--rate", type=click.IntRange(80, 450), help="Words a minute, with --voice.")
@click.option("--pitch", type=click.IntRange(0, 100), help="0 to 100, with --voice.")
@click.option("--engine", type=click.Choice(["espeak", "kokoro", "piper"]), help="Instead of the bots' own.")
@click.option("--model", default="", help="Of that engine: a folder, or OWNER/NAME of the hub.")
@click.option("--failures", is_flag=True, help="Show what was lost.")
def recognized(
    bots: tuple[Path, ...],
    voice: str | None,
    rate: int | None,
    pitch: int | None,
    engine: str | None,
    model: str,
    failures: bool,
) -> None:
    """Say all prompts over a telephone line and recognize them.

    Every variant is said with sample values, goes through 8 kHz and µ-law, and is recognized by
    Moonshine without the bot's language. Counts the values that the bot itself would not understand,
    and the content words that are lost.

    \b
    Example:
      viva bench speaking recognized clinic barista --failures
      viva bench speaking recognized clinic --engine piper --model voices/joe
    """
    if voice is None and (rate or pitch) is not None:
        raise click.UsageError("--rate and --pitch go with --voice")
    if model and engine is None:
        raise click.UsageError("--model goes with --engine")
    from viva.lab.measure.speaking.recognized import bench_recognized
    from viva.speaking.engine import Voice
    from viva.speaking.settings import EngineSettings

    usual = Voice("")
    name = (
        "" if voice is None and engine not in (None, "espeak") else voice
    )  # '': the first speaker of a model
    chosen = (
        None if name is None else Voice(name, rate or usual.rate, usual.pitch if pitch is None else pitch)
    )
    settings = None if engine is None else EngineSettings(engine, model, fallback="none")
    click.echo(bench_recognized(bots, chosen, settings, failed=failures))


@speaking.command()
@bot_argument(many=True)
@click.option("--count", type=click.IntRange(1), default=1000, show_default=True, help="Barge-ins.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of chance.")
def heard(bots: tuple[Path, ...], count: int, seed: int) -> None:
    """Break replies off and compare what was heard with the truth.

    Random prompts, voices, rates and lines, played as in a call; a third are stitched from recordings.
    When each word sounds is known from how the sound was made, so that what was in the caller's ear is
    beyond doubt.

    \b
    Example:
      viva bench speaking heard clinic barista
    """
    from viva.dialogue.load import load_bot
    from viva.lab.measure.speaking.heard import bench_heard, table, texts_of

    found, unclear = bench_heard(texts_of([load_bot(bot) for bot in bots]), count, seed)
    click.echo(table(found))
    click.echo(f"pairs of sentences left out, their words not told apart in the sound: {unclear}")


@speaking.command()
@bot_argument()
def entrainment(bot: Path) -> None:
    """Have a caller speak 20 % slower for three turns, then as before.

    Prints the bot's rate in each turn, as decided and as measured on its voice.

    \b
    Example:
      viva bench speaking entrainment clinic
    """
    from viva.dialogue.load import load_bot
    from viva.lab.measure.speaking.adapting import bench_adapting

    click.echo(bench_adapting(load_bot(bot)))


@speaking.command()
@bot_argument(many=True)
@click.option(
    "--people",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Recordings of real speakers to level, too.",
)
def loudness(bots: tuple[Path, ...], people: Path | None) -> None:
    """Measure whether all that bots say is equally loud.

    Prompts made ahead and as they are made, fillers, recordings; and whether a voice that is raised
    becomes as much louder as was asked. In LU, by ITU-R BS.1770.

    \b
    Example:
      viva bench speaking loudness bots/clinic bots/barista
    """
    from viva.dialogue.load import load_bot
    from viva.lab.measure.speaking import loudness as measure

    click.echo(measure.HEADER)
    loaded = [load_bot(bot) for bot in bots]
    for levels in measure.measure(loaded, ("en-gb", "en-us", "en-gb+f3"), people):
        click.echo(levels.row())


speaking.add_command(produced.prosody)
speaking.add_command(produced.first_audio)
