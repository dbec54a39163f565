"""Options of evaluations that read the calls of a data folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from viva.lab.calls.folder import Selection

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_SELECTION: tuple[Decorator, ...] = (
    click.option("--bot", metavar="NAME", help="Of a data folder: only calls of this bot."),
    click.option("--since", metavar="DATE", help="Of a data folder: only calls begun then or later, UTC."),
    click.option(
        "--calls", "most", type=click.IntRange(1), metavar="N", help="Of a data folder: the newest N calls."
    ),
)


def selection(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which calls of a data folder."""
    for decorate in reversed(_SELECTION):
        command = decorate(command)
    return command


def selection_of(given: dict[str, Any]) -> Selection:
    """Takes the options of `selection` out of `given`."""
    from viva.lab.calls.folder import Selection

    return Selection(given.pop("bot"), given.pop("since"), given.pop("most"))


FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
