"""Where compiled languages are kept: one file each, named by everything that went into it."""

from __future__ import annotations

from dataclasses import asdict
from json import dumps
from pathlib import Path

from viva.models.built import built_file, code_hash
from viva.understanding.engine import Language

_COMPILES = (
    ("viva.hearing", "bias"),
    ("viva.understanding", "data"),
    ("viva.understanding", "marks.py"),
    ("viva.understanding", "utterances.py"),
    ("viva.understanding", "vocabulary.py"),
)


def language_file(recognizer: str, language: Language) -> Path:
    """The file of a bot's language for a recognizer; it need not be there yet."""
    own = dumps(asdict(language), sort_keys=True, default=str)
    return built_file("hearing", recognizer, own, code_hash(*_COMPILES))
