"""Errors by blame: what a person can mend is one red line and a hint, a fault of ours keeps its traceback."""

from __future__ import annotations

import sys
from typing import IO, Any

import click

from viva.errors import VivaError


class _Shown(click.ClickException):
    """A `VivaError` on its way to the terminal."""

    def __init__(self, error: VivaError) -> None:
        super().__init__(error.message)
        self.exit_code = error.exit_code  # type: ignore[misc] # click declares it once for each class
        self.hint = error.hint

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"{click.style('error:', fg='red', bold=True)} {self.message}", file=file or sys.stderr)
        if self.hint:
            click.echo(f"{click.style('hint:', fg='cyan')} {self.hint}", file=file or sys.stderr)


class BlamingGroup(click.Group):
    """A group whose commands may raise `VivaError`; lists its commands in the order they were added."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except VivaError as error:
            raise _Shown(error) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)
