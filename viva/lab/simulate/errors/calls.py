"""Rows for an error model out of simulated calls with audio: what was said stands in their `caller.json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from viva.call.events import OverlapJudged, Recognized, SpeechPaused, SpeechStarted
from viva.call.log import Record, read_log
from viva.errors import VivaError
from viva.hearing.evidence import Recognition
from viva.hearing.voice.evidence import Voice
from viva.lab.calls.truth import CallTruth, Said, read_truth
from viva.lab.simulate.errors.durations import Durations
from viva.lab.simulate.errors.fit import Hypothesis, Material, Row
from viva.lab.simulate.errors.model import Unit, condition_label
from viva.pronunciation.pronouncer import pronouncer

NEAR_MS = 300
"""A recognition is of an utterance where it has its first and last sound, to within so much."""
LEAD_OUT_MS = 120
"""Audio behind the last sound that the recognizer gets, about."""


def heard_in_calls(folder: Path, language: str = "en") -> Material:
    """Of a data folder: the last recognition of each utterance that was heard by itself, from end to end and
    up to each silence in it, and what was taken for speech where the caller was silent.

    Raises:
        VivaError: the folder has no such calls, or a file in it is damaged.
    """
    found = Material()
    durations = Durations(pronouncer(language))
    for path in sorted((folder / "calls").glob("*")):
        truth = read_truth(path)
        if truth is not None:
            _Call(path.name, truth, durations, found).add(read_log(path / "events.jsonl")[1])
    if not found.rows:
        raise VivaError(
            f"{folder}: no simulated call in it was heard",
            hint="expected a folder that `viva simulate BOT --out FOLDER` wrote, without --errors",
        )
    return found


@dataclass
class _Call:
    name: str
    truth: CallTruth
    durations: Durations
    found: Material
    asked: dict[int, dict[str, Any]] = field(default_factory=dict)
    last: dict[tuple[int, int], Recognition] = field(default_factory=dict)
    """By the utterance and how many of its words had been said."""
    began: int | None = None
    """When a sound began while the caller was silent."""

    @property
    def label(self) -> str:
        conditions = self.truth.conditions
        return condition_label(str(conditions.get("noise", "clean")), str(conditions.get("line", "")))

    def add(self, records: list[Record]) -> None:
        said, found, label = self.truth.said, self.found, self.label
        for record in records:
            event = record.event
            if isinstance(event, Recognized) and event.request in self.asked:
                self._recognized(self.asked[event.request], event.recognition)
            elif isinstance(event, OverlapJudged) and event.request in self.asked:
                command = self.asked[event.request]
                sounding = _during(command["start_ms"] + NEAR_MS, command["end_ms"], said)
                kind = "background" if not sounding else sounding[0].kind
                found.overlaps["interruption" if kind == "turn" else kind, event.overlap.kind] += 1
            elif isinstance(event, SpeechStarted):
                self.began = None if _during(event.at - NEAR_MS, event.at + NEAR_MS, said) else event.at
            elif isinstance(event, SpeechPaused):
                if self.began is not None:
                    found.sounds_ms.setdefault(label, []).append(event.at - self.began)
                elif event.voice is not None:
                    self._ended(event.at, event.voice)
            for one in record.commands:
                if one["kind"] in ("recognize", "judge_overlap"):
                    self.asked[one["request"]] = one
        spoken_ms = sum(one.end_ms - one.start_ms for one in said)
        found.listened_ms[label] += max(0, records[-1].event.t - spoken_ms) if records else 0
        for (number, words), recognition in sorted(self.last.items()):
            spoken = said[number].text.split() if said[number].kind != "noise" else []
            whole = words == len(said[number].text.split())
            found.rows.append(Row(" ".join(spoken[:words]), _nbest(recognition), label, whole, self.name))

    def _recognized(self, command: dict[str, Any], recognition: Recognition) -> None:
        start, end = command["start_ms"], command["end_ms"]
        said = self.truth.said
        within = [n for n, one in enumerate(said) if one.end_ms > start and one.start_ms < end]
        if not within:
            self.found.rows.append(Row("", _nbest(recognition), self.label, caller=self.name))
        elif len(within) == 1 and start <= said[within[0]].start_ms + NEAR_MS:
            number = within[0]
            words = self._words_until(said[number], end - LEAD_OUT_MS)
            if words or said[number].kind == "noise":
                self.last[number, words] = recognition

    def _ended(self, at: int, voice: Voice) -> None:
        turn = next((one for one in self.truth.said if one.start_ms < at < one.end_ms + NEAR_MS), None)
        if turn is not None and turn.kind == "turn":
            measures = (
                voice.final_level_db,
                voice.pitch_slope_st_s,
                voice.final_lengthening,
                voice.final_pitch_st,
            )
            unit = Unit(*(round(one.value, 2) if one is not None else None for one in measures))
            self.found.units.setdefault((self.label, at > turn.end_ms - NEAR_MS), []).append(unit)

    def _words_until(self, one: Said, end: int) -> int:
        """How many of an utterance's words were said by then. When words are said is estimated, within the
        time that it took in truth."""
        texts = one.text.split()
        if end >= one.end_ms - NEAR_MS:
            return len(texts)
        sounded = _sounding(one, end) / max(_sounding(one, one.end_ms), 1)
        timed = (self.durations.words(text) for text in texts)
        lengths = [one[-1].until_ms if one else 1 for one in timed]
        total, at, count = sum(lengths), 0.0, 0
        for length in lengths:
            if (at + length / 2) / total > sounded:
                break
            at, count = at + length, count + 1
        return min(count, len(texts) - 1)


def _sounding(one: Said, until: int) -> int:
    """Milliseconds of an utterance in which it sounded, of those until a moment."""
    silent = sum(max(0, min(end, until) - start) for start, end in one.pauses)
    return max(0, until - one.start_ms - silent)


def _nbest(recognition: Recognition) -> tuple[Hypothesis, ...]:
    return tuple(
        Hypothesis(one.text, one.posterior, tuple(word.confidence for word in one.words))
        for one in recognition.hypotheses
    )


def _during(start: int, end: int, said: tuple[Said, ...]) -> list[Said]:
    return [one for one in said if one.end_ms > start and one.start_ms < end]
