"""Rows for an error model out of simulated calls with audio: what was said stands in their `caller.json`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from viva.call.events import Recognized
from viva.call.log import Record, read_log
from viva.errors import VivaError
from viva.hearing.evidence import Recognition
from viva.lab.calls.truth import CallTruth, Said, read_truth
from viva.lab.simulate.errors.fit import Hypothesis, Row
from viva.lab.simulate.errors.model import condition_label

NEAR_MS = 300
"""A recognition is of an utterance where it has its first and last sound, to within so much."""


def heard_in_calls(folder: Path) -> list[Row]:
    """Of a data folder: the last recognition of each utterance that was heard by itself, from end to end.

    Raises:
        VivaError: the folder has no such calls, or a file in it is damaged.
    """
    rows: list[Row] = []
    for path in sorted((folder / "calls").glob("*")):
        truth = read_truth(path)
        if truth is not None:
            rows += _rows(truth, read_log(path / "events.jsonl")[1])
    if not rows:
        raise VivaError(
            f"{folder}: no simulated call in it was heard",
            hint="expected a folder that `viva simulate BOT --out FOLDER` wrote, without --errors",
        )
    return rows


def _rows(truth: CallTruth, records: list[Record]) -> Iterator[Row]:
    label = condition_label(
        str(truth.conditions.get("noise", "clean")), str(truth.conditions.get("line", ""))
    )
    asked: dict[int, dict[str, Any]] = {}
    last: dict[int, Recognition] = {}
    for record in records:
        if isinstance(record.event, Recognized) and record.event.request in asked:
            number = _of(asked[record.event.request], truth.said)
            if number is not None:
                last[number] = record.event.recognition
        asked |= {one["request"]: one for one in record.commands if one["kind"] == "recognize"}
    for number, recognition in sorted(last.items()):
        said = truth.said[number]
        nbest = tuple(
            Hypothesis(one.text, one.posterior, tuple(word.confidence for word in one.words))
            for one in recognition.hypotheses
        )
        yield Row("" if said.kind == "noise" else said.text, nbest, label)


def _of(command: dict[str, Any], said: tuple[Said, ...]) -> int | None:
    """The only utterance in a stretch of audio, if all of it is there."""
    start, end = command["start_ms"], command["end_ms"]
    within = [n for n, one in enumerate(said) if one.end_ms > start and one.start_ms < end]
    if len(within) != 1:
        return None
    one = said[within[0]]
    whole = start <= one.start_ms + NEAR_MS and end >= one.end_ms - NEAR_MS
    return within[0] if whole else None
