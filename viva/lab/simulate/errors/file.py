"""An error model as a file: JSON, its lists packed close, since a model holds thousands of profiles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from viva.errors import InputError, VivaError
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
)

FORMAT = 2
SHIPPED = "moonshine.errors.json"
"""Made of recognitions by Moonshine tiny; docs/concepts/error-model.md says how."""


def read_errors(path: Path | None = None) -> ErrorModel:
    """`path`: what `viva train errors` wrote; None: the model that comes with VIVA.

    Raises:
        InputError: the file cannot be read, or is no error model.
    """
    if path is None:
        return _shipped()
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise InputError(
            f"{path}: no error model of format {FORMAT}: {error}", hint="make one with `viva train errors`"
        ) from error


def errors_digest(path: Path | None = None) -> str:
    """SHA-256 of the file that `read_errors` reads. Raises InputError where it cannot be read."""
    source = path or files("viva.lab.simulate.errors") / "data" / SHIPPED
    try:
        return hashlib.sha256(source.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


@cache
def _shipped() -> ErrorModel:
    return _parsed((files("viva.lab.simulate.errors") / "data" / SHIPPED).read_text(encoding="utf-8"))


def write_errors(model: ErrorModel, path: Path) -> None:
    """Raises VivaError where the file cannot be written."""
    head = {
        "format": FORMAT,
        "made": model.made,
        "kinds": dict(model.rates.kinds),
        "words": {
            word: [count, model.rates.wrong.get(word, 0)] for word, count in sorted(model.rates.said.items())
        },
        "confusions": {word: dict(seen) for word, seen in sorted(model.confusions.items())},
        "inserted": dict(sorted(model.inserted.items())),
        "overlaps": {kind: dict(taken) for kind, taken in model.overlaps.items()},
    }
    lines = [f"{_packed(key)}: {_packed(value)}" for key, value in head.items()]
    conditions = ",\n".join(
        f"{_packed(label)}: {_condition_lines(one)}" for label, one in model.conditions.items()
    )
    text = "{\n" + ",\n".join([*lines, f'"conditions": {{\n{conditions}\n}}']) + "\n}\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise VivaError(f"{path}: cannot be written: {error.strerror}") from error


def _packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _condition_lines(one: Condition) -> str:
    parts = {"whole": one.whole, "broken_off": one.broken_off, "silent": one.silent}
    listed = (f"{_packed(name)}: [\n" + ",\n".join(map(_line, part)) + "]" for name, part in parts.items())
    sounds = _packed([one.background.per_minute, one.background.lengths_ms])
    over, goes_on = (_packed([_measures(unit) for unit in units]) for units in (one.over, one.goes_on))
    head = [f'"background": {sounds}', f'"over": {over}', f'"goes_on": {goes_on}']
    return "{" + ",\n".join([*head, *listed]) + "}"


def _measures(unit: Unit) -> list[float | None]:
    return [unit.level_db, unit.slope_st_s, unit.lengthening, unit.pitch_st]


def _line(heard: Heard) -> str:
    """[said, risk, trouble, sites, guesses, sure] or, of one that is garbled, [said, risk, trouble, texts,
    sure]; a site is [where, word, word ...]. Shares are whole percents where they are confidences, else
    fractions."""
    head = [" ".join(heard.said), heard.risk, heard.trouble]
    if isinstance(heard, Garbled):
        sure = [round(100 * one) for one in heard.sure]
        return _packed([*head, [list(one) for one in heard.texts], sure])
    sites = [
        [f"{site.kind}{site.at}", *(words if site.kind != "d" else ())]
        for site, words in zip(heard.sites, heard.heard, strict=True)
    ]
    guesses = [
        [one.posterior, [part for edit in one.edits for part in edit], one.mark] for one in heard.guesses
    ]
    # Of a word that is wrong the negative, and at least 1.
    told = [round(100 * sure) if right else -max(1, round(100 * sure)) for sure, right in heard.sure]
    return _packed([*head, sites, guesses, told])


def _parsed(text: str) -> ErrorModel:
    data = json.loads(text)
    if not isinstance(data, dict) or "format" not in data:
        raise ValueError("expected an object with `format`")
    if data["format"] != FORMAT:
        raise ValueError(f"it has format {data['format']}")
    words = data["words"]
    rates = Rates(
        {word: said for word, (said, _) in words.items()},
        {word: wrong for word, (_, wrong) in words.items()},
        data["kinds"],
    )
    conditions = {label: _condition(one) for label, one in data["conditions"].items()}
    if not conditions:
        raise ValueError("it has no condition")
    return ErrorModel(data["made"], rates, data["confusions"], data["inserted"], conditions, data["overlaps"])


def _condition(one: Any) -> Condition:
    whole, broken_off, silent = (tuple(map(_heard, one[name])) for name in ("whole", "broken_off", "silent"))
    per_minute, lengths = one["background"]
    over, goes_on = (tuple(Unit(*unit) for unit in one[name]) for name in ("over", "goes_on"))
    return Condition(whole, broken_off, silent, Background(per_minute, tuple(lengths)), over, goes_on)


def _heard(row: Sequence[Any]) -> Heard:
    if len(row) == 5:
        said, risk, trouble, texts, sure = row
        own = tuple((posterior, text) for posterior, text in texts)
        return Garbled(tuple(said.split()), risk, own, tuple(x / 100 for x in sure), trouble)
    said, risk, trouble, sites, guesses, told = row
    return Profile(
        tuple(said.split()),
        risk,
        tuple(Site(where[0], int(where[1:])) for where, *_ in sites),
        tuple(tuple(words) if where[0] != "d" else ("",) for where, *words in sites),
        tuple(
            Guess(own, tuple(zip(edits[::2], edits[1::2], strict=True)), mark) for own, edits, mark in guesses
        ),
        tuple((abs(value) / 100, value >= 0) for value in told),
        trouble,
    )
