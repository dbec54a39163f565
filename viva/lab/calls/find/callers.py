"""Where callers leave, and which callers fail more than others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from viva.lab.calls.facts import CallFacts
from viva.lab.calls.find.finding import FEWEST, Finding, Rule, above
from viva.lab.report.model import Figure
from viva.lab.statistics.bootstrap import Bootstrap
from viva.lab.statistics.wilson import wilson

LEAVING = 0.1
"""Share of the calls that came to a step."""
CONDITIONS = ("persona", "noise", "line", "voice")
WORSE = 0.15
"""How much less often a group succeeds than all others."""
FEWEST_OF_GROUP = 20


def callers(calls: Sequence[CallFacts], bootstrap: Bootstrap) -> Iterator[Finding]:
    for place in sorted({call.ended_at for call in calls if _left(call)}):
        yield from above(calls, bootstrap, _leaving(place))
    for name in CONDITIONS:
        for value in sorted({call.condition(name) for call in calls} - {""}):
            yield from _worse(calls, name, value)


def _leaving(place: str) -> Rule:
    def counter(call: CallFacts) -> tuple[float, float]:
        came = any(move.place == place for move in call.moves)
        return float(_left(call) and call.ended_at == place), float(came)

    return Rule(
        "callers_leave",
        counter,
        LEAVING,
        "calls that came there",
        f"{{count}} of {{of}} callers that came to {place} left there ({{share}})",
        "open some of the calls: what had they been asked, and what had they said?",
        place,
    )


def _left(call: CallFacts) -> bool:
    """In the middle of something: at "anything else?" a caller leaves because all is done."""
    return call.dropped and not call.ended_at.startswith("more")


def _worse(calls: Sequence[CallFacts], name: str, value: str) -> Iterator[Finding]:
    """Where the intervals of the group and of all others lie apart."""
    known = [call for call in calls if call.success is not None and call.condition(name)]
    of = np.array([call.condition(name) == value for call in known], np.bool_)
    right = np.array([bool(call.success) for call in known], np.bool_)
    here, there = int(of.sum()), int((~of).sum())
    if min(here, there) < FEWEST_OF_GROUP:
        return
    failed, others = int((of & ~right).sum()), int((~of & ~right).sum())
    low, high = wilson(failed, here)
    rest = wilson(others, there)
    ids = tuple(call.id for call, inside in zip(known, of & ~right, strict=True) if inside)
    if len(ids) < FEWEST or low <= rest[1] or failed / here - others / there < WORSE:
        return
    share, other = 100 * failed / here, 100 * others / there
    yield Finding(
        "fails_more",
        f"{name} {value}",
        f"{share:.0f} % of calls with {name} {value} fail ({failed:,} of {here:,}), of others {other:.0f} %",
        f"open some of them: what is it about {name} {value}?",
        Figure("failed", failed / here, here, "calls", low, high),
        failed,
        ids,
    )
