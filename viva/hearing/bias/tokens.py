"""What a recognizer's tokens are: beginnings of words, punctuation, capital letters."""

from __future__ import annotations

from typing import Any

import numpy as np
from tokenizers import Tokenizer

Bools = np.ndarray[Any, np.dtype[np.bool_]]
Ints = np.ndarray[Any, np.dtype[np.int64]]

SPACE = "▁"
"""Begins a token that begins a word (SentencePiece)."""


class Tokens:
    """Facts about the vocabulary of a SentencePiece tokenizer; `end` is the token that ends a text."""

    def __init__(self, tokenizer: Tokenizer, end: int) -> None:
        self._tokenizer = tokenizer
        self.end = end
        number = tokenizer.get_vocab()
        self.size = max(number.values()) + 1
        text = [""] * self.size
        for piece, index in number.items():
            text[index] = piece
        self.begins_word: Bools = np.array([piece.startswith(SPACE) for piece in text])
        self.punctuation: Bools = np.array([_is_punctuation(piece) for piece in text])
        self.figures: Bools = np.array([piece.strip(SPACE).isdecimal() or piece == SPACE for piece in text])
        """Digits, and the space that begins a number in figures."""
        self.hyphen = number["-"]
        lower = [number.get(piece.lower(), index) for index, piece in enumerate(text)]
        self.lower: Ints = np.array(lower, np.int64)
        """Of each token the one with the same letters in lower case; itself where there is none."""

    def encode(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)


def _is_punctuation(piece: str) -> bool:
    """Apostrophes are part of words, and what stands in angle brackets is no text."""
    return bool(piece) and not any(one.isalnum() or one in "'’▁<" for one in piece)
