"""A bot's language over a toy tokenizer: a token for each letter, another where it begins a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

from viva.hearing.bias.language import BotLanguage
from viva.hearing.bias.tokens import SPACE, Tokens
from viva.understanding.engine import EntitySpec, Language

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
PIECES = ["<unk>", "<s>", "</s>", SPACE, "-", ",", ".", "?", "'", *LETTERS, *(SPACE + one for one in LETTERS)]
END = 2

DRINKS = Language(
    "en",
    {"order": ("a {drink} please", "I want a {drink}")},
    {"drink": EntitySpec("drink", "list", {"mocha": (), "flat white": (), "tea": ("cup of tea",)})},
)


class LetterTokens(Tokens):
    """Spells every word; capitals are written small."""

    def __init__(self) -> None:
        vocabulary = {piece: index for index, piece in enumerate(PIECES)}
        tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="<unk>"))
        tokenizer.pre_tokenizer = Split("", "isolated")
        super().__init__(tokenizer, END)
        self._number = vocabulary

    def encode(self, text: str) -> list[int]:
        out: list[int] = []
        for word in text.lower().split():
            out.append(self._number[SPACE + word[0]])
            out.extend(self._number.get(letter, 0) for letter in word[1:])
        return out


TOKENS = LetterTokens()


def even(sequences: Sequence[Sequence[int]]) -> Iterable[np.ndarray]:
    """A decoder that expects nothing in particular."""
    for sequence in sequences:
        yield np.full((len(sequence) + 1, len(PIECES)), -np.log(len(PIECES)), np.float32)


def drinks() -> BotLanguage:
    return BotLanguage.compiled(DRINKS, TOKENS, even)
