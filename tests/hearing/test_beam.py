"""The search, on a toy decoder whose every sequence can be counted out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.hearing import beam
from viva.hearing.beam import Finished, search

END = 0
VOCABULARY = 4


class Toy:
    """Next-token probabilities depend on the whole history, as a table made from a seed gives them.

    It keeps each row's history itself, by `parents`: a search that mixes rows up gets wrong scores.
    """

    def __init__(self, seed: int, sharp: float = 1.5) -> None:
        self.seed, self.sharp = seed, sharp
        self.rows: list[tuple[int, ...]] = [()]
        self.steps = 0

    def of(self, history: tuple[int, ...]) -> np.ndarray:
        logits = np.random.default_rng((self.seed, *history)).normal(0, self.sharp, VOCABULARY)
        logits[END] += len(history) - 2
        return (logits - np.log(np.exp(logits).sum())).astype(np.float32)

    def start(self) -> np.ndarray:
        return self.of(())[None]

    def step(self, tokens: Sequence[int], parents: Sequence[int]) -> np.ndarray:
        self.steps += 1
        self.rows = [(*self.rows[p], t) for t, p in zip(tokens, parents, strict=True)]
        return np.stack([self.of(row) for row in self.rows])

    def log_prob(self, tokens: tuple[int, ...]) -> float:
        whole = (*tokens, END)
        return float(sum(self.of(whole[:i])[token] for i, token in enumerate(whole)))


class Wants:
    """A bias towards one sequence of tokens at the beginning."""

    def __init__(self, word: tuple[int, ...], weight: float) -> None:
        self.word, self.weight = word, weight

    def start(self) -> int:
        return 0

    def advance(self, state: int, token: int) -> int:
        if state == len(self.word):
            return state  # it was said or missed: no more is wanted
        return state + 1 if self.word[state] == token else len(self.word)

    def guided(self, states: Sequence[int], log_probs: np.ndarray) -> np.ndarray:
        return log_probs + np.array([[self.gain(s, t) for t in range(VOCABULARY)] for s in states])

    def gain(self, state: int, token: int) -> float:
        return self.weight if state < len(self.word) and self.word[state] == token else 0.0


@given(st.integers(0, 10_000))
def test_a_wide_beam_finds_what_counting_out_finds(seed: int) -> None:
    toy, longest = Toy(seed), 3
    found = search(Toy(seed), width=80, end=END, max_tokens=longest + 1)
    complete = [f for f in found if len(f.token_log_probs) == len(f.tokens) + 1]
    every = (t for n in range(1, longest + 1) for t in itertools.product(range(1, VOCABULARY), repeat=n))
    best = max(every, key=toy.log_prob)
    top = max(complete, key=lambda f: f.score)
    assert top.tokens == best
    assert top.log_prob == pytest.approx(toy.log_prob(best), abs=1e-4)


@given(st.integers(0, 10_000), st.integers(1, 6))
def test_the_list_is_distinct_sorted_and_scored_right(seed: int, width: int) -> None:
    toy = Toy(seed)
    found = search(Toy(seed), width=width, end=END, max_tokens=6)
    assert 1 <= len(found) <= width
    assert len({f.tokens for f in found}) == len(found)
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    for one in found:
        assert len(one.rows) == len(one.token_log_probs)
        if len(one.token_log_probs) == len(one.tokens) + 1:
            assert one.log_prob == pytest.approx(toy.log_prob(one.tokens), abs=1e-4)
            assert one.score == pytest.approx(one.log_prob, abs=1e-4)


@given(st.integers(0, 10_000))
def test_greedy_takes_the_best_token_each_time(seed: int) -> None:
    toy = Toy(seed)
    tokens: tuple[int, ...] = (int(toy.of(())[1:].argmax()) + 1,)
    while len(tokens) < 6 and (token := int(toy.of(tokens).argmax())) != END:
        tokens = (*tokens, token)
    (found,) = search(Toy(seed), width=1, end=END, max_tokens=6)
    assert found.tokens == tokens


@given(st.integers(0, 10_000), st.integers(1, 5))
def test_rows_name_where_each_token_came_from(seed: int, width: int) -> None:
    class Watched(Toy):
        def __init__(self, seed: int) -> None:
            super().__init__(seed)
            self.answers = [[()]]

        def step(self, tokens: Sequence[int], parents: Sequence[int]) -> np.ndarray:
            answer = super().step(tokens, parents)
            self.answers.append(self.rows)
            return answer

    toy = Watched(seed)
    for found in search(toy, width=width, end=END, max_tokens=5):
        for place, row in enumerate(found.rows):
            assert toy.answers[place][row] == found.tokens[:place]


def test_repetition_is_stopped_at_the_limit() -> None:
    class Stuck(Toy):
        def of(self, history: tuple[int, ...]) -> np.ndarray:
            return np.log(np.array([1e-9, 0.9, 0.05, 0.05], np.float32))

    for width in (1, 4):
        toy = Stuck(0)
        found = search(toy, width=width, end=END, max_tokens=10)
        assert toy.steps == 9
        assert found[0].tokens == (1,) * 10


def test_a_bias_changes_the_winner_but_not_the_models_own_score() -> None:
    seed = next(s for s in range(100) if 3 not in search(Toy(s), width=4, end=END, max_tokens=4)[0].tokens)
    (without, *_) = search(Toy(seed), width=4, end=END, max_tokens=4)
    found: list[Finished] = search(Toy(seed), width=4, end=END, max_tokens=4, bias=Wants((3, 2), 6.0))
    assert found[0].tokens[:2] == (3, 2) != without.tokens[:2]
    assert found[0].log_prob == pytest.approx(Toy(seed).log_prob(found[0].tokens), abs=1e-4)
    assert found[0].score == pytest.approx(found[0].log_prob + 12.0, abs=1e-3)


@given(st.integers(0, 1000), st.integers(1, 12), st.integers(1, 4))
def test_the_best_of_many_scores_are_the_best(seed: int, count: int, rows: int) -> None:
    scores = np.random.default_rng(seed).normal(0, 5, (rows, 640)).astype(np.float32)
    expected = np.sort(scores.ravel())[::-1][:count]
    assert [scores[place] for place in beam._best(scores, count)] == expected.tolist()
