"""Values as callers say them, and sentences with places."""

from __future__ import annotations

import re
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.dialogue.load import load_bot_from_files
from viva.lab.simulate.disfluent import parts
from viva.lab.simulate.format import Speech
from viva.lab.simulate.patterns import example
from viva.lab.simulate.phrases import built_in
from viva.lab.simulate.spoken import Piece, Speaker
from viva.lab.simulate.values import draw, drawable, fault
from viva.lab.simulate.wording import best, template, with_articles, without_doubled
from viva.understanding.engine import EntityKind, EntitySpec
from viva.understanding.reading import JsonValue

NOW = "2026-01-05T10:00:00"
PHRASES = built_in("en")
SPEAKER = Speaker(Speech(), PHRASES, NOW)


def ways(kind: EntityKind, value: JsonValue, offered: tuple[JsonValue, ...] = ()) -> set[str]:
    spec = EntitySpec("x", kind, {})
    said = (SPEAKER.say("x", value, spec, Random(seed), offered) for seed in range(200))
    return {" ".join(piece.text for piece in one) for one in said}


def test_days() -> None:
    assert ways("date", "2026-01-06") == {"tomorrow"}
    assert "Friday" in ways("date", "2026-01-09")
    far = ways("date", "2026-03-09")
    assert {"the ninth of March", "March the ninth", "Monday the ninth of March"} <= far
    assert "Monday" not in far


def test_times() -> None:
    assert ways("time", "16:30") == {
        "half past four in the afternoon",
        "four thirty pm",
        "four thirty in the afternoon",
    }
    assert not any("pm" in one for one in ways("time", "09:00"))
    assert ways("time", "12:00") == {"noon", "midday"}


def test_the_part_of_the_day_is_left_out_where_only_one_is_to_be_had() -> None:
    assert "four" in ways("time", "16:00", ("10:00", "16:00"))
    assert "four" not in ways("time", "16:00", ("04:00", "16:00"))
    assert "four" not in ways("time", "16:00")


def test_digits_come_in_groups_with_pauses() -> None:
    pieces = SPEAKER.say("phone", "5550134", EntitySpec("phone", "phone", {}), Random(1))
    assert len(pieces) > 1
    assert all(piece.pause_ms > 0 for piece in pieces[:-1])
    assert pieces[-1].pause_ms == 0


def test_two_equal_digits_may_be_doubled_and_three_are_not() -> None:
    spec = EntitySpec("code", "digits", {})
    speaker = Speaker(Speech(double=1.0, groups={"9": 1}), PHRASES, NOW)
    assert speaker.say("code", "9955512", spec, Random(1))[0].text == "double nine five double five one two"
    assert speaker.say("code", "1233", spec, Random(1))[0].text == "one two double three"


@pytest.mark.parametrize("kind", get_args(EntityKind))
def test_every_kind_that_can_be_drawn_is_drawn_within_its_limits(kind: EntityKind) -> None:
    entity = {"list": "[red, green]", "pattern": "{pattern: 'x+'}", "phrase": "{kind: phrase}"}.get(
        kind, f"{{kind: {kind}}}"
    )
    limits = kind in ("number", "ordinal", "digits", "phone", "code", "money")
    if limits:
        entity = f"{{kind: {kind}, minimum: 6, maximum: 8}}"
    said_of_it = (
        ["[red](it)", "[old green](it) now", "it is [blue](it)"] if kind == "phrase" else ["hello there"]
    )
    text = f"title: x\nentities: {{it: {entity}}}\nslots: {{it: it}}\nintents: {{go: {said_of_it}}}\n"
    flow = "flows: {f: {intents: go, steps: [{ask: it, prompt: 'Which one?'}]}}\n"
    bot = load_bot_from_files({"bot.yaml": text + flow}, "x")
    assert drawable(bot, "it")
    for seed in range(50):
        value = draw(bot, "it", Random(seed), NOW, ["Anna Lee"])
        assert not fault(bot, "it", value), value
        said = SPEAKER.say("it", value, bot.language.entities["it"], Random(seed))
        assert said
        assert all(piece.text.strip() for piece in said)


