"""The `viva` program: its commands in the order in which a newcomer meets them."""

from __future__ import annotations

import click

from viva import __version__
from viva.cli import (
    bench,
    bench_dictation,
    bench_floor,
    bench_line,
    bench_overlaps,
    bench_turns,
    bench_voice,
    bots,
    calls,
    explain,
    models,
    place,
    replay,
    serve,
    train,
)
from viva.cli.blame import BlamingGroup


@click.group(cls=BlamingGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="viva")
def viva() -> None:
    """VIVA: bots that answer calls, whole on one machine.

    A bot is a folder of files. Start with one of your own:

    \b
      viva init shop
      viva talk shop
      viva serve shop
    """


bench.bench.add_command(bench_voice.voice)

for command in (
    serve.demo,
    bots.init,
    bots.check,
    bots.build,
    bots.talk,
    bots.test,
    explain.explain,
    place.call,
    serve.serve,
    calls.calls,
    replay.replay,
    models.models,
    train.train,
    bench.bench,
):
    viva.add_command(command)

bench.bench.add_command(bench_floor.floor)
bench.bench.add_command(bench_turns.turns)
bench.bench.add_command(bench_dictation.dictation)
bench.bench.add_command(bench_overlaps.overlaps)
bench.bench.add_command(bench_line.line)
