"""`viva eval asr`."""

from __future__ import annotations

from typing import Any

import click

from viva.cli.eval.group import common, run


@click.command(no_args_is_help=True)
@common
@click.option(
    "--normalise",
    type=click.Choice(["none", "basic", "english"]),
    default="basic",
    show_default=True,
    help="What is made alike in both texts before they are compared.",
)
def asr(**given: Any) -> None:
    """Measure recognition: word, character and sentence errors.

    DATA has the columns truth (the words that were said, empty for no speech) and hypothesis, or nbest: a
    JSON list of texts, best first. Optional: id, speaker, call, noise, audio, entities, concepts.

    \b
    Example:
      viva eval asr heard.csv --column truth=reference --group device
      viva eval asr truth.csv --predictions new.jsonl --against old.jsonl --html report.html
    """
    from viva.lab.evaluate.asr_report import evaluate_asr

    run(evaluate_asr, given)
