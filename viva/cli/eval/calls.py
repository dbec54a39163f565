"""`viva eval calls`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from viva.cli.eval.group import show, shown
from viva.cli.eval.stored import FOLDER, selection, selection_of


@click.command(no_args_is_help=True)
@click.argument("data", type=FOLDER)
@selection
@click.option(
    "--against", type=FOLDER, metavar="FOLDER", help="The same calls with another version, to compare with."
)
@shown
def calls(data: Path, against: Path | None, **given: Any) -> None:
    """Measure calls: success, containment, turns, repairs, drops, latency.

    DATA is a data folder, of `viva serve` or of a simulation. What a caller wanted is known of simulated
    calls; of others the report says what the log alone tells. `--group` takes persona, noise, line, voice,
    bot, channel or reason.

    \b
    Example:
      viva eval calls simulated --html report.html
      viva eval calls simulated-new --against simulated-old
    """
    from viva.lab.calls.folder import read_calls
    from viva.lab.evaluate.calls_report import evaluate_calls

    chosen = selection_of(given)

    def evaluation(watch: Any, **options: Any) -> Any:
        first = read_calls(data, chosen, watch)
        second = None if against is None else read_calls(against, chosen, watch)
        return evaluate_calls(first, against=second, watch=watch, **options)

    show(evaluation, given)
