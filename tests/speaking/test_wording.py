from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.wording import fill, places, word
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
        ("I have {phone:digits}.", {"phone": "123456"}, "I have one two three, four five six."),
        ("Odd ] and [never closed {x}", {"x": 1}, "Odd and never closed one"),
        ("A value is not a prompt: {x}", {"x": "{y} [z]"}, "A value is not a prompt: {y} [z]"),
        ("{}", {}, "{}"),
    ],
)
def test_places_are_filled(text: str, values: dict[str, JsonValue], said: str) -> None:
    assert fill(text, {"now": NOW, **values}) == said


def test_places_are_listed_once() -> None:
    assert places("{a} [{b:spell} {a}] { c }") == ("a", "b", "c")


def test_variants_take_turns_and_counts_are_not_changed() -> None:
    prompts = {"again": ("one", "two", "three")}
    counts: dict[str, int] = {"other": 5}
    said = []
    for _ in range(7):
        before = dict(counts)
        text, after = word(prompts, "again", {}, counts)
        assert counts == before
        counts = after
        said.append(text)
    assert said == ["one", "two", "three", "one", "two", "three", "one"]
    assert counts == {"other": 5, "again": 7}


def test_a_prompt_the_bot_lacks_never_raises() -> None:
    assert word({}, "nowhere", {}, {})[0] == "I'm sorry, something went wrong on my side."
    assert word({"quiet": ()}, "quiet", {}, {})[0] == ""


@given(st.lists(st.text(max_size=10), unique=True, min_size=2, max_size=5).map(tuple), st.integers(0, 30))
def test_never_the_same_variant_twice_in_a_row(variants: tuple[str, ...], used: int) -> None:
    counts = {"p": used}
    first, counts = used % len(variants), word({"p": variants}, "p", {}, counts)[1]
    assert counts["p"] % len(variants) != first


@given(st.text("ab{}[]:, .?", max_size=40), st.dictionaries(st.sampled_from("ab"), st.text(max_size=5)))
def test_any_prompt_can_be_worded(text: str, values: dict[str, str]) -> None:
    said = fill(text, values)
    assert said == said.strip()
    assert "  " not in said or any("  " in v for v in values.values())
