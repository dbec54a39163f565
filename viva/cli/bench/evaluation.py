"""`viva bench eval`."""

from __future__ import annotations

import click


@click.command("eval")
@click.option(
    "--rows", type=click.IntRange(0), default=100_000, show_default=True, help="Utterances; 0: no timing."
)
@click.option("--nbest", type=click.IntRange(1), default=10, show_default=True, help="Hypotheses of each.")
@click.option(
    "--times", type=click.IntRange(0), default=2_000, show_default=True, help="Simulated evaluations; or 0."
)
def evaluation(rows: int, nbest: int, times: int) -> None:
    """Measure viva eval: its speed, and what its intervals cover.

    \b
    Example:
      viva bench eval --rows 100000 --times 2000
    """
    from viva.lab.measure.evaluating import bench_eval

    bench_eval(rows=rows, nbest=nbest, times=times)
