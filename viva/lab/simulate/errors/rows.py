"""Rows of truth and what was heard, for an error model: those that `viva eval asr` takes, with more in them.

`noise` names the condition, `whole` says whether the caller had said all; a hypothesis may have `words`, the
confidence of each of its words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.lab.evaluate.asr import LAYOUT
from viva.lab.evaluate.cells import BadCell, list_of, ranked, text_of
from viva.lab.evaluate.rows import Cells, Layout, Source, read_rows
from viva.lab.simulate.errors.fit import Hypothesis, Row

_NO = ("false", "0", "no")


def read_heard(path: Path) -> list[Row]:
    """Of one file.

    Raises:
        VivaError: the file cannot be read, lacks a column, or no row has a truth.
    """
    layout = Layout(("truth", "whole"), LAYOUT.predicted_roles, LAYOUT.either, _truth, _nbest)
    rows = read_rows(Source(path), layout)
    noise = rows.context.get("noise")
    found = [
        Row(text, nbest, (noise[at] if noise else "") or "clean", whole)
        for at, ((text, whole), nbest) in enumerate(zip(rows.truth, rows.predicted, strict=True))
        if nbest is not None
    ]
    if not found:
        raise VivaError(f"{path}: no row has both a truth and what was heard")
    return found


def _truth(cells: Cells) -> tuple[str, bool] | None:
    if cells["truth"] is None:
        return None
    whole = cells.get("whole")
    return text_of(cells["truth"]), whole is None or str(whole).strip().lower() not in _NO


def _nbest(cells: Cells) -> tuple[Hypothesis, ...] | None:
    listed = cells.get("nbest")
    if listed in (None, ""):
        best = cells.get("hypothesis")
        return None if best is None else _certain(text_of(best))
    sure = [_sure(one) for one in list_of(listed, "a list of hypotheses")]
    texts = ranked(listed, "text")
    shares = [score if score is not None else 1.0 / (2 << at) for at, (_, score) in enumerate(texts)]
    total = sum(max(share, 0.0) for share in shares) or 1.0
    return tuple(
        Hypothesis(text, max(share, 0.0) / total, own)
        for (text, _), share, own in zip(texts, shares, sure, strict=True)
        if text.strip()
    )


def _certain(text: str) -> tuple[Hypothesis, ...]:
    return (Hypothesis(text, 1.0),) if text.strip() else ()


def _sure(one: Any) -> tuple[float, ...]:
    if not isinstance(one, dict) or "words" not in one:
        return ()
    if not isinstance(one["words"], list):
        raise BadCell(f"expected the confidences of the words, got {one['words']!r}")
    try:
        return tuple(float(value) for value in one["words"])
    except (TypeError, ValueError):
        raise BadCell(f"expected the confidences of the words, got {one['words']!r}") from None
