"""`viva bench speaking`: what callers get to hear."""

from __future__ import annotations

import click

from viva.cli.bench import produced
from viva.cli.blame import BlamingGroup


@click.group(cls=BlamingGroup)
def speaking() -> None:
    """Measure how the bots speak.

    \b
    Example:
      viva bench speaking prosody
    """


speaking.add_command(produced.prosody)
speaking.add_command(produced.first_audio)
