"""The sentence encoder with room for whole data sets, which a measurement goes through many times."""

from __future__ import annotations

from viva.encoding.engine import Encoder
from viva.encoding.minilm import MiniLm
from viva.encoding.remembered import Remembered

_MOST = 50_000
"""Texts; 150 MB."""


def patient_encoder() -> Encoder:
    """ModelError where its model is missing."""
    return Remembered(MiniLm(), _MOST)
