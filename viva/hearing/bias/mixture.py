"""The bot's language mixed into a recognizer's search, token by token.

What a caller says next comes either from the bot's language B or from language in general G, for which
the decoder's own expectation stands. A hypothesis carries the probability w that it is in B. With

    r = P_B(token | words so far) / P_G(token | words so far)

the mixture changes the decoder's probability of a token by the factor (1 - w) + w r, and w becomes
w r / ((1 - w) + w r). At each word boundary a little of w leaks either way. So words of the bot's language
gain as far as they are likelier than in general, and words outside lose at most the log of 1 - w once:
the vocabulary stays open.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from viva.hearing.bias.lexicon import JOINED, SPACED, Lexicon, Node
from viva.hearing.bias.prior import BEGINNING, Prior
from viva.hearing.bias.tokens import Tokens
from viva.hearing.bias.words import END, FORGOTTEN, ORDER, START, History, WordModel

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int64]]

IN_LANGUAGE = 0.5
"""Probability that an utterance begins in the bot's language."""
LEAVE, ENTER = 0.01, 0.02
"""Probabilities at a word's end of going from the bot's language to general, and back."""
GUIDE = 0.7
"""Exponent of the mixture's factor while searching, where each step is made to sum to 1: hypotheses that
ran past the end of the speech would otherwise be paid for every likely word they invent."""
RANK = 0.45
"""The same exponent where finished hypotheses are ranked, without that normalisation. Both were chosen on
development recordings (benchmarks/README.md)."""
GENERAL_LEAST = 1e-4
"""No word is taken for less likely in general than this."""
OUTSIDE_ENDS = 0.05
"""Probability of an utterance's end after a word that is not of the bot's language: of utterances of some
ten words each, one word in ten is the last, and a word that is no word is more often a piece of one."""
MOST_VIEWS = 4000
"""Places whose factors are kept."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a hypothesis is in the bot's language."""

    inside: float
    """w: the probability that it is in it."""
    history: History
    node: Node | None
    """None: in a word that the bot's language does not have."""


@dataclass(frozen=True, slots=True)
class View:
    """What may come next in the bot's language at one place, against language in general."""

    tokens: Ints
    ratios: Floats
    at: dict[int, int]
    punctuation: float
    """The probability that a word ends here: punctuation itself is as likely as in general."""


@dataclass(frozen=True, slots=True)
class Part:
    """A language model and its share in the bot's language, as expected now."""

    model: WordModel
    share: float


