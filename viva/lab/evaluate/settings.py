"""The choices that figures depend on, as a report tells them."""

from __future__ import annotations

from typing import Any

from viva.lab.evaluate.rows import NO_PREDICTION, Rows
from viva.lab.statistics.bootstrap import Bootstrap


def settings_of(rows: Rows[Any, Any], bootstrap: Bootstrap, drawn: str) -> dict[str, str]:
    """Of any evaluation."""
    source = rows.source
    missing = sum(one is None for one in rows.predicted)
    found = {"truth": source.data.name, "predictions": (source.predictions or source.data).name}
    if source.against is not None:
        found["against"] = source.against.name
    return {
        **found,
        NO_PREDICTION: f"{missing:,} of {len(rows):,}, counted as errors",
        "intervals": f"{bootstrap.level:.0%}, bootstrap over {bootstrap.clusters.count:,} {drawn}"
        f"{'' if drawn == 'rows' else 's'}, {bootstrap.draws:,} draws, seed {bootstrap.seed}",
    }
