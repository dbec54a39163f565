"""What a bot's language did to what was heard, word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from viva.hearing.beam import Finished
from viva.hearing.bias.mixture import Mixture
from viva.hearing.bias.tokens import SPACE
from viva.hearing.evidence import Hypothesis


@dataclass(frozen=True, slots=True)
class BiasedWord:
    text: str
    gain: float
    """What the bot's language adds to it where hypotheses are ranked, in natural-log units."""
    inside: float
    """0..1 after the word: how far the words so far are the bot's; 0 at a word that it does not have."""


@dataclass(frozen=True, slots=True)
class ExplainedHypothesis:
    hypothesis: Hypothesis
    gain: float
    """What the bot's language adds to the whole, the ending included. Posteriors follow from `log_prob` and
    this, variants in punctuation and capitals taken together."""
    words: tuple[BiasedWord, ...]
    """Those of the hypothesis, in order."""


def token_words(pieces: Sequence[str]) -> Iterator[range]:
    """The tokens of each word: one begins at a token that begins with a space, or at the first."""
    first = 0
    for at in range(1, len(pieces) + 1):
        if at == len(pieces) or pieces[at].startswith(SPACE):
            yield range(first, at)
            first = at


def biased_words(found: Finished, bias: Mixture | None, piece: Callable[[int], str]) -> Iterator[BiasedWord]:
    """The words of a hypothesis that have a letter or digit. `bias`: what it was found with."""
    pieces = [piece(token) for token in found.tokens]
    inside: list[float] = []
    state = bias.start() if bias else None
    for token in found.tokens:
        if bias and state:
            state = bias.advance(state, token)
        inside.append(state.inside if state and state.node is not None else 0.0)
    for tokens in token_words(pieces):
        text = "".join(pieces[at] for at in tokens).replace(SPACE, "")
        if any(char.isalnum() for char in text):
            gain = sum(found.gains[at] for at in tokens)
            # Punctuation behind a word is no part of it, and leads out of it.
            last = max(at for at in tokens if any(char.isalnum() for char in pieces[at]))
            yield BiasedWord(text.strip(".,?!;:"), float(gain), float(inside[last]))
