"""`viva eval calls`."""

from __future__ import annotations

from typing import Any

import click

from viva.cli.eval.group import show_calls, source_of, stored


@click.command(no_args_is_help=True)
@stored
def calls(**given: Any) -> None:
    """Measure calls: success, containment, repairs, drops, latency.

    DATA is a data folder, of `viva serve` or of a simulation. What a caller wanted is known of simulated
    calls; of others the report says what the log alone tells. `--group` takes persona, noise, line, voice,
    bot, channel or reason.

    \b
    Example:
      viva eval calls simulated --html report.html
      viva eval calls simulated-new --against simulated-old
    """
    from viva.lab.evaluate.calls_report import evaluate_calls

    show_calls(evaluate_calls, source_of(given), given)
