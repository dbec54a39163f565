"""An error model out of rows of what was said and the N-best list that was heard."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import jiwer

from viva.lab.evaluate.normalise import NORMALISATIONS, normalised
from viva.lab.simulate.errors.model import (
    Background,
    Condition,
    ErrorModel,
    Garbled,
    Guess,
    Heard,
    Profile,
    Rates,
    Site,
    Unit,
    kind_of,
    mean_risk,
    of_any_kind,
    of_any_line,
)

MOST_GUESSES = 5
"""Hypotheses of a list that are kept: as many as the understander reads."""
LEAST = 0.01
"""Posterior below which a hypothesis changes nothing of what is understood, and is not kept."""
FEWEST_WHOLE = 300
"""Whole utterances in a noise below which it is put together with other kinds of noise of its level."""
GARBLED = 0.6
"""Share of the words that are wrong in the best hypothesis from which it has nothing to do with them."""
BENCHED: Mapping[str, Mapping[str, int]] = {
    "interruption": {"interruption": 355, "backchannel": 7, "noise": 6, "background_speech": 4},
    "backchannel": {"interruption": 34, "backchannel": 259, "noise": 10, "background_speech": 12},
    "noise": {"backchannel": 1, "noise": 135, "background_speech": 8},
    "background": {"interruption": 2, "noise": 6, "background_speech": 118},
}
"""`viva bench overlaps`, 957 sounds at 500 ms (benchmarks/README.md)."""
FEWEST_OVERLAPS = 20
"""Sounds of a kind below which those of the benchmark count."""
MOST_SOUNDS = 60
"""Lengths of background sounds that a condition keeps."""
MOST_UNITS = 40
"""Of the ends of speech, of either kind."""
MOST_CONFUSIONS, MOST_INSERTED = 8, 100
"""For each word, and of all: those that were heard most often."""
MARKS = ".,?!"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hypothesis:
    text: str
    """As it was written."""
    posterior: float
    sure: tuple[float, ...] = ()
    """Confidence of each of its words; empty: not known."""


@dataclass(frozen=True, slots=True)
class Row:
    truth: str
    """'' where nobody spoke."""
    nbest: tuple[Hypothesis, ...]
    """Best first."""
    noise: str = "clean"
    whole: bool = True
    """False: the caller paused here and went on."""
    caller: str = ""
    """Who said it, or in which call; '' not known."""


@dataclass(slots=True)
class Material:
    """All that an error model is fitted to."""

    rows: list[Row] = field(default_factory=list)
    overlaps: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Sounds over the bot: what they were, and what they were taken for."""
    sounds_ms: dict[str, list[int]] = field(default_factory=dict)
    """By condition: lengths of the sounds that were taken for speech while the caller was silent."""
    listened_ms: Counter[str] = field(default_factory=Counter)
    """By condition: how long the caller was silent."""
    units: dict[tuple[str, bool], list[Unit]] = field(default_factory=dict)
    """By condition, and by whether the utterance was over: how the speech ended before a silence."""

    def add(self, other: Material) -> None:
        self.rows += other.rows
        self.overlaps += other.overlaps
        self.listened_ms += other.listened_ms
        for label, lengths in other.sounds_ms.items():
            self.sounds_ms.setdefault(label, []).extend(lengths)
        for key, units in other.units.items():
            self.units.setdefault(key, []).extend(units)


@dataclass(frozen=True, slots=True)
class Aligned:
    """A row in the words that are compared."""

    row: Row
    said: tuple[str, ...]
    heard: tuple[tuple[str, ...], ...]
    edits: tuple[tuple[tuple[Site, str], ...], ...]
    """Of each hypothesis: where it departs, and the word that is heard there ('' for none)."""


def aligned(rows: Sequence[Row], language: str = "en") -> list[Aligned]:
    """Words in the normalisation `english` where that is the language, else `basic`."""
    how = NORMALISATIONS["english" if language.split("-")[0] == "en" else "basic"]
    truth = [tuple(one.split()) for one in normalised((row.truth for row in rows), how)]
    found = []
    for row, said in zip(rows, truth, strict=True):
        kept = tuple(one for one in row.nbest[:MOST_GUESSES] if one.posterior >= LEAST)
        heard = [tuple(one.split()) for one in normalised((one.text for one in kept), how)]
        edits = tuple(_edits(said, one) for one in heard)
        found.append(Aligned(replace(row, nbest=kept), said, tuple(heard), edits))
    return found


