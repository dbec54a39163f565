"""Who looks on while a long evaluation runs."""

from __future__ import annotations

from collections.abc import Callable

Watch = Callable[[str], None]
"""Told what is being done now."""


def silent(_: str) -> None:
    """Nobody looks on."""
