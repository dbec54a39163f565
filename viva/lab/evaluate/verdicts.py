"""Two systems on the same rows: on which of them just one is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from viva.lab.evaluate.cases import cases
from viva.lab.evaluate.measures import Column
from viva.lab.evaluate.rows import Rows
from viva.lab.report.model import Cases, Difference
from viva.lab.statistics.mcnemar import mcnemar

Describe = Callable[[int], tuple[tuple[tuple[str, str], ...], str]]


def mcnemar_row(name: str, first: Column, second: Column, unit: str) -> Difference:
    """first, second: whether each system is right on each row."""
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    count = len(first)
    return Difference(
        name,
        float(first.mean()),
        float(second.mean()),
        None,
        None,
        mcnemar(only_first, only_second),
        f"McNemar ({only_first} to {only_second})",
        count,
        unit,
        lower_is_better=False,
    )


def flips(rows: Rows[Any, Any], worse: Column, changed: Sequence[int], describe: Describe) -> Cases:
    """worse: above 0 where the system evaluated is worse than the other; changed: the rows, in order."""
    signs = np.sign(worse[np.array(changed, np.int64)])
    better, lost, same = (int((signs == sign).sum()) for sign in (-1, 1, 0))
    note = f"{better:,} better, {lost:,} worse than the other system"
    note += f", {same:,} wrong in another way." if same else "."
    return Cases("Flips", cases(rows, changed, describe), len(changed), note)