def fit(
    rows: Sequence[Aligned], made: str = "", material: Material | None = None, *, most: int = 0
) -> ErrorModel:
    """`material`: for what is no word. most: profiles of whole utterances that are kept, spread evenly
    over the rows, the more of a condition the more there are (by the square root); and a third of that of
    others. 0: all."""
    labels = _labels(rows)
    material = _relabelled(material or Material(), labels)
    said: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    confusions: dict[str, Counter[str]] = {}
    inserted: Counter[str] = Counter()
    for one in rows:
        if not one.said:
            continue
        said.update(one.said)
        best = one.edits[0] if one.edits else tuple((Site("d", at), "") for at in range(len(one.said)))
        wrong.update(one.said[site.at] for site, _ in best if site.kind != "i")
        for departs in one.edits:
            if _is_garbled(one.said, departs):
                continue
            for site, word in departs:
                if site.kind == "s":
                    confusions.setdefault(one.said[site.at], Counter())[word] += 1
                elif site.kind == "i":
                    inserted[word] += 1
    rates = Rates(dict(said), {word: wrong[word] for word in said}, _by_kind(said, wrong))
    listed: dict[str, list[Aligned]] = {label: [] for label in sorted(set(labels.values()))}
    for one in rows:
        listed[labels[one.row.noise]].append(one)
    total = math.fsum(math.sqrt(len(own)) for own in listed.values())
    conditions = {
        label: replace(
            _condition(own, rates, math.ceil(most * math.sqrt(len(own)) / total)),
            background=_background(label, material),
            over=tuple(_some(material.units.get((label, True), []), MOST_UNITS)),
            goes_on=tuple(_some(material.units.get((label, False), []), MOST_UNITS)),
        )
        for label, own in listed.items()
    }
    seen = {word: dict(others.most_common(MOST_CONFUSIONS)) for word, others in confusions.items()}
    usual = dict(inserted.most_common(MOST_INSERTED))
    return ErrorModel(made, rates, seen, usual, conditions, _overlaps(material))


def _labels(rows: Sequence[Aligned]) -> dict[str, str]:
    """Of each condition of the rows: under which label it is kept. Where there are too few of one, several
    are put together: kinds of noise first, then lines."""
    whole = Counter(one.row.noise for one in rows if one.said and one.row.whole)
    labels = {one.row.noise: one.row.noise for one in rows}
    for coarser in (of_any_kind, of_any_line):
        kept: Counter[str] = Counter()
        for own, label in labels.items():
            kept[label] += whole[own]
        few = {label: coarser(label) for label in set(labels.values()) if kept[label] < FEWEST_WHOLE}
        together = Counter(few.values())
        labels |= {own: few[one] for own, one in labels.items() if one in few and together[few[one]] > 1}
    return labels


def _relabelled(material: Material, labels: Mapping[str, str]) -> Material:
    found = Material(overlaps=material.overlaps)
    for label, lengths in material.sounds_ms.items():
        found.sounds_ms.setdefault(labels.get(label, label), []).extend(lengths)
    for label, listened in material.listened_ms.items():
        found.listened_ms[labels.get(label, label)] += listened
    for (label, over), units in material.units.items():
        found.units.setdefault((labels.get(label, label), over), []).extend(units)
    return found


def _overlaps(material: Material) -> dict[str, dict[str, int]]:
    """What was seen, and for kinds that were seen too seldom what a benchmark has seen."""
    found = {kind: dict(taken) for kind, taken in BENCHED.items()}
    seen: dict[str, dict[str, int]] = {}
    for (kind, taken), count in sorted(material.overlaps.items()):
        seen.setdefault(kind, {})[taken] = count
    return found | {kind: taken for kind, taken in seen.items() if sum(taken.values()) >= FEWEST_OVERLAPS}


