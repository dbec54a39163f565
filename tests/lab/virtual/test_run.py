"""Calls in virtual time: how they end, and that the same call is the same, byte for byte."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dialogue.small import bot
from tests.lab.virtual.far_ends import LOUD, Noisy, Speaks
from tests.lab.virtual.placing import Kept, placed
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot_from_files
from viva.lab.virtual.far_end import Entered
from viva.lab.virtual.station import Station, open_station

NAME = bot().name


def asking(actions: str) -> Bot:
    """Goes on by itself: its flow runs an action at once."""
    flow = """
title: Asks
intents: {anything: [something]}
slots: {found: number}
flows:
  start:
    - say: One moment, please.
    - do: find
      into: found
      timeout_ms: 5000
      on_fail: [say: It failed.]
    - say: Here you are.
"""
    return load_bot_from_files({"bot.yaml": flow, "actions.py": actions}, "asks")


def opened(*bots: Bot) -> Station:
    return open_station(bots, stand_ins=True)


@pytest.fixture(scope="module")
def trips() -> Station:
    return opened(bot())


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), other=st.integers(0, 10_000))
def test_a_call_is_the_same_whatever_was_placed_before(
    trips: Station, tmp_path_factory: pytest.TempPathFactory, seed: int, other: int
) -> None:
    calls = [placed(trips, NAME, Noisy(one), tmp_path_factory.mktemp("call")) for one in (seed, other, seed)]
    assert calls[0] == calls[2]


def test_the_far_end_hears_the_bot_and_is_told_every_event(trips: Station, tmp_path: Path) -> None:
    far_end = Speaks([LOUD * 50], leaves_at=8000)
    kept = placed(trips, NAME, far_end, tmp_path)
    assert kept.ended.reason == "caller_hung_up" and not kept.ended.problem
    assert 7900 <= kept.ended.t <= 8000
    assert far_end.kinds == [one["event"]["kind"] for one in lines(kept)]
    assert {"call_started", "recognized", "understood", "caller_left"} <= set(far_end.kinds)
    assert len(far_end.heard) > 32_000


@pytest.mark.parametrize("method", ["audio", "hear", "told", "leaves"])
def test_a_far_end_that_raises_ends_its_call_and_says_so(
    trips: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    far_end = Speaks([])

    def broken(*_: Any) -> Any:
        raise ValueError("no voice")

    monkeypatch.setattr(far_end, method, broken)
    ended = placed(trips, NAME, far_end, tmp_path).ended
    assert (ended.reason, ended.problem) == ("failed", "the far end raised ValueError: no voice")


def test_keys_that_raise_end_their_call_too(trips: Station, tmp_path: Path) -> None:
    def broken(t: int) -> list[Entered]:
        raise ValueError("no keys")

    ended = placed(trips, NAME, Speaks([]), tmp_path, entering=broken).ended
    assert (ended.reason, ended.problem) == ("failed", "the far end raised ValueError: no keys")


def test_half_a_frame_is_told(trips: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far_end = Speaks([])
    monkeypatch.setattr(far_end, "audio", lambda t: bytes(320))
    ended = placed(trips, NAME, far_end, tmp_path).ended
    assert "its frame has 320 bytes; 640 are expected" in ended.problem


def test_a_caller_who_never_leaves_reaches_the_limit(trips: Station, tmp_path: Path) -> None:
    ended = placed(trips, NAME, Speaks([], leaves_at=10**9), tmp_path, limit_ms=3000).ended
    assert (ended.reason, ended.t) == ("failed", 3000)
    assert ended.problem == "the call was ended at its limit of 3 s"


def test_an_action_that_sleeps_takes_so_long_in_the_call(tmp_path: Path) -> None:
    station = opened(
        asking("import asyncio\n\nasync def find(call):\n    await asyncio.sleep(3)\n    return 1\n")
    )
    kept = placed(station, "asks", Speaks([], leaves_at=9000), tmp_path)
    assert abs(finished(kept)["t"] - asked_at(kept) - 3000) <= 20


def test_an_action_learns_that_nobody_calls_and_finds_its_globals_fresh(tmp_path: Path) -> None:
    code = "seen = []\n\nasync def find(call):\n    seen.append(call.simulated)\n    return [call.id, seen]\n"
    station = opened(asking(code))
    for folder in ("a", "b"):
        kept = placed(station, "asks", Speaks([], leaves_at=4000), tmp_path / folder)
        assert finished(kept)["result"] == ["sim-1", [True]]


def test_actions_may_be_answered_by_others(tmp_path: Path) -> None:
    class Recorded:
        async def run(self, action: str, arguments: Any, *, timeout_ms: int, call: str = "") -> Any:
            return [action, call]

    station = opened(asking("async def find(call):\n    return 1\n"))
    kept = placed(station, "asks", Speaks([], leaves_at=4000), tmp_path, actions=Recorded())
    assert finished(kept)["result"] == ["find", "sim-1"]


def test_an_action_that_waits_for_nothing_for_ever_ends_its_call(tmp_path: Path) -> None:
    code = "import asyncio\n\nasync def find(call):\n    while True:\n        await asyncio.sleep(0)\n"
    ended = placed(opened(asking(code)), "asks", Speaks([]), tmp_path).ended
    assert ended.reason == "failed" and ended.problem.startswith("no time passes at ")


def test_settings_of_its_own(trips: Station, tmp_path: Path) -> None:
    own = replace(trips.hosts[NAME].settings, max_call_ms=2000)
    ended = placed(trips, NAME, Speaks([]), tmp_path, own).ended
    assert ended.t < 10_000 and ended.reason != "failed"


def lines(kept: Kept) -> list[dict[str, Any]]:
    return [json.loads(line) for line in kept.log.splitlines()[1:]]


def finished(kept: Kept) -> dict[str, Any]:
    (found,) = [one["event"] for one in lines(kept) if one["event"]["kind"] == "action_finished"]
    return dict(found)


def asked_at(kept: Kept) -> int:
    return next(
        int(one["event"]["t"])
        for one in lines(kept)
        if any(command["kind"] == "run_action" for command in one["commands"])
    )
