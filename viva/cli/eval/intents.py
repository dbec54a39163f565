"""`viva eval intents`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from viva.cli.eval.group import common, run


@click.command(no_args_is_help=True)
@common
@click.option(
    "--groups-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="YAML with aliases, groups and the name of what is out of scope.",
)
def intents(**given: Any) -> None:
    """Measure intents: by class and group, calibration, confusions.

    DATA has the columns truth and hypothesis (names of intents), or nbest: a JSON list of objects with
    intent and confidence, likeliest first. Optional: confidence, id, text, speaker, call, noise, audio.

    \b
    Example:
      viva eval intents read.csv --groups-file groups.yaml
      viva eval intents truth.csv --predictions new.csv --against old.csv --html report.html
    """
    from viva.lab.evaluate.intents_report import evaluate_intents

    run(evaluate_intents, given)