def _background(label: str, material: Material) -> Background:
    lengths, listened = material.sounds_ms.get(label, []), material.listened_ms[label]
    if not listened:
        return Background()
    kept = lengths if len(lengths) <= MOST_SOUNDS else lengths[:: len(lengths) // MOST_SOUNDS + 1]
    return Background(round(60_000 * len(lengths) / listened, 2), tuple(kept))


def _by_kind(said: Counter[str], wrong: Counter[str]) -> dict[str, float]:
    words: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    for word, count in said.items():
        words[kind_of(word)] += count
        errors[kind_of(word)] += wrong[word]
    return {kind: round(errors[kind] / count, 4) for kind, count in sorted(words.items())}


def _condition(rows: Sequence[Aligned], rates: Rates, most: int) -> Condition:
    parts = (
        [one for one in rows if one.said and one.row.whole],
        [one for one in rows if one.said and not one.row.whole],
        [one for one in rows if not one.said],
    )
    troubles = _troubles(rows)
    whole, broken_off, silent = (
        tuple(profile(one, rates, troubles.get(one.row.caller, 0.5)) for one in _some(part, kept))
        for part, kept in zip(parts, (most, -(-most // 3), -(-most // 3)), strict=True)
    )
    return Condition(whole, broken_off, silent)


def _troubles(rows: Sequence[Aligned]) -> dict[str, float]:
    """Of each caller who is known, the share of callers who were heard better: by the mean share of words
    that are wrong."""
    wrong: dict[str, list[float]] = {}
    for one in rows:
        if one.said and one.row.whole and one.row.caller:
            errors = len(one.edits[0]) if one.edits else len(one.said)
            wrong.setdefault(one.row.caller, []).append(min(1.0, errors / len(one.said)))
    order = sorted(wrong, key=lambda caller: (math.fsum(wrong[caller]) / len(wrong[caller]), caller))
    return {caller: round((at + 0.5) / len(order), 2) for at, caller in enumerate(order)}


def _some(rows: Sequence[T], most: int) -> Sequence[T]:
    if not most or len(rows) <= most:
        return rows
    return [rows[at * len(rows) // most] for at in range(most)]


def profile(one: Aligned, rates: Rates, trouble: float = 0.5) -> Heard:
    """What is kept of a row."""
    kept = one.row.nbest
    risk = round(mean_risk(list(one.said), rates), 4)
    sure = tuple(round(value, 2) for value in kept[0].sure) if kept else ()
    if kept and _is_garbled(one.said, one.edits[0]):
        texts = tuple((round(own.posterior, 4), own.text) for own in kept)
        return Garbled(one.said, risk, texts, sure, trouble)
    sites: dict[Site, int] = {}
    words: dict[Site, list[str]] = {}
    guesses = []
    for own, departs in zip(kept, one.edits, strict=True):
        edits = []
        for site, word in departs:
            number = sites.setdefault(site, len(sites))
            there = words.setdefault(site, [])
            if word not in there:
                there.append(word)
            edits.append((number, there.index(word)))
        mark = own.text.rstrip()[-1:]
        guesses.append(Guess(round(own.posterior, 4), tuple(edits), mark if mark in MARKS else ""))
    right = _right(one.edits[0], len(one.heard[0])) if kept else []
    # Where a word as it was written is several as it is compared, the confidences are not theirs.
    told = tuple(zip(sure, right, strict=True)) if len(sure) == len(right) else ()
    heard = tuple(tuple(words[site]) for site in sites)
    return Profile(one.said, risk, tuple(sites), heard, tuple(guesses), told, trouble)


def _right(departs: Sequence[tuple[Site, str]], heard: int) -> list[bool]:
    """Of each word of a hypothesis whether it was said."""
    out: list[bool] = []
    places = {(site.kind, site.at) for site, _ in departs if site.kind != "i"}
    inserted = Counter(site.at for site, _ in departs if site.kind == "i")
    at = 0
    while len(out) < heard:
        out += [False] * inserted[at]
        if ("d", at) not in places:
            out.append(("s", at) not in places)
        at += 1
    return out[:heard]


def _edits(said: Sequence[str], heard: Sequence[str]) -> tuple[tuple[Site, str], ...]:
    if tuple(said) == tuple(heard):
        return ()
    if not said or not heard:
        return tuple(
            [(Site("d", at), "") for at in range(len(said))] + [(Site("i", 0), word) for word in heard]
        )
    found: list[tuple[Site, str]] = []
    chunks = jiwer.process_words([" ".join(said)], [" ".join(heard)]).alignments[0]
    for chunk in chunks:
        if chunk.type == "substitute":
            length = chunk.ref_end_idx - chunk.ref_start_idx
            found += [
                (Site("s", chunk.ref_start_idx + k), heard[chunk.hyp_start_idx + k]) for k in range(length)
            ]
        elif chunk.type == "delete":
            found += [(Site("d", at), "") for at in range(chunk.ref_start_idx, chunk.ref_end_idx)]
        elif chunk.type == "insert":
            words = heard[chunk.hyp_start_idx : chunk.hyp_end_idx]
            found += [(Site("i", chunk.ref_start_idx), word) for word in words]
    return tuple(found)


def _is_garbled(said: Sequence[str], departs: Sequence[tuple[Site, str]]) -> bool:
    lost = sum(site.kind != "i" for site, _ in departs)
    return not said or (lost >= GARBLED * len(said) and len(departs) > 1)
