"""Recognition in processes of its own: it may take whole cores without making the media tick late."""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from viva.errors import VivaError
from viva.hearing.bias.store import language_file
from viva.hearing.engine import Recognizer
from viva.hearing.evidence import Recognition
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.registry import RECOGNIZERS, recognizer
from viva.understanding.engine import Language
from viva.understanding.expectation import Expectation

log = logging.getLogger(__name__)

NICE = 1
"""Below the media tick, which must not wait for a core."""
SILENCE = 32_000
"""Bytes: a second."""
_PR_SET_PDEATHSIG = 1

_loaded: dict[str, Recognizer] = {}
"""In a recognition process: its recognizers by name."""


@dataclass(frozen=True, slots=True)
class RemoteRecognizer:
    """`viva.hearing.engine.BotRecognizer` that loads where it is used: names travel, and a file's path."""

    name: str
    language: Path
    """What was compiled of the bot's language."""

    def recognize(self, pcm: bytes, expects: Expectation) -> Recognition:
        return _get(self.name).recognize(pcm, expects, self.language)

    def judge_overlap(self, pcm: bytes, expects: Expectation, usual_level_db: float | None) -> Overlap:
        return _get(self.name).judge_overlap(pcm, expects, usual_level_db, self.language)

    def load(self) -> None:
        """Have the model ready before the first caller speaks, and the bot's language with it."""
        _get(self.name).recognize(bytes(SILENCE), Expectation(), self.language)


def compile_language(name: str, language: Language, path: Path) -> None:
    """In a recognition process: compile a bot's language for a recognizer.

    Raises:
        VivaError: the file cannot be written.
    """
    try:
        _get(name).compile(language, path)
    except OSError as error:
        raise VivaError(
            f"cannot write what was compiled: {error}", hint="set VIVA_MODELS to a folder that can be written"
        ) from error


def processes(count: int) -> ProcessPoolExecutor:
    """A pool of recognition processes; they start when work first comes."""
    # A fresh interpreter: a fork would copy threads and native engines in an unknown state.
    return ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(os.getpid(),)
    )


def remote_recognizer(name: str, language: Language) -> RemoteRecognizer:
    """Checked here, so that an unknown name is told at start and not to the first caller.

    Raises:
        VivaError: no such recognizer.
    """
    if name not in RECOGNIZERS:
        recognizer(name)
    return RemoteRecognizer(name, language_file(name, language))


def _get(name: str) -> Recognizer:
    if name not in _loaded:
        _loaded[name] = recognizer(name)
    return _loaded[name]


def _begin(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends its pool itself
    os.nice(NICE)
    if sys.platform == "linux":
        # A server that is killed takes its recognizers with it.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
