"""Hearing by a model: what it was fitted to comes back in the same shares."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from tests.lab.simulate.errors.made import row
from viva.lab.simulate.errors.draw import Told, draw
from viva.lab.simulate.errors.fit import Row, aligned, fit
from viva.lab.simulate.errors.model import ErrorModel
from viva.lab.simulate.errors.neighbours import Neighbours
from viva.pronunciation.pronouncer import pronouncer

NEAR = Neighbours(["roast", "rose", "mocha", "latte", "large", "please"], pronouncer("en"))


def heard(model: ErrorModel, said: str, seed: int, *, whole: bool = True) -> list[Told]:
    chance = np.random.default_rng(seed)
    return draw(said.split(), model, model.conditions["clean"], NEAR, chance, whole=whole)


def texts(told: list[Told]) -> list[str]:
    return [" ".join(one.words) for one in told]


def model_of(*rows: Row) -> ErrorModel:
    return fit(aligned(rows))


def test_a_recognizer_without_errors_makes_none() -> None:
    model = model_of(row("a large latte", "A large latte."))
    (one,) = heard(model, "two mochas please", 0)
    assert one.words == ("two", "mochas", "please")
    assert (one.mark, one.posterior) == (".", 1.0)
    assert one.sources == (0, 1, 2)
    assert one.sure == (0.9, 0.85, 0.8)


def test_the_right_text_stands_at_the_rank_where_it_stood() -> None:
    model = model_of(row("a dark roast", "A dark rose.", "A dark roast.", "The dark rose."))
    for seed in range(20):
        first, second, third = heard(model, "a large roast", seed)
        assert second.words == ("a", "large", "roast")
        assert first.words != second.words and third.words != second.words
        assert first.posterior == pytest.approx(4 / 7, abs=1e-3)


def test_errors_come_as_often_as_they_came() -> None:
    model = model_of(
        *[row("a large latte", "A large lotte.")] * 3, *[row("a large latte", "A large latte.")] * 7
    )
    wrong = sum(texts(heard(model, "a large latte", seed))[0] != "a large latte" for seed in range(400))
    assert wrong == pytest.approx(120, abs=30)


def test_known_confusions_come_first_and_then_what_sounds_alike() -> None:
    model = model_of(*[row("dark roast", "dark rows")] * 20)
    known = Counter(texts(heard(model, "dark roast", seed))[0].split()[-1] for seed in range(200))
    assert known["rows"] > 150
    others = Counter(word for seed in range(200) for word in texts(heard(model, "a mocha", seed))[0].split())
    assert others["latte"] + others["large"] + others["rose"] + others["roast"] > 100


def test_what_is_garbled_has_nothing_of_what_was_said() -> None:
    model = model_of(row("a large latte", "I don't know what to say."))
    (one,) = heard(model, "two mochas please", 0)
    assert " ".join(one.words) == "I don't know what to say"
    assert one.sources == (None,) * 6


def test_lost_speech_and_invented_words() -> None:
    assert heard(model_of(row("a large latte")), "two mochas", 0) == []
    model = model_of(row("a", "a"), row("", "thank you"), row(""))
    found = Counter(tuple(texts(heard(model, "", seed))) for seed in range(200))
    assert set(found) == {(), ("thank you",)}
    assert 60 < found[()] < 140


def test_what_is_broken_off_ends_as_such_utterances_do() -> None:
    rows = [row(f"a word{k}", f"A word{k}.") for k in range(12)]
    rows += [row(f"a word{k}", f"A word{k},", whole=False) for k in range(12)]
    model = model_of(*rows)
    assert heard(model, "a latte", 1)[0].mark == "."
    assert heard(model, "a latte", 1, whole=False)[0].mark == ","


def test_longer_utterances_are_heard_as_longer_ones_were() -> None:
    rows = [row("yes", "Yes.")] * 30 + [row("a b c d e f g h", "A b c x e f g h.")] * 30
    model = model_of(*rows)
    assert all(texts(heard(model, "no", seed))[0] == "no" for seed in range(20))
    long = "i would like one large latte please"
    assert all(texts(heard(model, long, seed))[0] != long for seed in range(20))


def test_what_was_said_before_is_heard_as_it_was() -> None:
    rows = [row("no latte", "No ladder.")] * 25 + [row("my roast", "My rows.")] * 25
    model = model_of(*rows)
    found = Counter(texts(heard(model, "no latte", seed))[0] for seed in range(100))
    assert found["no ladder"] > 80


def test_who_is_heard_badly_is_heard_badly_again() -> None:
    badly = [replace(row("a latte", "A ladder."), caller=f"badly {k}") for k in range(20)]
    well = [replace(row("a latte", "A latte."), caller=f"well {k}") for k in range(20)]
    model = model_of(*badly, *well)

    def right(trouble: float) -> int:
        chances = (np.random.default_rng(seed) for seed in range(100))
        drawn = (
            draw(["a", "latte"], model, model.conditions["clean"], NEAR, chance, trouble=trouble)
            for chance in chances
        )
        return sum(texts(told)[0] == "a latte" for told in drawn)

    assert right(0.05) > 90
    assert right(0.95) < 10


def test_equal_hypotheses_are_one() -> None:
    model = model_of(row("a dark roast latte", "A dark rose latte", "A dark rows latte", "A dark roast"))
    for seed in range(30):
        found = texts(heard(model, "latte", seed))
        assert len(found) == len(set(found))


def test_the_same_seed_hears_the_same() -> None:
    model = model_of(row("a dark roast", "A dark rose.", "A dark roast."), row("one latte", "one latte"))
    first, second = (heard(model, "a large mocha", 7) for _ in range(2))
    assert first == second
