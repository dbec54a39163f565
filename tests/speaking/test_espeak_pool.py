"""Processes that speak: many at once, closed early, killed, and given nonsense."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.errors import VivaError
from viva.speaking.engine import Chunk, Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.espeak_pool import LIMIT_S, EspeakPool
from viva.speaking.prosody import Prosody
from viva.speaking.script import Piece
from viva.speaking.turns import Turn, Turns

VOICE = Voice("en-gb")
TEXT = "See you on Thursday the 26th of November at half past four in the afternoon."


@pytest.fixture(scope="module")
def pool() -> Iterator[EspeakPool]:
    made = EspeakPool(2)
    yield made
    made.close()


@pytest.fixture(scope="module")
def speaks(pool: EspeakPool) -> EspeakSynthesizer:
    return EspeakSynthesizer(pool)


def audio(chunks: list[Chunk]) -> np.ndarray:
    return np.concatenate([np.zeros(0, np.float32), *(chunk.samples for chunk in chunks)])


def test_the_same_as_in_this_process(speaks: EspeakSynthesizer) -> None:
    pieces = (Piece("Your code is "), Piece("one four seven", prosody=Prosody(0.8), pause_ms=200))
    there = list(speaks.stream(pieces, VOICE))
    here = list(EspeakSynthesizer().stream(pieces, VOICE))
    assert abs(len(audio(there)) - len(audio(here))) < 0.04 * speaks.rate
    assert [m.start for c in there for m in c.marks] == [m.start for c in here for m in c.marks]


def test_many_at_once_do_not_mix_up(speaks: EspeakSynthesizer) -> None:
    texts = [f"{TEXT} Number {number}." for number in range(40)]
    lengths = [len(audio(list(EspeakSynthesizer().stream((Piece(text),), VOICE)))) for text in texts]
    wrong: list[str] = []

    def ask(text: str, length: int) -> None:
        made = list(speaks.stream((Piece(text),), VOICE))
        words = [text[m.start : m.end] for chunk in made for m in chunk.marks]
        if abs(len(audio(made)) - length) > 0.06 * speaks.rate or words != text.split():
            wrong.append(text)

    threads = [threading.Thread(target=ask, args=pair) for pair in zip(texts, lengths, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_closing_ends_the_work_and_the_next_one_is_whole(speaks: EspeakSynthesizer) -> None:
    for _ in range(50):
        with closing(speaks.stream((Piece(TEXT),), VOICE)) as chunks:
            next(chunks)
    assert len(audio(list(speaks.stream((Piece(TEXT),), VOICE)))) > 3 * speaks.rate


def test_a_process_that_dies_is_replaced(pool: EspeakPool, speaks: EspeakSynthesizer) -> None:
    list(speaks.stream((Piece(TEXT),), VOICE))
    for place in list(pool._places):
        os.kill(place.process.pid or 0, signal.SIGKILL)
        place.process.join()
    assert audio(list(speaks.stream((Piece(TEXT),), VOICE))).any()


def test_one_that_dies_while_it_speaks_is_told_of(pool: EspeakPool, speaks: EspeakSynthesizer) -> None:
    with closing(speaks.stream((Piece(TEXT * 30),), VOICE)) as chunks:
        next(chunks)
        for place in list(pool._places):
            os.kill(place.process.pid or 0, signal.SIGKILL)
            place.process.join()
        with pytest.raises(VivaError, match="the process of eSpeak NG died while it was speaking"):
            list(chunks)
    assert audio(list(speaks.stream((Piece(TEXT),), VOICE))).any()


def test_one_that_hangs_is_ended_and_replaced() -> None:
    pool = EspeakPool(1)
    speaks = EspeakSynthesizer(pool)
    list(speaks.stream((Piece("Yes."),), VOICE))  # it is there, however slowly it started
    pool.limit_s = 0.3
    os.kill(pool._places[0].process.pid or 0, signal.SIGSTOP)
    with pytest.raises(VivaError, match=r"eSpeak NG gave nothing for 0\.3 s"):
        list(speaks.stream((Piece(TEXT),), VOICE))
    pool.limit_s = LIMIT_S
    assert audio(list(speaks.stream((Piece(TEXT),), VOICE))).any()
    pool.close()


def test_an_unknown_voice_is_told_before_anything_is_asked(speaks: EspeakSynthesizer) -> None:
    with pytest.raises(VivaError, match="eSpeak NG has no voice 'en-uk'"):
        list(speaks.stream((Piece(TEXT),), Voice("en-uk")))


def test_an_end_is_an_end() -> None:
    pool = EspeakPool(1)
    pool.start()
    (place,) = pool._places
    pool.close()
    assert not place.process.is_alive()
    with pytest.raises(VivaError, match="were ended"):
        list(EspeakSynthesizer(pool).stream((Piece(TEXT),), VOICE))


ODD = ("\x00", "\x01300S", "[[h@", "<speak>", "\u202e", "\ud83d", "’", "...", "1e999", " ")
SCRIPTS = ("😀", "日本語", "हिन्दी", "مرحبا")
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(ODD + SCRIPTS)).map("".join))


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, max_size=4), seed=st.integers(0, 1000))
def test_nonsense_is_said_or_not_but_never_fails(
    speaks: EspeakSynthesizer, texts: list[str], seed: int
) -> None:
    chance = random.Random(seed)
    pieces = tuple(
        Piece(
            text,
            chance.choice(("", "", "half past four", "\x01P")),
            prosody=Prosody(chance.choice((0.1, 0.7, 1.0, 1.4, 9.0)), chance.choice((-40, -4, 0, 4, 40))),
            pause_ms=chance.choice((0, 0, 120)),
        )
        for text in texts
    )
    voice = Voice(chance.choice(("en-gb", "hi", "en-us+f3", "cmn")), chance.choice((1, 165, 900)))
    made = list(speaks.stream(pieces, voice))
    joined = "".join(texts)
    marks = [mark for chunk in made for mark in chunk.marks]
    assert np.isfinite(audio(made)).all()
    assert [m.at_ms for m in marks] == sorted(m.at_ms for m in marks)
    assert all(0 <= m.start < m.end <= len(joined) for m in marks)


def test_five_thousand_characters(speaks: EspeakSynthesizer) -> None:
    text = "A long story. " * 357
    made = list(speaks.stream((Piece(text),), VOICE))
    assert len([mark for chunk in made for mark in chunk.marks]) == 357 * 3


def test_beginnings_come_before_rests() -> None:
    turns, order = Turns(), list[str]()
    asked = threading.Barrier(2)
    turns.ask(beginning=True)

    def work(name: str, *, beginning: bool) -> None:
        asked.wait()
        turns.ask(beginning=beginning)
        order.append(name)
        turns.give()

    rest = threading.Thread(target=work, args=("rest",), kwargs={"beginning": False})
    rest.start()
    asked.wait()
    while not turns._rests:
        pass
    beginning = threading.Thread(target=work, args=("beginning",), kwargs={"beginning": True})
    beginning.start()
    asked.wait()
    while not turns.beginnings_wait:
        pass
    turns.give()
    rest.join()
    beginning.join()
    assert order == ["beginning", "rest"]
    with Turn(turns) as turn:
        turn.between()
        turn.rest()
    assert not turns._taken
