"""Engines that take time to load, once per run."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

import numpy as np
import pytest

from viva.hearing.moonshine import MoonshineRecognizer
from viva.models.catalogue import ModelError
from viva.models.fetch import ensure
from viva.speaking.engine import Voice
from viva.speaking.registry import say
from viva.speaking.speech import Speech


def need(model: str) -> None:
    try:
        ensure(model)
    except ModelError as error:
        pytest.skip(f"{error.message}; {error.hint}")


@cache
def loaded(width: int) -> MoonshineRecognizer:
    return MoonshineRecognizer(width)


@pytest.fixture
def greedy() -> MoonshineRecognizer:
    need("moonshine-tiny")
    return loaded(1)


@pytest.fixture
def recognizer() -> MoonshineRecognizer:
    need("moonshine-tiny")
    return loaded(4)


@cache
def spoken(text: str, voice: str = "en-us") -> Speech:
    """A sentence by eSpeak NG with a faint hiss, as no line is digitally silent; the same at each run.

    In a process of its own: within one, what a sentence sounds like depends on those before it.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        speech = process.submit(say, text, Voice(voice, rate=150)).result()
    samples = np.frombuffer(speech.pcm, "<i2") + np.random.default_rng(1).normal(0, 20, len(speech.pcm) // 2)
    return Speech(speech.text, samples.clip(-32768, 32767).astype("<i2").tobytes(), speech.marks)
