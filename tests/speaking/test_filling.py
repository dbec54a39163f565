from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.filling import DICTATED_BEGIN, DICTATED_END, Filling, fill
from viva.understanding.reading import JsonValue

NOW = "2026-11-24T09:30:00"


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("Which day suits you?", {}, "Which day suits you?"),
        ("See you on {day}.", {"day": "2026-11-26"}, "See you the day after tomorrow."),
        ("See you on {day}.", {"day": "2026-11-25"}, "See you tomorrow."),
        ("Booked on {stay}.", {"stay": {"start": "2026-11-25", "end": None}}, "Booked from tomorrow."),
        ("Is the {place:ordinal} one right?", {"place": 2}, "Is the second one right?"),
        ("On {day} then.", {"day": "2026-11-25"}, "Tomorrow then."),
        ("{day} it is.", {"day": "2026-11-24"}, "Today it is."),
        ("Fine. {name}, right?", {"name": "two teas"}, "Fine. Two teas, right?"),
        ("One {drink}[ with {milk}].", {"drink": "latte", "milk": "oat milk"}, "One latte with oat milk."),
        ("One {drink}[ with {milk}].", {"drink": "latte", "milk": None}, "One latte."),
        ("One {drink}[ with {milk}[ and {sugar}]].", {"drink": "tea", "milk": "milk"}, "One tea with milk."),
        ("One {drink}[ with {milk}[ and {sugar}]].", {"drink": "tea", "sugar": "sugar"}, "One tea."),
        ("A {size} {drink}, yes?", {"drink": "latte"}, "A latte, yes?"),
        ("A {drink}, yes?", {"drink": "espresso"}, "An espresso, yes?"),
        ("A {drink}, yes?", {"drink": "unicorn frappe"}, "A unicorn frappe, yes?"),
        ("Thanks, {name}.", {}, "Thanks."),
        ("{name}, hello!", {}, "hello!"),
        ("Odd ] and [never closed {x}", {"x": 1}, "Odd and never closed one"),
        ("A value is not a prompt: {x}", {"x": "{y} [z]"}, "A value is not a prompt: {y} [z]"),
        ("{}", {}, "{}"),
    ],
)
def test_places_are_filled(text: str, values: dict[str, JsonValue], said: str) -> None:
    assert fill(text, Filling({"now": NOW, **values})) == said


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("phone", "5551234567", "five five five, one two three, four five six seven"),
        ("digits", "9", "nine"),
        ("code", "BX2", "B, X, two"),
        ("ordinal", 3, "third"),
        ("text", "16:30", "16:30"),
        ("", "16:30", "half past four in the afternoon"),
    ],
)
def test_a_value_is_said_as_its_kind_is(kind: str, value: JsonValue, said: str) -> None:
    marked = fill("It is {x}", Filling({"x": value}, {"x": kind}))
    assert marked.replace(DICTATED_BEGIN, "").replace(DICTATED_END, "") == f"It is {said}"
    assert (DICTATED_BEGIN in marked) == (kind in ("phone", "digits", "code"))


def test_the_manner_that_an_author_writes_comes_before_the_kind() -> None:
    assert fill("{x:ordinal}", Filling({"x": 2}, {"x": "number"})) == "Second"
    assert "A, n" not in fill("{x}", Filling({"x": "Ann"}, {"x": "text"}))
    assert "A, N, N" in fill("{x:spell}", Filling({"x": "Ann"}, {"x": "text"}))


def test_a_place_inside_say_as_is_said_so() -> None:
    text = fill('<say-as interpret-as="digits">{x}</say-as>', Filling({"x": "12345"}))
    assert text == f"{DICTATED_BEGIN}One two three, four five{DICTATED_END}"


@given(st.text("<>&;/=\"' abr\ue000\ue001\n", max_size=30))
def test_a_value_never_brings_in_markup(value: str) -> None:
    text = fill("<s>Hello {x}.</s>", Filling({"x": value}, {"x": "text"}))
    assert re.findall(r"<[^<>]*>", text) == ["<s>", "</s>"]
    assert DICTATED_BEGIN not in text


@given(
    st.text("ab{}[]:, .?<>&\ue000", max_size=40), st.dictionaries(st.sampled_from("ab"), st.text(max_size=5))
)
def test_any_prompt_can_be_filled(text: str, values: dict[str, str]) -> None:
    said = fill(text, Filling(values))
    assert said == said.strip()
    assert "  " not in said
