"""The elements of SSML that prompts may have, their attributes, and what the values mean. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from viva.speaking.manner import manners
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.say_as import MANNERS

SLOWEST, FASTEST = 0.5, 2.0
HIGHEST_ST = 12.0
LOUDEST_DB, SOFTEST_DB = 6.0, -40.0

Rule = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something broken in a prompt's markup."""

    at: int
    """Character offset into the prompt."""
    message: str
    hint: str


def nearest(name: str, known: Iterable[str]) -> str:
    """The nearest right name, else all of them."""
    names = sorted(known)
    close = get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    return f"Did you mean `{close[0]}`?" if close else f"There are {', '.join(names)}."


def rate(value: str) -> float | None:
    """`slow`, `80%`, `+10%`, or `0.8`, as a factor; None: none of these."""
    named = manners().rate.get(value)
    if named is not None:
        return named
    match = re.fullmatch(r"([+-]?)(\d+(?:\.\d+)?)(%?)", value)
    if match is None:
        return None
    amount = float(match[2]) / (100 if match[3] else 1)
    factor = 1 + amount if match[1] == "+" else 1 - amount if match[1] else amount
    return max(SLOWEST, min(FASTEST, factor))


def pitch_st(value: str) -> float | None:
    """`high`, `+2st`, or `+10%`, in semitones; None: none of these, also for hertz: voices differ."""
    named = manners().pitch.get(value)
    if named is not None:
        return named
    match = re.fullmatch(r"([+-]\d+(?:\.\d+)?)(st|%)", value)
    if match is None:
        return None
    amount = float(match[1])
    semitones = amount if match[2] == "st" else 12 * math.log2(max(0.5, 1 + amount / 100))
    return max(-HIGHEST_ST, min(HIGHEST_ST, semitones))


def volume_db(value: str) -> float | None:
    """`loud` or `+4dB`; None: neither."""
    named = manners().volume.get(value)
    if named is not None:
        return named
    match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)dB", value, re.IGNORECASE)
    return max(SOFTEST_DB, min(LOUDEST_DB, float(match[1]))) if match else None


def time_ms(value: str) -> int | None:
    """`300ms` or `1.5s`; None: neither."""
    match = re.fullmatch(r"\+?(\d+(?:\.\d+)?)(ms|s)", value)
    return round(float(match[1]) * (1000 if match[2] == "s" else 1)) if match else None


def break_ms(attributes: dict[str, str]) -> int:
    """Of a `<break>`; a time that is none counts as not given."""
    given = time_ms(attributes.get("time", ""))
    if given is not None:
        return given
    breaks = manners().breaks
    return breaks.get(attributes.get("strength", "medium"), breaks["medium"])


def emphasis(attributes: dict[str, str]) -> Prosody:
    return manners().emphasis.get(attributes.get("level", "moderate"), PLAIN)


def prosody(attributes: dict[str, str]) -> Prosody:
    """What cannot be read changes nothing."""
    faster = rate(attributes.get("rate", ""))
    higher = pitch_st(attributes.get("pitch", ""))
    louder = volume_db(attributes.get("volume", ""))
    return Prosody(1.0 if faster is None else faster, higher or 0.0, louder or 0.0)


def _any(value: str) -> bool:
    return True


def _one_of(names: Iterable[str]) -> Rule:
    return lambda value: value in set(names)


ELEMENTS: dict[str, dict[str, tuple[Rule, str]]] = {
    "speak": {"version": (_any, ""), "xml:lang": (_any, ""), "xmlns": (_any, "")},
    "p": {},
    "s": {},
    "lang": {"xml:lang": (_any, "")},
    "mark": {"name": (_any, "")},
    "break": {
        "time": (lambda v: time_ms(v) is not None, "a time such as 300ms or 1.5s"),
        "strength": (lambda v: v in manners().breaks, "none, x-weak, weak, medium, strong or x-strong"),
    },
    "emphasis": {"level": (lambda v: v in manners().emphasis, "strong, moderate, none or reduced")},
    "prosody": {
        "rate": (lambda v: rate(v) is not None, "a name such as slow, or a share such as 80%"),
        "pitch": (lambda v: pitch_st(v) is not None, "a name such as high, or a change such as +2st"),
        "volume": (lambda v: volume_db(v) is not None, "a name such as loud, or a change such as +4dB"),
    },
    "say-as": {
        "interpret-as": (_one_of(MANNERS), f"one of {', '.join(sorted(MANNERS))}"),
        "format": (_any, ""),
        "detail": (_any, ""),
    },
    "sub": {"alias": (lambda v: bool(v.strip()), "the words that are said instead")},
    "phoneme": {
        "alphabet": (_one_of(["ipa"]), "ipa"),
        "ph": (lambda v: bool(v.strip()), "the sounds, in the international phonetic alphabet"),
    },
    "audio": {"src": (lambda v: bool(v.strip()), "the file of a recording in the bot's folder")},
}
"""Element -> attribute -> whether a value is right, and what is expected."""
REQUIRED = {"say-as": "interpret-as", "sub": "alias", "phoneme": "ph", "audio": "src"}


def attribute_faults(name: str, attributes: dict[str, str], at: int) -> Iterator[Fault]:
    """Of a known element whose tag stands at `at`."""
    known = ELEMENTS[name]
    for key, value in attributes.items():
        if key not in known:
            yield Fault(at, f"`<{name}>` takes no `{key}` here.", nearest(key, known) if known else "")
            continue
        right, expected = known[key]
        if not right(value):
            yield Fault(at, f'`{key}="{value[:40]}"` in `<{name}>`.', f"Expected {expected}.")
    if name in REQUIRED and REQUIRED[name] not in attributes:
        missing = REQUIRED[name]
        yield Fault(at, f"`<{name}>` without `{missing}`.", f"Give it {known[missing][1]}.")
