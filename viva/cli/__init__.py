"""The command line. A command parses and prints; a function elsewhere does the work.

The modules here import click and nothing heavier at their top, so that `viva --help` is quick; what a
command needs it imports when it runs.
"""

from __future__ import annotations

import os


def main() -> None:
    """Entry point of the `viva` program."""
    # Before anything imports NumPy: engine pools size themselves, and BLAS threads would only spin.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from viva.cli.app import viva

    viva(prog_name="viva")
