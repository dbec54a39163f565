"""Workers for long commands."""

from __future__ import annotations

import click

from viva.lab.batch.crew import Crew
from viva.lab.batch.on_ray import OnRay
from viva.lab.batch.processes import Processes, cores

INTERRUPTED = 130
"""Exit status, as of a program that SIGINT ended."""


def crew_of(processes: int | None, ray: str | None, items: int) -> Crew:
    """What `--processes` and `--ray` ask for, no more workers on this machine than there are items."""
    if ray is not None:
        return OnRay(ray, processes)
    return Processes(min(processes or cores(), items))


def tell_waiting(piece: str) -> None:
    """A piece of a line, beside the output: the rest comes when what it says is done."""
    click.echo(piece, nl=False, err=True)
