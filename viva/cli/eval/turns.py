"""`viva eval turns`."""

from __future__ import annotations

from typing import Any

import click

from viva.cli.eval.group import common, run


@click.command(no_args_is_help=True)
@common
def turns(**given: Any) -> None:
    """Measure turn-taking: cut-offs against delay, dead air, barge-in.

    DATA is a data folder, or rows with the columns end_ms, where the caller's turn ends, and taken_ms, where
    it was taken; optional: reply_ms, call, persona, noise, step. `--against` names another folder or file.

    \b
    Example:
      viva eval turns simulated --html report.html
      viva eval turns taken.csv --group step
    """
    from viva.lab.evaluate.turns_report import evaluate_turn_rows, evaluate_turns

    run(evaluate_turn_rows, given, of_calls=evaluate_turns)
