"""Curves of the caller's voice from a recording, and the path that serves them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from aiohttp.test_utils import TestClient, TestServer

from viva.audio.recording import RATE, open_recording
from viva.ops.store import CallRow, Store
from viva.server import voice_curves as module
from viva.server.api import Api
from viva.server.voice_curves import PART_MS, VoiceCurves, voice_curves

CALL = "20260102-030405-abcdef"


def record(path: Path, seconds: float, hz: float = 150.0) -> Path:
    """A caller who hums from the second second on, 14 dB quieter from 31 s; a bot who hums otherwise."""
    t = np.arange(int(seconds * RATE)) / RATE
    hum = sum(np.sin(2 * np.pi * hz * n * t) / n for n in (1, 2, 3, 4))
    loudness = np.where(t < 1, 0.0, np.where(t < 31, 0.25, 0.05))
    caller = (hum * loudness * 16_000).astype("<i2").tobytes()
    bot = (np.sin(2 * np.pi * 400 * t) * 8000).astype("<i2").tobytes()
    recording = open_recording(path)
    recording.write(caller, bot)
    recording.close()
    return path


def test_the_curves_are_the_caller_s(tmp_path: Path) -> None:
    curves, whole = voice_curves(record(tmp_path / "a.wav", 3.0), 1)
    assert (curves.start_ms, curves.step_ms, curves.parts, whole) == (0, 10, 1, False)
    assert len(curves.level_db) == len(curves.pitch_hz) == len(curves.tilt_db) == 300
    assert curves.level_db[50] == -100 and curves.pitch_hz[50] is None
    assert curves.pitch_hz[200] == pytest.approx(150, abs=2)
    assert -20 < curves.level_db[200] < -5


def test_a_part_begins_as_if_the_call_had_been_heard(tmp_path: Path) -> None:
    path = record(tmp_path / "a.wav", 61.0)
    first, whole = voice_curves(path, 1)
    assert whole and len(first.level_db) == PART_MS // 10
    second, _ = voice_curves(path, 2)
    assert (second.start_ms, second.parts) == (PART_MS, 3)
    assert None not in second.pitch_hz[:50]
    assert second.level_db[50] - second.level_db[200] == pytest.approx(14, abs=0.5)
    assert len(voice_curves(path, 3)[0].level_db) == 100


def test_a_part_that_is_not_there_and_an_empty_recording(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="part=2; this recording has parts 1 to 1 of 30 s"):
        voice_curves(record(tmp_path / "a.wav", 3.0), 2)
    empty, _ = voice_curves(record(tmp_path / "b.wav", 0.0), 1)
    assert empty.level_db == []


def test_what_was_worked_out_is_kept_while_it_cannot_grow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counted(path: Path, part: int) -> Any:
        asked.append(part)
        return voice_curves(path, part)

    monkeypatch.setattr(module, "voice_curves", counted)
    path = record(tmp_path / "a.wav", 31.0)

    async def scene() -> None:
        curves = VoiceCurves()
        for part in (1, 1, 2, 2):
            await curves.part(path, part)
        assert asked == [1, 2, 2]
        monkeypatch.setattr(module, "KEPT", 1)
        long = record(tmp_path / "b.wav", 61.0)
        asked.clear()
        for part in (1, 2, 2, 1):
            await curves.part(long, part)
        assert asked == [1, 2, 1]

    asyncio.run(scene())


def test_the_path_that_serves_them(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    store.begin(CallRow(CALL, "toy", "f" * 64, "file", "", "2026-01-02T03:04:05+00:00"))
    folder = store.call_dir(CALL)
    folder.mkdir(parents=True, exist_ok=True)

    async def scene() -> None:
        api = Api(SimpleNamespace(store=store, hosts={}))  # type: ignore[arg-type]
        async with TestClient(TestServer(api.application())) as client:

            async def ask(query: str) -> tuple[int, Any]:
                async with client.get(f"/api/calls/{query}") as response:
                    return response.status, await response.json()

            assert (await ask(f"{CALL}/voice"))[0] == 404
            record(folder / "audio.wav", 3.0)
            status, found = await ask(f"{CALL}/voice?part=1")
            assert status == 200
            assert found.keys() == {"start_ms", "step_ms", "parts", "level_db", "pitch_hz", "tilt_db"}
            assert (await ask(f"{CALL}/voice"))[1] == found
            status, problem = await ask(f"{CALL}/voice?part=9")
            assert (status, problem["error"]) == (400, "bad_parameter")
            assert (await ask(f"{CALL}/voice?part=0"))[0] == 400
            assert (await ask("nobody/voice"))[0] == 404

    asyncio.run(scene())
    store.close()
