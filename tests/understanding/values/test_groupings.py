from hypothesis import given
from hypothesis import strategies as st

from viva.understanding.values.groupings import Groupings
from viva.understanding.vocabulary import vocabulary

ENGLISH = Groupings(vocabulary("en").spelling["telephone"])
GROUPS = st.lists(st.integers(1, 12), min_size=1, max_size=8)


@given(GROUPS, st.integers(1, 12), st.one_of(st.none(), st.integers(12, 15)), st.booleans())
def test_a_probability_that_is_certain_at_the_limits(
    groups: list[int], low: int, high: int | None, telephone: bool
) -> None:
    complete = ENGLISH.complete(groups, low, high, telephone)
    assert 0 <= complete <= 1
    if sum(groups) < low:
        assert complete == 0
    if high is not None and sum(groups) >= high:
        assert complete == 1


def test_a_telephone_number_in_its_usual_groups() -> None:
    assert ENGLISH.complete([3, 3, 4], 7, 12, True) > 0.9
    assert ENGLISH.complete([5, 6], 7, 12, True) > 0.9
    assert ENGLISH.complete([4, 3], 7, 12, True) < 0.3  # three more are to come
    assert ENGLISH.complete([3, 3], 7, 12, True) == 0


def test_a_fixed_length_needs_no_groups() -> None:
    for groups in ([10], [1] * 10, [7, 3]):
        assert ENGLISH.complete(groups, 10, 10, False) == 1
        assert ENGLISH.complete(groups[:-1] or [9], 10, 10, False) == 0


def test_without_data_every_length_is_alike() -> None:
    empty = Groupings({})
    assert 0 < empty.complete([4], 4, 8, True) < empty.complete([8], 4, 8, True)
    assert 0 < empty.complete([4], 1, None, False) < 1
