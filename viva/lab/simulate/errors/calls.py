"""Rows for an error model out of simulated calls with audio: what was said stands in their `caller.json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from viva.call.events import OverlapJudged, Recognized, SpeechPaused, SpeechStarted
from viva.call.log import Record, read_log
from viva.errors import VivaError
from viva.hearing.evidence import Recognition
from viva.lab.calls.truth import CallTruth, Said, read_truth
from viva.lab.simulate.errors.fit import Hypothesis, Material, Row
from viva.lab.simulate.errors.model import condition_label

NEAR_MS = 300
"""A recognition is of an utterance where it has its first and last sound, to within so much."""


def heard_in_calls(folder: Path) -> Material:
    """Of a data folder: the last recognition of each utterance that was heard by itself, from end to end, and
    what was taken for speech where the caller was silent.

    Raises:
        VivaError: the folder has no such calls, or a file in it is damaged.
    """
    found = Material()
    for path in sorted((folder / "calls").glob("*")):
        truth = read_truth(path)
        if truth is not None:
            _add(found, truth, read_log(path / "events.jsonl")[1])
    if not found.rows:
        raise VivaError(
            f"{folder}: no simulated call in it was heard",
            hint="expected a folder that `viva simulate BOT --out FOLDER` wrote, without --errors",
        )
    return found


def _add(found: Material, truth: CallTruth, records: list[Record]) -> None:
    label = condition_label(
        str(truth.conditions.get("noise", "clean")), str(truth.conditions.get("line", ""))
    )
    asked: dict[int, dict[str, Any]] = {}
    last: dict[int, Recognition] = {}
    began: int | None = None
    for record in records:
        event = record.event
        if isinstance(event, Recognized) and event.request in asked:
            command = asked[event.request]
            number = _of(command, truth.said)
            if number is not None:
                last[number] = event.recognition
            elif not _during(command["start_ms"], command["end_ms"], truth.said):
                found.rows.append(Row("", _nbest(event.recognition), label))
        elif isinstance(event, OverlapJudged) and event.request in asked:
            command = asked[event.request]
            sounding = _during(command["start_ms"] + NEAR_MS, command["end_ms"], truth.said)
            kind = "background" if not sounding else sounding[0].kind
            found.overlaps["interruption" if kind == "turn" else kind, event.overlap.kind] += 1
        elif isinstance(event, SpeechStarted):
            began = None if _during(event.at - NEAR_MS, event.at + NEAR_MS, truth.said) else event.at
        elif isinstance(event, SpeechPaused) and began is not None:
            found.sounds_ms.setdefault(label, []).append(event.at - began)
        asked |= {
            one["request"]: one for one in record.commands if one["kind"] in ("recognize", "judge_overlap")
        }
    spoken_ms = sum(one.end_ms - one.start_ms for one in truth.said)
    found.listened_ms[label] += max(0, records[-1].event.t - spoken_ms) if records else 0
    for number, recognition in sorted(last.items()):
        said = truth.said[number]
        found.rows.append(Row("" if said.kind == "noise" else said.text, _nbest(recognition), label))


def _nbest(recognition: Recognition) -> tuple[Hypothesis, ...]:
    return tuple(
        Hypothesis(one.text, one.posterior, tuple(word.confidence for word in one.words))
        for one in recognition.hypotheses
    )


def _during(start: int, end: int, said: tuple[Said, ...]) -> list[Said]:
    return [one for one in said if one.end_ms > start and one.start_ms < end]


def _of(command: dict[str, Any], said: tuple[Said, ...]) -> int | None:
    """The only utterance in a stretch of audio, if all of it is there."""
    start, end = command["start_ms"], command["end_ms"]
    within = [n for n, one in enumerate(said) if one.end_ms > start and one.start_ms < end]
    if len(within) != 1:
        return None
    one = said[within[0]]
    whole = start <= one.start_ms + NEAR_MS and end >= one.end_ms - NEAR_MS
    return within[0] if whole else None
