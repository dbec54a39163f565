"""The process's sentence encoder: loaded at first use, shared by all bots and calls."""

from __future__ import annotations

from functools import cache

from viva.encoding.engine import Encoder
from viva.models.fetch import ensure

MODEL = "all-minilm-l6-v2"
"""In the catalogue of models."""


def sentence_encoder() -> Encoder:
    """The same one each time.

    Raises:
        ModelError: its model is missing or damaged; the message says how to mend it.
    """
    ensure(MODEL)
    return _loaded()


@cache
def _loaded() -> Encoder:
    from viva.encoding.minilm import MiniLm
    from viva.encoding.remembered import Remembered

    return Remembered(MiniLm())
