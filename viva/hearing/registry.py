"""Recognizers by the name that a bot file gives them."""

from __future__ import annotations

from collections.abc import Callable

from viva.errors import VivaError
from viva.hearing.engine import Recognizer
from viva.models.fetch import ensure


def _moonshine(width: int) -> Recognizer:
    from viva.hearing.moonshine import MoonshineRecognizer

    return MoonshineRecognizer(width)


RECOGNIZERS: dict[str, Callable[[], Recognizer]] = {
    "moonshine-tiny": lambda: _moonshine(6),
    "moonshine-tiny-greedy": lambda: _moonshine(1),
}


MODELS: dict[str, str] = {"moonshine-tiny": "moonshine-tiny", "moonshine-tiny-greedy": "moonshine-tiny"}
"""The model that each recognizer needs."""


def ensure_models(name: str) -> None:
    """Check that what a recognizer needs is there, without loading it.

    Raises:
        ModelError: a file is missing or damaged; the message says which and how to mend it.
    """
    if name in MODELS:
        ensure(MODELS[name])


def recognizer(name: str) -> Recognizer:
    """A new recognizer.

    Raises:
        VivaError: no such recognizer, or its model is missing or damaged.
    """
    try:
        make = RECOGNIZERS[name]
    except KeyError:
        known = ", ".join(RECOGNIZERS)
        raise VivaError(f"no recognizer {name!r}; there are {known}") from None
    return make()
