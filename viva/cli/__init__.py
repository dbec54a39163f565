"""The command line. A command parses and prints; a function elsewhere does the work.

The modules here import click and nothing heavier at their top, so that `viva --help` is quick; what a
command needs it imports when it runs.
"""

from __future__ import annotations


def main() -> None:
    """Entry point of the `viva` program."""
    from viva.cli.app import viva

    viva(prog_name="viva")
