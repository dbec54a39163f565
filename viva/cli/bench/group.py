"""`viva bench`: what a machine carries, and how well VIVA understands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from viva.cli.blame import BlamingGroup
from viva.cli.params import bot_argument, rows_option

if TYPE_CHECKING:
    from viva.lab.measure.entities import Part

SUITE = "tests/understanding/values/suite"


@click.group(cls=BlamingGroup)
def bench() -> None:
    """Measure what this machine carries, and how well VIVA understands.

    \b
    Example:
      viva bench load barista --calls 30
    """


@bench.command()
@bot_argument()
@click.option(
    "--calls", type=click.IntRange(1, 10_000), default=30, show_default=True, help="Callers at the same time."
)
@click.option(
    "--seconds", type=click.FloatRange(5), default=60.0, show_default=True, help="How long they call."
)
@click.option(
    "--audio",
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    help="What they say: a file, or a folder of files. Synthesized callers unless given.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Server processes."
)
@click.option("--stand-ins", is_flag=True, help="Instant engines: the cost of everything else.")
def load(bot: Path, calls: int, seconds: float, audio: Path | None, workers: int, stand_ins: bool) -> None:
    """Place many calls at once and measure them.

    Prints reply times, gaps in playout, processor time and memory.
    Server and callers are processes of this machine, on the loopback interface.

    \b
    Example:
      viva bench load barista --calls 30 --seconds 60
    """
    from viva.lab.load import bench_load

    bench_load(bot, calls=calls, seconds=seconds, audio=audio, workers=workers, stand_ins=stand_ins)


@bench.command()
@click.argument("suite", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SUITE)
@click.option(
    "--part",
    type=click.Choice(["all", "seen", "held_out"]),
    default="all",
    show_default=True,
    help="The phrases that were kept apart, or the others.",
)
@click.option("--kind", default="", metavar="KIND", help="One kind of value, such as date.")
@click.option("--failures", is_flag=True, help="Show each phrase that was read otherwise.")
def entities(suite: Path, part: Part, kind: str, failures: bool) -> None:
    """Read a suite of spoken values and count those that are exact.

    SUITE is a folder of phrases, that of VIVA's own tests unless given.

    \b
    Example:
      viva bench entities --failures
    """
    from viva.lab.measure import entities as measure

    phrases = [one for one in measure.read_suite(suite, part) if kind in ("", one.kind)]
    if not phrases:
        raise click.BadParameter(f"the suite has no phrases of the kind {kind!r}", param_hint="--kind")
    outcomes = measure.measure(phrases)
    click.echo(measure.table(outcomes))
    click.echo(measure.speed(phrases))
    if failures:
        click.echo(measure.failures(outcomes))


@bench.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("../shared/data/intents"),
    show_default=True,
    metavar="DIR",
    help="Holds banking77 and clinc150.",
)
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the picture of accuracy against examples an intent instead, as SVG.",
)
@rows_option()
def intents(data: Path, plot: Path | None, rows: Path | None) -> None:
    """Measure how well intents are read, on public sets.

    Prints accuracy, calibration, training time and time for each utterance; for CLINC150 also what
    one operating point, chosen on its validation part, makes of utterances that are out of scope.

    \b
    Example:
      viva bench intents --rows intents.jsonl
      viva eval intents intents.jsonl --group set --html intents.html
      viva bench intents --plot docs/images/few-examples.svg
    """
    from viva.lab.measure.few_examples import plot_few_examples
    from viva.lab.measure.intents import bench_intents

    if plot:
        plot_few_examples(data, plot)
    else:
        bench_intents(data, rows)


@bench.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    default=Path("../shared/data/intents/snips"),
    show_default=True,
    help="SNIPS: a folder for each intent (2017-06-custom-intent-engines of sonos/nlu-benchmark).",
)
@click.option("--held-out", is_flag=True, help="Test on a tenth of the training utterances: for choices.")
@click.option("--lower", is_flag=True, help="Without capitals, as much of the literature has it.")
@click.option("--words-only", is_flag=True, help="Without the sentence encoder.")
@click.option("--examples", type=click.IntRange(10), help="Train on so many utterances only.")
@rows_option()
def slots(
    data: Path, held_out: bool, lower: bool, words_only: bool, examples: int | None, rows: Path | None
) -> None:
    """Measure values inside sentences on SNIPS: entity F1.

    Trains on all training utterances (a few minutes) and prints what viva eval slots makes of the test
    utterances, by intent and by slot, the calibration error and times.

    \b
    Example:
      viva bench slots --rows snips.jsonl
      viva eval slots snips.jsonl --group intent --html snips.html
    """
    from viva.lab.measure.slots_report import bench_slots

    bench_slots(data, encoder=not words_only, held_out=held_out, lower=lower, examples=examples, rows=rows)


@bench.command()
@bot_argument()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    default=Path("../shared/data"),
    show_default=True,
    help="Folder with barista (labels.json, clean, kitchen_noise.flac) and digits.",
)
@click.option(
    "--every", type=click.IntRange(1), default=1, show_default=True, help="Every so many recordings."
)
@click.option(
    "--level", "levels", type=int, multiple=True, help="A level of noise in dB; all seven unless given."
)
@click.option("--telephone", is_flag=True, help="Also through 8 kHz and µ-law.")
@click.option("--plain", is_flag=True, help="Without the bot's language.")
@click.option(
    "--outside",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("bots/clinic"),
    show_default=True,
    help="Another bot, whose language the recordings are outside of.",
)
@rows_option()
def recognition(
    bot: Path,
    data: Path,
    every: int,
    levels: tuple[int, ...],
    telephone: bool,
    plain: bool,
    outside: Path,
    rows: Path | None,
) -> None:
    """Measure spoken orders accepted in noise, and what hearing costs.

    An order is accepted when its intent and every labelled value are right. All recordings at all levels
    take a quarter of an hour.

    \b
    Example:
      viva bench recognition barista --every 4 --level 12 --rows orders.jsonl
      viva eval slots orders.jsonl --group noise
    """
    from viva.lab.measure.recognition import LEVELS, bench_recognition

    bench_recognition(
        bot,
        data,
        every=every,
        levels=levels or LEVELS,
        telephone=telephone,
        biased=not plain,
        outside=outside,
        rows=rows,
    )
