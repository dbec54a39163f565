"""How many values and written texts are said as people say them: a suite of cases, judged by their words."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.speaking.normalise import normalise
from viva.speaking.values import say_value
from viva.understanding.reading import JsonValue

_SPELLINGS = str.maketrans({"\u0901": "\u0902", "\u093c": None, "'": None, "\u2019": None})
"""One sound written in two ways: Hindi's candrabindu and anusvara, a letter with and without its dot
below; an apostrophe."""


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a suite."""

    where: str
    """File and line, e.g. `en.jsonl:12`."""
    kind: str
    """The row in which it counts: its manner, or the shape of its value; `text` for written text."""
    said: tuple[str, ...]
    """What careful people say, the most natural first."""
    language: str
    now: str
    value: JsonValue = None
    manner: str = ""
    text: str = ""
    """Written text of a prompt, in place of a value."""


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    got: str

    @property
    def right(self) -> bool:
        return spoken(self.got) in {spoken(said) for said in self.case.said}


def read_suite(folder: Path) -> list[Case]:
    """The cases of all `*.jsonl` files of a folder, in order.

    A line is an object with `said`, `language`, `now`, and `value` with `manner`, or `text`.

    Raises:
        VivaError: there are no cases, or a line is not as it must be.
    """
    cases = [
        _case(f"{file.name}:{number}", line)
        for file in sorted(folder.glob("*.jsonl"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip()
    ]
    if not cases:
        raise VivaError(f"{folder} has no cases", hint="Name the folder of the suite, tests/speaking/said.")
    return cases


def measure(cases: Sequence[Case]) -> list[Outcome]:
    """Each case said."""
    return [Outcome(case, _say(case)) for case in cases]


def spoken(words: str) -> str:
    """Words as they are compared: without case, punctuation, hyphens, and spellings of the same sound."""
    plain = unicodedata.normalize("NFC", words).casefold()
    plain = unicodedata.normalize("NFD", plain).translate(_SPELLINGS)
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in plain)
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", kept).strip())


def table(outcomes: Sequence[Outcome]) -> str:
    """Counts by language and kind, and for each language in all."""
    lines = [f"{'language':9} {'kind':12} {'right':>5} {'of':>5} {'':>7}"]
    for language in dict.fromkeys(_file(one) for one in outcomes):
        ours = [one for one in outcomes if _file(one) == language]
        kinds = dict.fromkeys(one.case.kind for one in ours)
        rows = [(kind, [one for one in ours if one.case.kind == kind]) for kind in kinds]
        for kind, group in [*rows, ("all", ours)]:
            right = sum(one.right for one in group)
            lines.append(f"{language:9} {kind:12} {right:5} {len(group):5} {100 * right / len(group):6.1f}%")
    return "\n".join(lines)


def failures(outcomes: Sequence[Outcome]) -> str:
    """Each case that was said otherwise, with the most natural of what was accepted."""
    return "\n".join(
        f"{one.case.where}: {_shown(one.case)}: got {one.got!r}, expected such as {one.case.said[0]!r}"
        for one in outcomes
        if not one.right
    )


def _say(case: Case) -> str:
    if case.text:
        return normalise(case.text, case.language, case.now)
    return say_value(case.value, case.manner, now=case.now, language=case.language)


def _file(outcome: Outcome) -> str:
    return outcome.case.where.partition(".")[0]


def _shown(case: Case) -> str:
    if case.text:
        return repr(case.text)
    written = json.dumps(case.value, ensure_ascii=False)
    return f"{written} {case.manner}".strip()


def _case(where: str, line: str) -> Case:
    try:
        found = json.loads(line)
        said = tuple(str(form) for form in found["said"])
        if not said or not ("value" in found or found.get("text")):
            raise KeyError("said, and value or text")
        language, now, manner = found.get("language", "en"), found["now"], found.get("manner", "")
        text = found.get("text", "")
        kind = "text" if text else manner or _shape(found["value"])
        return Case(where, kind, said, language, now, found.get("value"), manner, text)
    except (ValueError, KeyError, TypeError) as error:
        raise VivaError(
            f"{where}: no case: {type(error).__name__}: {error}",
            hint='A line is {"value": 7, "manner": "", "now": "2026-11-24T10:00:00", "language": "en", '
            '"said": ["seven"]}, or has "text" in place of "value".',
        ) from None


_SHAPES = {
    "date": r"\d{4}-\d\d-\d\d",
    "time": r"\d\d:\d\d",
    "moment": r"\d{4}-\d\d-\d\dT.*",
    "duration": r"P[\dTYMWDHS.]+",
    "digits": r"\+?\d+(;ext=\d+)?",
    "e-mail": r"[^\s@]+@[^\s@]+",
    "code": r"(?=.*\d)(?=.*[A-Z])[A-Z\d]+",
}


def _shape(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "yes_no"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list):
        return "list"
    if isinstance(value, Mapping):
        return "interval" if "start" in value else "money"
    return next((name for name, form in _SHAPES.items() if re.fullmatch(form, value)), "words")
