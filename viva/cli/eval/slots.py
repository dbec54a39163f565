"""`viva eval slots`."""

from __future__ import annotations

from typing import Any

import click

from viva.cli.eval.group import common, run


@click.command(no_args_is_help=True)
@common
def slots(**given: Any) -> None:
    """Measure slots: F1 of tagged spans, or what calls captured.

    DATA has the columns truth and hypothesis: tags (`O B-size`), spans (JSON objects with slot, start, end),
    or values (a JSON object of slots), then joined by call. Optional: asked, the slot that was asked for.

    \b
    Example:
      viva eval slots tagged.jsonl
      viva eval slots captured.csv --cluster call --html report.html
    """
    from viva.lab.evaluate.slots_report import evaluate_slots

    run(evaluate_slots, given)
