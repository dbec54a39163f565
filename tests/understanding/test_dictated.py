"""How complete a dictated number is, by hypotheses, words' times and what is expected."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.hearing.evidence import Hypothesis, Word
from viva.understanding.dictated import DictatedNumbers
from viva.understanding.engine import EntityKind, EntitySpec
from viva.understanding.expectation import Expectation
from viva.understanding.reading import DictatedSoFar
from viva.understanding.values.dictation import Dictation
from viva.understanding.values.numbers import Numbers
from viva.understanding.vocabulary import vocabulary

DATA = vocabulary("en")
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def numbers(kind: EntityKind = "phone", pattern: str = "") -> DictatedNumbers:
    spec = EntitySpec("it", kind, {}, pattern=pattern)
    return DictatedNumbers({"it": spec}, DATA, Dictation(DATA, Numbers(DATA)))


PHONE = numbers()


def asked(low: int | None = 10, high: int | None = 10, before: int = 0) -> Expectation:
    return Expectation("digits", "x.1", ("it",), max_digits=high, min_digits=low, digits_before=before)


def timed(*groups: str, posterior: float = 1.0) -> Hypothesis:
    """Words of 300 ms, 100 ms apart inside a group and 600 ms between groups."""
    at, words = 0, []
    for group in groups:
        for text in group.split():
            words.append(Word(text, at, at + 300, 0.9))
            at += 400
        at += 500
    return Hypothesis(" ".join(groups), 0.0, posterior, tuple(words))


def so_far(text: str, expects: Expectation, of: DictatedNumbers = PHONE) -> DictatedSoFar:
    found = of.so_far([Hypothesis(text, 0.0, 1.0)], expects)
    assert found is not None
    return found


def test_a_number_of_a_known_length_is_complete_when_it_has_it() -> None:
    said = "nine eight seven six five four three two one"
    assert so_far(said.removesuffix(" two one"), asked()).complete < 0.05
    assert so_far(said, asked()).complete < 0.3  # few pause before the last digit: it may have been missed
    assert so_far(f"{said} zero", asked()).complete > 0.95
    assert so_far(f"my number is {said} zero", asked()).complete > 0.95
    assert so_far("nine eight seven double five triple three one two", asked()).signs == pytest.approx(
        10, abs=0.1
    )


def test_groups_tell_where_the_length_may_vary() -> None:
    usual = PHONE.so_far([timed("nine eight seven", "six five four", "three two one oh")], asked(7, 12))
    begun = PHONE.so_far([timed("nine eight seven six", "five four three")], asked(7, 12))
    assert usual is not None and usual.complete > 0.9
    assert begun is not None and begun.complete < 0.3


def test_each_hypothesis_counts_by_its_posterior() -> None:
    nine, ten = " ".join(DIGITS[1:]), " ".join(DIGITS)
    chances = []
    for posterior in (0.05, 0.5, 0.95):
        found = PHONE.so_far([Hypothesis(nine, 0.0, 1 - posterior), Hypothesis(ten, 0.0, posterior)], asked())
        assert found is not None and 9 <= found.signs <= 10.1
        chances.append(found.complete)
    assert 0.2 < chances[0] < chances[1] < chances[2]


def test_bursts_of_energy_speak_for_as_many_words() -> None:
    said = [Hypothesis("nine eight seven six little you one two", 0.0, 1.0)]
    few, many = (PHONE.so_far(said, asked(), bursts) for bursts in (7, 10))
    assert few is not None and many is not None
    assert few.signs < many.signs and few.complete < many.complete


def test_a_word_between_digits_is_likely_a_digit() -> None:
    assert so_far("nine eight seven six five four three little one two", asked()).complete > 0.7


def test_the_rest_of_a_number_that_was_taken_too_early() -> None:
    assert so_far("four three two one", asked(10, 10, before=6)).complete > 0.95
    assert so_far("four three", asked(10, 10, before=6)).complete < 0.05
    assert so_far(" ".join(DIGITS), asked(10, 10, before=6)).complete > 0.95  # all of it again
    assert so_far("four three two one", asked(10, 10, before=6)).signs == pytest.approx(10, abs=0.1)


def test_a_code_is_complete_when_it_has_its_shape() -> None:
    code = numbers("code", "[A-Z]{2}[0-9]{3}")
    assert so_far("b x two oh four", asked(None, None), code).complete == 1
    assert so_far("b x two oh", asked(None, None), code).complete == 0


def test_nothing_is_judged_where_nothing_is_dictated() -> None:
    said = [Hypothesis("nine eight", 0.0, 1.0)]
    assert PHONE.so_far(said, Expectation("open", "x.1", ("it",))) is None
    assert PHONE.so_far(said, Expectation("digits", "x.1", ("other",))) is None
    assert PHONE.so_far([Hypothesis("sorry what was that", 0.0, 1.0)], asked()) is None
    assert PHONE.so_far([], asked()) is None


@given(st.lists(st.sampled_from(DIGITS), min_size=1, max_size=14), st.integers(5, 12))
def test_one_more_digit_of_a_fixed_length_never_makes_it_less_complete(said: list[str], length: int) -> None:
    expects = asked(length, length)
    chances = [so_far(" ".join(said[: n + 1]), expects).complete for n in range(len(said))]
    readable = [chance for n, chance in enumerate(chances, 1) if n > 1]
    assert readable == sorted(readable)


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.lists(
                st.one_of(st.sampled_from([*DIGITS, "double", "oh", "um", "a"]), st.text()), max_size=15
            ),
            st.floats(0, 1),
        ),
        max_size=5,
    ),
    st.sampled_from(["phone", "digits", "code"]),
    st.one_of(st.none(), st.integers(0, 20)),
    st.one_of(st.none(), st.integers(1, 20)),
    st.integers(0, 12),
)
def test_any_words_give_a_probability(
    said: list[tuple[list[str], float]], kind: EntityKind, low: int | None, high: int | None, before: int
) -> None:
    hypotheses = [timed(*words, posterior=posterior) for words, posterior in said]
    found = numbers(kind).so_far(hypotheses, asked(low, high, before))
    assert found is None or (0 <= found.complete <= 1 and found.signs >= before)
