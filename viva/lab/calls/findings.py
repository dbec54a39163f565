"""What a person should look at in a set of calls, found from facts alone, and how a report shows it."""

from __future__ import annotations

from collections.abc import Sequence

from viva.lab.calls.facts import CallFacts
from viva.lab.calls.find.actions import actions
from viva.lab.calls.find.callers import callers
from viva.lab.calls.find.finding import Finding, bootstrap_of_calls
from viva.lab.calls.find.flows import flows
from viva.lab.calls.find.thresholds import thresholds
from viva.lab.report.model import Case, Cases
from viva.lab.report.words import interval, number

MOST_NAMED = 8
"""Calls of a finding that are named."""
MOST_SHOWN = 20


def findings(calls: Sequence[CallFacts]) -> list[Finding]:
    """What concerns most calls first. Nothing of a healthy bot: see the bars in `viva.lab.calls.find`."""
    if not calls:
        return []
    bootstrap = bootstrap_of_calls(calls)
    found = [one for finder in (flows, thresholds, actions, callers) for one in finder(calls, bootstrap)]
    return sorted(found, key=lambda one: -len(one.calls))


def findings_part(found: Sequence[Finding]) -> Cases:
    """For a report."""
    return Cases("What to look at", [_case(one) for one in found], len(found), open=MOST_SHOWN)


def _case(one: Finding) -> Case:
    named = ", ".join(one.calls[:MOST_NAMED])
    more = f" and {len(one.calls) - MOST_NAMED:,} more" if len(one.calls) > MOST_NAMED else ""
    value = number(one.figure.value, share=one.figure.share)
    score = f"{value} ({interval(one.figure)}) of {one.figure.count:,.0f} {one.figure.unit}"
    lines = (("found", one.what), ("do", one.do), ("calls", named + more))
    return Case(" ".join((one.kind.replace("_", " "), one.where)).strip(), "", lines, score)
