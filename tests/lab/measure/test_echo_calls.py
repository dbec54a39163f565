"""Made calls with an echo: their turns follow each other as those of a call do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viva.lab.measure.echo_calls import ANSWER_AFTER_S, RATE, EchoCalls
from viva.lab.measure.line import echo_alone

DATA = Path(__file__).parents[4] / "shared" / "data"

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not (DATA / "barista" / "clean").is_dir(), reason="no ../shared/data/barista"),
]


def test_the_caller_answers_after_each_sentence_and_the_bot_after_the_answer() -> None:
    for call in EchoCalls(DATA, "train").make(6, speaking=False, returns=(-15,)):
        ends = [end for _, end in call.sentences]
        begins = [begin for begin, _ in call.sentences]
        for end, answer in zip(ends, call.answers, strict=True):
            assert ANSWER_AFTER_S[0] <= (answer - end) / RATE <= ANSWER_AFTER_S[1]
        assert all(answer < begin for answer, begin in zip(call.answers, begins[1:], strict=False))
        assert call.speech_at is None
        assert len(call.caller) == len(call.echoed)


def test_the_gate_is_given_a_sentence_no_earlier_than_it_begins() -> None:
    call = next(EchoCalls(DATA, "train").make(1, speaking=True, returns=(-10,)))
    begin, end = call.sentences[0]
    alone = echo_alone(call)
    assert not alone[: begin // 512].any()
    assert np.mean(alone[begin // 512 : end // 512]) > 0.3