class Mixture:
    """`viva.hearing.beam.Bias` for what is expected at one step. Keeps what it works out."""

    def __init__(self, parts: Sequence[Part], lexicon: Lexicon, prior: Prior, tokens: Tokens) -> None:
        self._parts = parts
        self.usual_length = max(1.0, sum(part.share * part.model.usual_length for part in parts))
        """Words in an utterance, on average."""
        self._lexicon = lexicon
        self._prior = prior
        self._tokens = tokens
        self._punctuation = np.flatnonzero(tokens.punctuation)
        self._views: dict[tuple[History, Node | None], View] = {}
        self._masses: dict[tuple[int, History], np.ndarray[Any, np.dtype[np.float64]]] = {}

    def start(self) -> State:
        return State(IN_LANGUAGE, (START,), BEGINNING)

    def guided(self, states: Sequence[State], log_probs: Floats) -> Floats:
        scores = np.empty_like(log_probs)
        for row, state in enumerate(states):
            if state.node is None or state.inside <= 0:
                scores[row] = log_probs[row]
                continue
            view, base = self._view(state), math.log(max(1 - state.inside, 1e-6))
            tokens, punctuation = view.tokens, self._punctuation
            plain_tokens, plain_marks = log_probs[row, tokens], log_probs[row, punctuation]
            own = np.log(1 - state.inside + state.inside * view.ratios)
            out = np.add(log_probs[row], np.float32(GUIDE * base), out=scores[row])
            out[tokens] = plain_tokens + GUIDE * own
            marks = GUIDE * math.log(1 - state.inside + state.inside * view.punctuation + 1e-9)
            out[punctuation] = plain_marks + marks
            # Few tokens have factors of their own; the rest of the mass takes the base.
            plain_tokens, plain_marks = np.exp(plain_tokens), np.exp(plain_marks)
            mass = float(plain_tokens.sum()), float(plain_marks.sum())
            total = math.exp(GUIDE * base) * max(0.0, 1 - sum(mass)) + math.exp(marks) * mass[1]
            total += float((plain_tokens * np.exp(GUIDE * own)).sum())
            out -= math.log(max(total, 1e-9))
        return scores

    def gain(self, state: State, token: int) -> float:
        """What a token's factor adds where finished hypotheses are ranked."""
        if state.node is None or state.inside <= 0:
            return 0.0
        ratio = self._ratio(self._view(state), token)
        return RANK * math.log(1 - state.inside + state.inside * ratio + 1e-9)

    def advance(self, state: State, token: int) -> State:
        tokens = self._tokens
        begins, mark = bool(tokens.begins_word[token]), bool(tokens.punctuation[token])
        if state.node is None:
            if not (begins or mark):
                return state
            return self._entered(State(ENTER, FORGOTTEN, None), token, mark)
        ratio = self._ratio(self._view(state), token)
        inside = state.inside * ratio / (1 - state.inside + state.inside * ratio + 1e-12)
        node = state.node
        if not (begins or mark):
            following = self._lexicon.child(node, token)
            return State(inside if following else 0.0, state.history, following)
        history = state.history
        if node.depth:
            word = self._lexicon.branches(node).word
            history = FORGOTTEN if word is None else (*history, word)[-(ORDER - 1) :]
        if inside <= 0:
            history = FORGOTTEN
        inside = inside * (1 - LEAVE) + (1 - inside) * ENTER
        return self._entered(State(inside, history, None), token, mark)

    def ending(self, state: State) -> float:
        """Probability that an utterance that came to `state` is over, 0..1; `OUTSIDE_ENDS` as far as it is
        not of the bot's language."""
        ends = 0.0
        if state.node is not None:
            ends = self._ends(state.history, state.node)
        return state.inside * ends + (1 - state.inside) * OUTSIDE_ENDS

    def ends_after(self, tokens: Sequence[int]) -> float:
        """`ending` of an utterance of these tokens."""
        state = self.start()
        for token in tokens:
            state = self.advance(state, token)
        return self.ending(state)

    def _ends(self, history: History, node: Node) -> float:
        place = self._lexicon.roots[SPACED] if node is BEGINNING else node
        if not place.depth:
            return float(self._following(history)[END])
        word = self._lexicon.branches(place).word
        if word is None:
            return 0.0  # within a word
        mass = self._mass(place.table, history)
        whole = float(self._following(history)[word]) / max(float(mass[place.end] - mass[place.first]), 1e-12)
        return min(1.0, whole) * float(self._following((*history, word)[-(ORDER - 1) :])[END])

    def _entered(self, state: State, token: int, mark: bool) -> State:
        """After a word's end: between words, or in a new word."""
        if mark:
            table = JOINED if token == self._tokens.hyphen else SPACED
            return State(state.inside, state.history, self._lexicon.roots[table])
        node = self._lexicon.child(self._lexicon.roots[SPACED], token)
        return State(state.inside if node else 0.0, state.history if node else FORGOTTEN, node)

    def _ratio(self, view: View, token: int) -> float:
        at = view.at.get(token)
        if at is not None:
            return float(view.ratios[at])
        return view.punctuation if self._tokens.punctuation[token] else 0.0

    def _view(self, state: State) -> View:
        key = (state.history, state.node)
        found = self._views.get(key)
        if found is None:
            assert state.node is not None
            found = self._seen(state.history, state.node)
            if len(self._views) < MOST_VIEWS:
                self._views[key] = found
        return found

    def _seen(self, history: History, node: Node) -> View:
        lexicon, expected = self._lexicon, self._prior.at(node)
        place = lexicon.roots[SPACED] if node is BEGINNING else node
        tokens: list[Ints] = []
        own: list[Any] = []
        general: list[Any] = []
        ends = 1.0
        """The probability that a new word may begin here."""
        if place.depth or place.table == JOINED:
            branches = lexicon.branches(place)
            mass = self._mass(place.table, history)
            total = max(mass[place.end] - mass[place.first], 1e-12)
            tokens.append(branches.tokens)
            own.append((mass[branches.ends] - mass[branches.firsts]) / total)
            general.append(expected.branches)
            if branches.word is None:
                ends = 0.0
            else:
                ends = float(self._following(history)[branches.word]) / total
                history = (*history, branches.word)[-(ORDER - 1) :]
        end = 0.0
        if ends:
            root = lexicon.branches(lexicon.roots[SPACED])
            mass = self._mass(SPACED, history)
            rest = ends * (1 - min(expected.punctuation, 0.9))
            tokens.append(root.tokens)
            own.append(rest * (mass[root.ends] - mass[root.firsts]))
            general.append(expected.roots)
            end = ends * float(self._following(history)[END])
        # When to end is for the audio to say; the bot's language only knows where it is unlikely.
        tokens.append(np.array([self._tokens.end], np.int64))
        own.append(np.array([end]))
        general.append(np.array([self._following(FORGOTTEN)[END]]))
        listed = np.concatenate(tokens)
        ratios = np.concatenate(own) / np.maximum(np.concatenate(general), GENERAL_LEAST)
        # Whether "seven" or "7" is written is no question of language: figures may be said, at no gain.
        ratios = np.where(self._tokens.figures[listed], np.minimum(ratios, 1.0), ratios)
        return View(
            listed,
            np.asarray(ratios, np.float32),
            dict(zip(listed.tolist(), range(len(listed)), strict=True)),
            ends,
        )

    def _following(self, history: History) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.asarray(sum(part.share * part.model.following(history) for part in self._parts))

    def _mass(self, table: int, history: History) -> np.ndarray[Any, np.dtype[np.float64]]:
        key = (table, history)
        found = self._masses.get(key)
        if found is None:
            found = self._lexicon.mass(table, self._following(history))
            if len(self._masses) < MOST_VIEWS:
                self._masses[key] = found
        return found
