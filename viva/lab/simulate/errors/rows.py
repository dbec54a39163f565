"""Rows of truth and what was heard, for an error model: those that `viva eval asr` takes, with more in them.

`noise` names the condition, `whole` says whether the caller had said all; a hypothesis may have `words`, the
confidence of each of its words. Of a sound over the bot `overlap` says what it was and `taken_for` what it
was taken for; `sound_ms` is the length of one that was taken for speech though nobody spoke, in the
`listened_ms` of another row.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.lab.evaluate.asr import LAYOUT
from viva.lab.evaluate.cells import BadCell, list_of, number_of, ranked, text_of
from viva.lab.evaluate.rows import Cells, Layout, Source, read_rows
from viva.lab.simulate.errors.fit import Hypothesis, Material, Row

_MORE = ("whole", "overlap", "taken_for", "sound_ms", "listened_ms")
_NO = ("false", "0", "no")


def read_heard(path: Path) -> Material:
    """Of one file.

    Raises:
        VivaError: the file cannot be read, lacks a column, or no row has a truth.
    """
    layout = Layout(("truth", *_MORE), LAYOUT.predicted_roles, LAYOUT.either, dict, _nbest)
    rows = read_rows(Source(path), layout)
    unknown = [""] * len(rows)
    labels = rows.context.get("noise", unknown)
    callers = rows.context.get("speaker") or rows.context.get("call", unknown)
    found = Material()
    for cells, nbest, noise, caller in zip(rows.truth, rows.predicted, labels, callers, strict=True):
        label = noise or "clean"
        if _said(cells.get("overlap")) and _said(cells.get("taken_for")):
            found.overlaps[str(cells["overlap"]), str(cells["taken_for"])] += 1
        found.listened_ms[label] += _whole_number(cells.get("listened_ms"))
        length = _whole_number(cells.get("sound_ms"))
        if length:
            found.sounds_ms.setdefault(label, []).append(length)
        if cells["truth"] is not None and nbest is not None:
            whole = str(cells.get("whole", True)).strip().lower() not in _NO
            found.rows.append(Row(text_of(cells["truth"]), nbest, label, whole, caller))
    found.listened_ms = +found.listened_ms
    if not found.rows:
        raise VivaError(f"{path}: no row has both a truth and what was heard")
    return found


def _said(cell: Any) -> bool:
    return cell not in (None, "")


def _whole_number(cell: Any) -> int:
    return round(number_of(cell)) if _said(cell) else 0


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
