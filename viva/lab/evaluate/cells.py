"""What one cell holds: a text, or JSON, which a CSV file has as text."""

from __future__ import annotations

import json
from typing import Any


class BadCell(ValueError):
    """What was found where something else belongs, in words for the person who made the file."""


def text_of(cell: Any) -> str:
    """A number is taken as its text. BadCell for lists and objects."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (int, float)):
        return str(cell)
    raise BadCell(f"expected a text, got {_shown(cell)}")


def number_of(cell: Any) -> float:
    """BadCell for what is no number."""
    try:
        return float(cell)
    except (TypeError, ValueError):
        raise BadCell(f"expected a number, got {_shown(cell)}") from None


def json_of(cell: Any, expected: str) -> Any:
    """expected: what for, in words, e.g. `a list of hypotheses`. BadCell for text that is no JSON."""
    if not isinstance(cell, str):
        return cell
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        raise BadCell(f"text where JSON belongs: expected {expected}, got {_shown(cell)}") from None


def list_of(cell: Any, expected: str) -> list[Any]:
    """BadCell for what is no list."""
    found = json_of(cell, expected)
    if not isinstance(found, list):
        raise BadCell(f"expected {expected}, got {_shown(found)}")
    return found


def ranked(cell: Any, text: str) -> list[tuple[str, float | None]]:
    """An N-best list, best first, with its scores where it has them.

    A list of texts, of [text, score], or of objects with the key `text` (the argument) and, as they come,
    `score` or `confidence`. BadCell otherwise.
    """
    expected = f'a list like ["..."] or [{{"{text}": "...", "score": 0.9}}]'
    found: list[tuple[str, float | None]] = []
    for one in list_of(cell, expected):
        if isinstance(one, str):
            found.append((one, None))
        elif isinstance(one, list) and len(one) == 2:
            found.append((text_of(one[0]), number_of(one[1])))
        elif isinstance(one, dict) and text in one:
            score = one.get("score", one.get("confidence"))
            found.append((text_of(one[text]), None if score is None else number_of(score)))
        else:
            raise BadCell(f"expected {expected}, got {_shown(one)} in it")
    return found


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return repr(shown[:50]) if isinstance(value, str) else shown[:50]
