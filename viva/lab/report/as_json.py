"""A report for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from viva.lab.report.model import Difference, Differences, Figure, Report


def as_json(report: Report) -> str:
    """UTF-8 JSON, with every row of every table; `null` where a figure has no value."""
    found = {
        "title": report.title,
        "what": report.what,
        "settings": report.settings,
        "problems": {kind: asdict(one) for kind, one in report.problems.kinds.items()},
        "figures": {one.name: _figure(one) for one in report.figures},
        "parts": [_part(part) for part in report.parts],
    }
    return json.dumps(found, ensure_ascii=False, indent=1, default=str, allow_nan=False) + "\n"


def _part(part: Any) -> dict[str, Any]:
    kind = {"kind": type(part).__name__.lower()}
    if isinstance(part, Differences):
        rows = [_difference(one) for one in part.rows]
        return {**kind, "title": part.title, "note": part.note, "rows": rows}
    return {**kind, **asdict(part)}


def _figure(one: Figure) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "name"}


def _difference(one: Difference) -> dict[str, Any]:
    return {**asdict(one), "difference": one.value}
