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

from viva.hearing.engine import Recognizer
from viva.hearing.evidence import Recognition
from viva.hearing.registry import RECOGNIZERS, recognizer
from viva.understanding.expectation import Expectation

log = logging.getLogger(__name__)

NICE = 1
"""Below the media tick, which must not wait for a core."""
_PR_SET_PDEATHSIG = 1

_loaded: dict[str, Recognizer] = {}
"""In a recognition process: its recognizers by name."""


@dataclass(frozen=True, slots=True)
class RemoteRecognizer:
    """`viva.hearing.engine.Recognizer` that loads where it is used: it is its name that travels."""

    name: str

    def recognize(self, pcm: bytes, expects: Expectation) -> Recognition:
        return _get(self.name).recognize(pcm, expects)

    def load(self) -> None:
        """Have the model ready before the first caller speaks."""
        _get(self.name)


def processes(count: int) -> ProcessPoolExecutor:
    """A pool of recognition processes; they start when work first comes."""
    # A fresh interpreter: a fork would copy threads and native engines in an unknown state.
    return ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(os.getpid(),)
    )


def remote_recognizer(name: str) -> RemoteRecognizer:
    """Checked here, so that an unknown name is told at start and not to the first caller.

    Raises:
        VivaError: no such recognizer.
    """
    if name not in RECOGNIZERS:
        recognizer(name)
    return RemoteRecognizer(name)


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
