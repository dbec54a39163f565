from hypothesis import given
from hypothesis import strategies as st

from viva.call.dictation import SHORTEST_MS, wait_ms
from viva.call.turn_end import TurnEvidence, WeighedEndOfTurn
from viva.hearing.evidence import Recognition
from viva.understanding.expectation import Expectation
from viva.understanding.reading import DictatedSoFar, Entity, Intent, Reading

ASKED = Expectation("digits", "book.2", ("phone",))


@given(st.integers(0, 99), st.integers(300, 5000))
def test_the_likelier_the_end_the_shorter_the_wait(percent: int, longest: int) -> None:
    assert SHORTEST_MS <= wait_ms(percent + 1, longest) <= wait_ms(percent, longest) <= longest


def test_known_ends() -> None:
    assert wait_ms(98, 2400) == 300
    assert 900 < wait_ms(60, 2400) < 1500
    assert wait_ms(2, 2400) == 2400
    assert wait_ms(0, 200) == 200  # a bot's own limit goes before all


def waits(reading: Reading | None, expects: Expectation = ASKED) -> int:
    recognition = Recognition.of_text(reading.text) if reading else None
    return WeighedEndOfTurn().longest_ms(TurnEvidence(expects, recognition, reading=reading))


def test_what_is_dictated_is_waited_for_by_how_complete_it_is() -> None:
    complete = Reading("9876543210", (), (), 0.9, dictated=DictatedSoFar(10, 0.97))
    begun = Reading("987", (), (), 0.1, dictated=DictatedSoFar(3, 0.0))
    assert waits(complete) == 300
    assert waits(begun) == waits(None) == 2400
    assert waits(begun, Expectation("digits", "book.2", ("phone",), longest_silence_ms=1500)) == 1500


def test_what_is_no_number_is_not_waited_for_so_long() -> None:
    assert waits(Reading("a person", (Intent("person", 0.9),), (), 0.9)) == 1200
    address = Entity("phone", "ann@example.com", "ann at example dot com", 0, 22, 0, 0.9)
    assert waits(Reading(address.text, (), (address,), 0.9)) == 1200
