"""A spoken call with the real engines, replayed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.replay.recording import met, recorded
from tests.lab.virtual.far_ends import Speaks
from viva.dialogue.load import load_bot
from viva.lab.replay.chosen import Chosen
from viva.lab.variant import variant
from viva.speaking.engine import Voice
from viva.speaking.registry import say

pytestmark = pytest.mark.models

BARISTA = load_bot(Path(__file__).resolve().parents[3] / "bots" / "barista")
ORDER = ("I would like a large latte please.", "Yes please.", "No thank you.")
"""Each in one breath: with a pause in it, patience would change what is taken for a turn."""


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Chosen:
    spoken = [say(text, Voice("en-us", rate=150)).pcm for text in ORDER]
    return recorded(BARISTA, Speaks(spoken, leaves_at=30_000), tmp_path_factory.mktemp("call"), real=True)


def test_the_same_version_is_the_same_to_the_millisecond(call: Chosen) -> None:
    found = met(call, BARISTA, BARISTA, real=True)
    assert found.noise is None and found.parting is None
    assert not found.noises and not found.changes
    assert found.recorded == found.again
    assert found.counted == found.turns >= 3


def test_patience_changes_when_and_not_what(call: Chosen) -> None:
    found = met(call, BARISTA, variant(BARISTA, ["turn.cut_in_cost=10"]), real=True)
    assert found.noise is None and found.fate == "changed"
    assert {change.what for change in found.changes} == {"latency"}
    assert found.changed.latency_ms > found.again.latency_ms


def test_another_question_parts_where_it_is_put(call: Chosen) -> None:
    found = met(call, BARISTA, variant(BARISTA, ["flows.order.steps.1.confirm=Shall I make it?"]), real=True)
    assert found.parting is not None
    assert (found.parting.why, found.parting.turn) == ("other words", 1)
    assert "latte" in found.parting.recorded and found.parting.now == 'says "Shall I make it?"'
    assert found.counted == 1
