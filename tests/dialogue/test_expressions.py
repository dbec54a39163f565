"""The language of conditions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.dialogue.expressions import ExpressionError, parse
from viva.understanding.reading import JsonValue

SLOTS: dict[str, JsonValue] = {
    "n": 3,
    "size": "large",
    "times": ["09:00", "10:00"],
    "found": {"day": "2026-11-24", "seats": [1, 2]},
    "empty": None,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n == 3", True),
        ("1 < n <= 3", True),
        ("n > 3 or size == 'large'", True),
        ("not empty and missing == null", True),
        ("size in ['small', 'large']", True),
        ("'09:00' in times", True),
        ("'11:00' not in times", True),
        ("found.day == today", True),
        ("found['seats'][1] + n - 1", 4),
        ("found.nothing.at_all", None),
        ("times[7]", None),
        ("n < 'text'", False),
        ("missing < 3", False),
        ("-n", -3),
        ("n + size", None),
        ("words(size, empty, 'latte')", "large latte"),
        ("listing('milk', empty, 'sugar')", "milk and sugar"),
        ("listing(times)", "09:00 and 10:00"),
        ("count(times) == 2", True),
        ("true and false", False),
        ("now", "2026-11-24T09:30:00"),
    ],
)
def test_values(text: str, value: JsonValue) -> None:
    assert parse(text).value(SLOTS, "2026-11-24T09:30:00") == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("n ==", "is not an expression"),
        ("n = 3", "is not an expression"),
        ("__import__('os')", "calls a function that is not one of words"),
        ("size.upper()", "calls a function"),
        ("[x for x in times]", "uses ListComp"),
        ("n * 2", "uses BinOp"),
        ("lambda: 1", "uses Lambda"),
        ("n is 3", "write == or != where you wrote `is`"),
        ("f'{n}'", "uses JoinedStr"),
        ("b'x'", "is no text, number, true, false or null"),
        ("", "is not an expression"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(ExpressionError, match=said):
        parse(text)


def test_the_slots_that_are_read() -> None:
    assert parse("a.b in c and not d[e] or today").names == ("a", "c", "d", "e")


@given(st.text(max_size=30))
def test_any_text_is_an_expression_or_an_error_and_has_a_value(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError:
        return
    expression.value(SLOTS, "2026-11-24T09:30:00")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(
    JSON,
    JSON,
    st.sampled_from(["a < b", "a in b", "a + b", "a - b", "a[b]", "-a", "a.b", "words(a, b)", "count(a)"]),
)
def test_evaluation_never_raises(a: JsonValue, b: JsonValue, text: str) -> None:
    parse(text).value({"a": a, "b": b})
