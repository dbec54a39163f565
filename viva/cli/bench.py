"""`viva bench`: what a machine carries."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.blame import BlamingGroup
from viva.cli.params import bot_argument


@click.group(cls=BlamingGroup)
def bench() -> None:
    """Measure what this machine carries.

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
