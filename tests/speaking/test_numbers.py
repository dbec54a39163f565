"""The rules from which numbers are made, also of languages that have no file."""

from __future__ import annotations

import pytest

from viva.speaking.numbers import NumberRules

ONES: dict[int | str, str] = dict(
    enumerate(["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"])
)
GERMAN = NumberRules(
    {
        "cardinal": {
            **ONES,
            11: "elf",
            12: "zwölf",
            13: "{rest}zehn",
            20: "[{rest:joined}und]zwanzig",
            30: "[{rest:joined}und]dreißig",
            100: "{count:joined}hundert[{rest}]",
            1000: "{count:joined}tausend[{rest}]",
        },
        "joined": {0: "{number:cardinal}", 1: "ein", 2: "{number:cardinal}"},
    }
)
FRENCH = NumberRules(
    {
        "cardinal": {
            **dict(
                enumerate(["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"])
            ),
            10: "dix",
            11: "onze",
            12: "douze",
            13: "treize",
            17: "dix-{rest}",
            60: "soixante[-{rest}]",
            "61/20": "soixante[ et {rest}]",
            "62/20": "soixante-{rest}",
            "71/60": "soixante et onze",
            "72/60": "soixante-{rest}",
            "80/20": "quatre-vingt[-{rest}|s]",
        }
    }
)


@pytest.mark.parametrize(
    ("rules", "number", "said"),
    [
        (GERMAN, 1, "eins"),
        (GERMAN, 13, "dreizehn"),
        (GERMAN, 20, "zwanzig"),
        (GERMAN, 21, "einundzwanzig"),
        (GERMAN, 1032, "eintausendzweiunddreißig"),
        (GERMAN, 101, "einhunderteins"),
        (FRENCH, 17, "dix-sept"),
        (FRENCH, 73, "soixante-treize"),
        (FRENCH, 80, "quatre-vingts"),
        (FRENCH, 93, "quatre-vingt-treize"),
    ],
)
def test_other_languages_are_rules_too(rules: NumberRules, number: int, said: str) -> None:
    assert rules.say(number) == said


@pytest.mark.parametrize(
    ("sets", "message"),
    [
        ({"cardinal": {0: "{hour}"}}, "cannot be read"),
        ({"cardinal": {0: "zero", 1: "{rest:ordinal}"}}, "'ordinal', which is not there"),
        ({"cardinal": {0: "{number}"}}, "said by itself"),
        ({"cardinal": {1: "one"}}, "expected 0"),
    ],
)
def test_rules_that_cannot_work_are_refused(sets: dict[str, dict[int | str, str]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        NumberRules(sets)
