"""`viva bench speaking`: what callers get to hear."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.blame import BlamingGroup

SUITE = "tests/speaking/said"


@click.group(cls=BlamingGroup)
def speaking() -> None:
    """Measure how the bots speak.

    \b
    Example:
      viva bench speaking values
    """


@speaking.command()
@click.argument("suite", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SUITE)
@click.option("--kind", default="", metavar="KIND", help="One row of the table, such as date.")
@click.option("--failures", is_flag=True, help="Show each that was said otherwise.")
def values(suite: Path, kind: str, failures: bool) -> None:
    """Count values and texts that are said as people say them.

    SUITE is a folder of cases, that of VIVA's own tests unless given.

    \b
    Example:
      viva bench speaking values --failures
    """
    from viva.lab.measure.speaking import said

    cases = [case for case in said.read_suite(suite) if kind in ("", case.kind)]
    if not cases:
        raise click.BadParameter(f"the suite has no cases of the kind {kind!r}", param_hint="--kind")
    outcomes = said.measure(cases)
    click.echo(said.table(outcomes))
    if failures:
        click.echo(said.failures(outcomes))
