"""The `viva` program: its commands in the order in which a newcomer meets them."""

from __future__ import annotations

import click

from viva import __version__
from viva.cli import bots, calls, explain, models, place, replay, say, serve, simulate, train
from viva.cli.bench import (
    callers,
    dictation,
    evaluation,
    floor,
    group,
    line,
    overlaps,
    simulating,
    speaking,
    turns,
    voice,
)
from viva.cli.blame import BlamingGroup
from viva.cli.eval import asr, entities, intents, slots
from viva.cli.eval import calls as eval_calls
from viva.cli.eval import group as eval_group
from viva.cli.eval import turns as eval_turns


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


for command in (
    serve.demo,
    bots.init,
    bots.check,
    bots.build,
    bots.talk,
    bots.test,
    explain.explain,
    say.say,
    place.call,
    serve.serve,
    calls.calls,
    replay.replay,
    simulate.simulate,
    models.models,
    train.train,
    eval_group.evaluate,
    group.bench,
):
    viva.add_command(command)

for measured in (
    callers.callers,
    turns.turns,
    dictation.dictation,
    overlaps.overlaps,
    floor.floor,
    voice.voice,
    line.line,
    speaking.speaking,
    evaluation.evaluation,
    simulating.simulating,
):
    group.bench.add_command(measured)

for kind in (
    asr.asr,
    intents.intents,
    entities.entities,
    slots.slots,
    eval_turns.turns,
    eval_calls.calls,
):
    eval_group.evaluate.add_command(kind)
