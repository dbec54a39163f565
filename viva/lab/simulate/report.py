"""The report of a simulation: what became of its calls, of their turns, and what to look at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from viva.lab.calls.folder import read_calls
from viva.lab.evaluate.calls_report import evaluate_calls
from viva.lab.evaluate.turns_report import evaluate_turns
from viva.lab.evaluate.watch import Watch, silent
from viva.lab.report.model import Cases, Report

FIRST = ("What to look at", "Why calls failed")
"""Parts that are read first."""


def simulation_report(folder: Path, *, watch: Watch = silent) -> Report:
    """Of all calls in a simulation's folder.

    Raises:
        VivaError: there are none that can be read.
    """
    calls = read_calls(folder, None, watch)
    whole = evaluate_calls(calls, groups=("persona",), watch=watch)
    turns = evaluate_turns(calls, watch=watch)
    told = {one.name for one in whole.figures}
    figures = [*whole.figures, *(one for one in turns.figures if one.name not in told)]
    return replace(whole, title="Simulation", figures=figures, parts=[*whole.parts, *turns.parts])


def in_short(report: Report) -> Report:
    """For a terminal: the figures, and what a person should look at."""
    parts = [one for one in report.parts if one.title in FIRST]
    parts = [one for one in parts if not isinstance(one, Cases) or one.cases]
    return replace(report, parts=parts)