@pytest.mark.parametrize(
    "pattern",
    [
        r"[A-Z]{2}\d{3}",
        r"order \d{4,6}",
        r"(red|blue) team",
        r"room [1-9]\d?",
        r"\bgate [a-f]\b",
        "(?:ab)+c*",
    ],
)
def test_texts_of_a_pattern(pattern: str) -> None:
    made = [example(pattern, Random(seed)) for seed in range(30)]
    assert all(one is not None and re.fullmatch(pattern, one) for one in made)
    assert len(set(made)) > 1


@pytest.mark.parametrize("pattern", [r"(?=x)y", r"(a)\1", "[", "(", "a{2", "*"])
def test_what_is_not_followed_in_a_pattern(pattern: str) -> None:
    assert example(pattern, Random(1)) is None


def test_places_and_what_may_be_left_out() -> None:
    found = template("a[ {size}] {drink}[ with {milk}]", {"size": "size", "drink": "drink", "milk": "milk"})
    assert found is not None
    assert found.needs == {"drink"}
    filled = found.fill({"drink", "milk"}, lambda slot: [Piece(slot.upper(), slot)])
    assert " ".join(piece.text for piece in filled) == "a DRINK with MILK"


def test_an_entity_stands_for_the_first_slot_of_its_kind() -> None:
    found = template("from {city} to {city}", {"origin": "city", "target": "city"})
    assert found is not None
    assert found.needs == {"origin", "target"}
    assert template("from {city} to {city}", {"origin": "city"}) is None


def test_the_sentence_that_tells_the_most_is_taken_and_others_first() -> None:
    entities = {"size": "size", "drink": "drink"}
    all_of_them = [
        template(text, entities) for text in ("a {drink}", "a {size} {drink}", "one {size} {drink}")
    ]
    known = [one for one in all_of_them if one]
    assert [one.text for one in best(known, {"drink", "size"}, {"a {size} {drink}"})] == [
        "one {size} {drink}"
    ]
    assert [one.text for one in best(known, {"drink"}, set())] == ["a {drink}"]
    assert not best(known, set(), set())


def test_words_that_do_not_go_with_a_value() -> None:
    def said(*pieces: Piece) -> str:
        smooth = without_doubled(pieces, PHRASES.listed["days"], PHRASES.listed["bare_before"])
        return " ".join(one.text for one in with_articles(smooth, ["a", "an"], list("aeiou")))

    assert said(Piece("come on"), Piece("tomorrow", "day")) == "come tomorrow"
    assert said(Piece("come on"), Piece("Friday", "day")) == "come on Friday"
    assert said(Piece("a"), Piece("espresso", "drink")) == "an espresso"
    assert said(Piece("a"), Piece("a double shot", "shots")) == "a double shot"
    assert said(Piece("a"), Piece("latte", "drink")) == "a latte"


WORDS = st.lists(st.sampled_from(["can", "I", "have", "it", "please"]), min_size=1, max_size=6)
PIECES = st.lists(
    st.builds(
        lambda words, slot: Piece(" ".join(words), slot), WORDS, st.sampled_from(["", "size", "drink"])
    ),
    min_size=1,
    max_size=5,
)


@given(PIECES, st.integers(0, 1000), st.floats(0, 1), st.floats(0, 1))
def test_hesitating_loses_no_word_and_ends_without_a_pause(
    pieces: list[Piece], seed: int, often: float, pauses: float
) -> None:
    speech = Speech(fillers=often, repeats=often, restarts=often, pauses=pauses)
    made = parts(pieces, speech, PHRASES, Random(seed))
    assert made == parts(pieces, speech, PHRASES, Random(seed))
    assert made[-1].pause_ms == 0
    said = [word for part in made for word in part.text.split()]
    for word in " ".join(piece.text for piece in pieces).split():
        assert word in said
        said = said[said.index(word) + 1 :]


def test_without_hesitation_an_utterance_is_one_breath() -> None:
    fluent = Speech(fillers=0, repeats=0, restarts=0, pauses=0)
    made = parts(
        [Piece("can I have a"), Piece("latte", "drink"), Piece(", please")], fluent, PHRASES, Random(1)
    )
    assert [part.text for part in made] == ["can I have a latte, please"]
