"""`viva eval entities`."""

from __future__ import annotations

from typing import Any

import click

from viva.cli.eval.group import common, run


@click.command(no_args_is_help=True)
@common
@click.option(
    "--match",
    type=click.Choice(["value", "span", "both"]),
    default="value",
    show_default=True,
    help="What must be alike.",
)
def entities(**given: Any) -> None:
    """Measure entities: invented, missed and mismatched, by type.

    DATA has the columns truth and hypothesis: JSON lists of objects with type, value and, if known, start
    and end. Optional: id, text, speaker, call, noise, audio.

    \b
    Example:
      viva eval entities found.jsonl --match span
    """
    from viva.lab.evaluate.entities_report import evaluate_entities

    run(evaluate_entities, given)
