"""How numbers are grouped when they are dictated: where pauses come, and how likely one is all said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

_AS_KNOWN = 0.7
"""Share of numbers that are said in the groups that are known for their length; the others break anywhere."""
_BREAKS = 0.25
"""Probability of a pause after a digit of those: groups of four on average."""
_LONGEST = 20
"""A number without a maximum is taken to have at most so many digits."""


class Groupings:
    """Of the telephone numbers of a language. Shared and stateless."""

    def __init__(self, data: Mapping[int, Mapping[str, Any]]) -> None:
        """`data`: as `telephone` in the language's `spelling.yaml`; may be empty."""
        self._usual = {length: float(one["usual"]) for length, one in data.items()}
        self._grouped = {length: _shares(one["grouped"]) for length, one in data.items()}

    def complete(self, groups: Sequence[int], low: int, high: int | None, telephone: bool) -> float:
        """Probability that a number of `low` to `high` digits is all said after these groups and no more.

        `telephone`: of its lengths some are more usual than others; else all are alike.
        """
        said = sum(groups)
        high = max(low, _LONGEST, said + 1) if high is None else high
        if said < low:
            return 0.0
        if said >= high:
            return 1.0
        stops = self._usualness(said, telephone) * self._said(tuple(groups), said)
        goes_on = sum(
            self._usualness(length, telephone) * self._begun(tuple(groups), said, length)
            for length in range(said + 1, high + 1)
        )
        return stops / (stops + goes_on)

    def pause(self, said: int, low: int, high: int | None, telephone: bool) -> float:
        """Probability that a number of `low` to `high` digits pauses, or ends, after `said` of them."""
        high = max(low, _LONGEST, said) if high is None else high
        low = min(max(low, 1), high)
        if said >= high:
            return 1.0
        lengths = range(low, high + 1)
        usual = {length: self._usualness(length, telephone) for length in lengths}
        return sum(one * self._paused(said, length) for length, one in usual.items()) / sum(usual.values())

    def _paused(self, said: int, length: int) -> float:
        if said >= length:
            return float(said == length)
        known = sum(
            share for groups, share in self._grouped.get(length, {}).items() if said in accumulate(groups)
        )
        return _AS_KNOWN * known + (1 - _AS_KNOWN) * _BREAKS

    def _usualness(self, length: int, telephone: bool) -> float:
        return self._usual.get(length, 1.0) if telephone else 1.0

    def _said(self, groups: tuple[int, ...], length: int) -> float:
        """Probability that a number of this length is said in these groups."""
        known = self._grouped.get(length, {}).get(groups, 0.0)
        return _AS_KNOWN * known + (1 - _AS_KNOWN) * _anyhow(groups)

    def _begun(self, groups: tuple[int, ...], said: int, length: int) -> float:
        """Probability that a longer number begins with these groups."""
        count = len(groups)
        known = sum(share for one, share in self._grouped.get(length, {}).items() if one[:count] == groups)
        return _AS_KNOWN * known + (1 - _AS_KNOWN) * _anyhow(groups) * _BREAKS


def _shares(grouped: Mapping[str | int, float]) -> dict[tuple[int, ...], float]:
    total = sum(grouped.values())
    return {tuple(int(size) for size in str(one).split("-")): share / total for one, share in grouped.items()}


def _anyhow(groups: tuple[int, ...]) -> float:
    """Probability of these breaks, where each digit but the last may have one after it."""
    breaks = len(groups) - 1
    return float(_BREAKS**breaks * (1 - _BREAKS) ** (sum(groups) - 1 - breaks))
