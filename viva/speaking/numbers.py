"""Whole numbers in words, by rules that are a language's data.

The rules are in the spirit of CLDR's rule-based number format (Unicode TR35, part 3): a set of rules is
`first number -> words`. A number is said by the rule with the largest first number that it reaches, and
is divided by that rule's divisor: the largest power of ten in the first number, unless the rule is written
`first/divisor`.

* `{count}` is the quotient in words, `{rest}` the remainder, `{number}` the number itself;
  `{rest:ordinal}` says it by another set. `{count}` is said by `cardinal`, the others by the same set.
* `[and {rest}]` is said where there is a remainder, `[ty-{rest}|tieth]` has words for both cases.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

CARDINAL = "cardinal"

_OPTION = re.compile(r"\[([^\[\]|]*)(?:\|([^\[\]|]*))?\]")
_PLACE = re.compile(r"\{(count|rest|number)(?::(\w+))?\}")

_Part = tuple[str, str]
"""Words and ''; or `count`, `rest`, `number` and the set that says it."""


@dataclass(frozen=True, slots=True)
class _Rule:
    divisor: int
    even: tuple[_Part, ...]
    """Where nothing remains."""
    odd: tuple[_Part, ...]


class NumberRules:
    """The sets of one language. Immutable."""

    def __init__(self, sets: Mapping[str, Mapping[int | str, str]]) -> None:
        """Raises ValueError for a rule that cannot be read, a set that is missing or one without end."""
        self._sets: dict[str, tuple[list[int], list[_Rule]]] = {}
        for name, rules in sets.items():
            read = sorted((_first(key), _rule(key, text, name)) for key, text in rules.items())
            self._sets[name] = [first for first, _ in read], [rule for _, rule in read]
        for name, (firsts, compiled) in self._sets.items():
            for first, rule in zip(firsts, compiled, strict=True):
                self._examine(name, first, rule)
        self.say = lru_cache(maxsize=4096)(self._say)

    def _say(self, number: int, name: str = CARDINAL) -> str:
        """`number` >= 0 in words, by the set `name`."""
        firsts, rules = self._sets[name]
        at = bisect_right(firsts, number) - 1
        if at < 0:
            return self._say(number)
        rule = rules[at]
        count, rest = divmod(number, rule.divisor)
        values = {"count": count, "rest": rest, "number": number}
        return "".join(
            self._say(values[what], by) if by else what for what, by in (rule.odd if rest else rule.even)
        )

    def _examine(self, name: str, first: int, rule: _Rule) -> None:
        for what, by in (*rule.even, *rule.odd):
            if by and by not in self._sets:
                raise ValueError(
                    f"the number {first} of the set {name!r} names the set {by!r}, which is not there"
                )
            if by == name and (what == "number" or (what == "count" and rule.divisor == 1)):
                raise ValueError(f"the number {first} of the set {name!r} is said by itself")
        if name == CARDINAL and first == min(self._sets[CARDINAL][0]) and first != 0:
            raise ValueError(f"the set {CARDINAL!r} begins at {first}, expected 0")


def _first(key: int | str) -> int:
    return int(str(key).partition("/")[0])


def _rule(key: int | str, text: str, name: str) -> _Rule:
    first, _, divisor = str(key).partition("/")
    by = int(divisor) if divisor else 10 ** max(0, len(first) - 1)
    odd = _parts(_OPTION.sub(lambda m: m[1], text), name)
    even = _parts(_OPTION.sub(lambda m: m[2] or "", text), name)
    return _Rule(by, even, odd)


def _parts(text: str, name: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    at = 0
    for match in _PLACE.finditer(text):
        parts.append((text[at : match.start()], ""))
        parts.append((match[1], match[2] or (CARDINAL if match[1] == "count" else name)))
        at = match.end()
    parts.append((text[at:], ""))
    if any("{" in words or "[" in words for words, by in parts if not by):
        raise ValueError(f"the rule {text!r} of the set {name!r} cannot be read")
    return tuple(part for part in parts if part[0])
