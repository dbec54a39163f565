"""An error model out of rows of what was said and the N-best list that was heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import jiwer

from viva.lab.evaluate.normalise import NORMALISATIONS, normalised
from viva.lab.simulate.errors.model import (
    Condition,
    ErrorModel,
    Garbled,
    Guess,
    Heard,
    Profile,
    Rates,
    Site,
    kind_of,
    mean_risk,
)

MOST_GUESSES = 5
"""Hypotheses of a list that are kept: as many as the understander reads."""
GARBLED = 0.6
"""Share of the words that are wrong in the best hypothesis from which it has nothing to do with them."""
MOST_CONFUSIONS, MOST_INSERTED = 8, 100
"""For each word, and of all: those that were heard most often."""
MARKS = ".,?!"


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
        kept = row.nbest[:MOST_GUESSES]
        heard = [tuple(one.split()) for one in normalised((one.text for one in kept), how)]
        edits = tuple(_edits(said, one) for one in heard)
        found.append(Aligned(row, said, tuple(heard), edits))
    return found


def fit(
    rows: Sequence[Aligned],
    made: str = "",
    overlaps: Mapping[str, Mapping[str, int]] | None = None,
    *,
    most: int = 0,
) -> ErrorModel:
    """most: profiles of each kind that a condition keeps, spread evenly over the rows; 0: all."""
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
    conditions = {
        label: _condition([one for one in rows if one.row.noise == label], rates, most)
        for label in dict.fromkeys(one.row.noise for one in rows)
    }
    seen = {word: dict(others.most_common(MOST_CONFUSIONS)) for word, others in confusions.items()}
    return ErrorModel(
        made, rates, seen, dict(inserted.most_common(MOST_INSERTED)), conditions, overlaps or {}
    )


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
    return Condition(*(tuple(profile(one, rates) for one in _some(part, most)) for part in parts))


def _some(rows: Sequence[Aligned], most: int) -> Sequence[Aligned]:
    if not most or len(rows) <= most:
        return rows
    return [rows[at * len(rows) // most] for at in range(most)]


def profile(one: Aligned, rates: Rates) -> Heard:
    """What is kept of a row."""
    kept = one.row.nbest[: len(one.heard)]
    risk = round(mean_risk(list(one.said), rates), 4)
    sure = tuple(round(value, 2) for value in kept[0].sure) if kept else ()
    if kept and _is_garbled(one.said, one.edits[0]):
        texts = tuple((round(own.posterior, 4), own.text) for own in kept)
        return Garbled(len(one.said), risk, texts, sure)
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
    return Profile(len(one.said), risk, tuple(sites), tuple(guesses), told)


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
