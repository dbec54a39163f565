"""The notation of patterns, and reading by rules made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from viva.errors import VivaError
from viva.understanding.values.grammar import Grammar, Reader, Terminal
from viva.understanding.values.patterns import expand

FIGURE = Terminal(lambda words, at: [(at + 1, int(words[at]))] if words[at].isdigit() else [], str.isdigit)
MEANINGS: dict[str, Any] = {
    "all": lambda args, about: {key: args[key] for key in sorted(args)},
    "low": lambda args, about: args["n"] if args["n"] < 5 else None,
}


def spelled(pattern: str) -> set[str]:
    return {" ".join(item.text or item.kind for item in one) for one in expand(pattern)}


def grammar(rules: dict[str, list[Any]], lexicon: dict[str, Any] | None = None) -> Grammar:
    return Grammar(lexicon or {}, rules, {"figure": FIGURE}, MEANINGS)


def read(rule: list[Any], words: str, asked: bool = False, **lexicon: Any) -> list[tuple[int, int, Any]]:
    row: Sequence[str] = words.split()
    numeric = [word.isdigit() for word in row]
    reader = Reader(grammar({"it": [rule]}, lexicon), row, None, asked, numeric)
    return [(one.first, one.end, one.value) for one in reader.find("it")]


@pytest.mark.parametrize(
    ("pattern", "sequences"),
    [
        ("a b", {"a b"}),
        ("[a] b", {"b", "a b"}),
        ("(a|b c) d", {"a d", "b c d"}),
        ("[a|b] <m:c>", {"m:c", "a m:c", "b m:c"}),
        ("[a [b]] c", {"c", "a c", "a b c"}),
        ("{a} b", {"a own_begins b"}),
        ("a {[b] c}", {"a own_ends c", "a own_ends b c"}),
    ],
)
def test_patterns(pattern: str, sequences: set[str]) -> None:
    assert spelled(pattern) == sequences


@pytest.mark.parametrize("pattern", ["[a", "a)", "(a|b]", "[a]", "", "<a", "[a] [b]"])
def test_patterns_that_make_no_sense_are_named(pattern: str) -> None:
    with pytest.raises(VivaError, match="language data"):
        expand(pattern)


def test_a_pattern_of_too_many_sequences_is_named() -> None:
    with pytest.raises(VivaError, match="more than"):
        expand("[a] [b] [c] [d] [e] [f] [g] [h] [i] [j] [k] [l] [m]")


def test_what_is_kept() -> None:
    assert read(["from <a:figure> to <b:figure>", "all", {"x": 1}], "go from 3 to 4") == [
        (1, 5, {"a": 3, "b": 4, "x": 1})
    ]
    assert read(["<month>", "all"], "in early may", month={"early may": 5}) == [(1, 3, {"month": 5})]


def test_a_meaning_may_refuse() -> None:
    assert read(["<n:figure>", "low"], "7 3") == [(1, 2, 3)]


def test_context_is_no_part_of_the_value() -> None:
    assert read(["{at} <n:figure>", "low"], "at 3") == [(1, 2, 3)]
    assert read(["<n:figure> {pm}", "low"], "3 pm 4") == [(0, 1, 3)]


def test_options() -> None:
    assert read(["<n:figure>", "low", {"asked": True}], "3") == []
    assert read(["<n:figure>", "low", {"asked": True}], "3", asked=True) == [(0, 1, 3)]
    assert read(["<n:figure>", "low", {"alone": True}], "3 9 a 2") == [(3, 4, 2)]
    assert read(["<n:figure>", "low", {"unless_next": "unit"}], "3 kg 2", unit=["kg"]) == [(2, 3, 2)]
    assert read(["<n:figure>", "low", {"unless_last": "unit"}], "kg 3 2", unit=["kg"]) == [(2, 3, 2)]


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ({"a": [["<b>", "all"]], "b": [["<a> x", "all"]]}, "begins with itself: a -> b -> a"),
        ({"a": [["<c>", "all"]]}, "a: '<c>' names <c>, which nothing defines"),
        ({"a": [["x <c>", "all"]]}, "a: 'x <c>' names <c>, which nothing defines"),
        ({"a": [["x", "all", {"unless_next": "c"}]]}, "a: 'x' names <c>, which nothing defines"),
        ({"a": [["x", "nonsense"]]}, "no known meaning 'nonsense'"),
        ({"figure": [["x", "all"]]}, "the name of a terminal"),
    ],
)
def test_rules_that_make_no_sense_are_named(rules: dict[str, list[Any]], fault: str) -> None:
    with pytest.raises(VivaError, match=fault):
        grammar(rules)
