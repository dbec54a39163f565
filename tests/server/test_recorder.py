"""The trace of a call on disk: both sides in time, and a disk that fails."""

from __future__ import annotations

from pathlib import Path

from viva.audio.recording import read_recording
from viva.call.events import CallStarted
from viva.call.log import Header, read_log
from viva.call.settings import CallSettings
from viva.ops.store import CallRow, Store
from viva.ops.writer import DiskWriter
from viva.server.recorder import CallRecorder

ROW = CallRow("20261124-093000-abcdef", "bot", "f" * 64, "test", "", "2026-11-24T09:30:00+00:00")
HEADER = Header(ROW.id, "bot", "f" * 64, CallSettings(), "0.1.0")
MS = 32


def test_both_sides_stand_where_they_sounded(tmp_path: Path) -> None:
    store, writer = Store(tmp_path), DiskWriter()
    recorder = CallRecorder(store, writer, ROW, HEADER)
    recorder.record(CallStarted(0, ROW.id, "bot", "test", "", "2026-11-24T09:30:00"), [])
    for t in range(0, 2000, 20):
        recorder.caller(b"\1\0" * 320)
        if t == 1000:
            recorder.bot(b"\2\0" * 320, t)
        recorder.clock(t)
    recorder.close(2000, "caller_hung_up", 0)
    assert writer.flush()
    samples = read_recording(store.call_dir(ROW.id) / "audio.wav")
    assert len(samples) == 32_000
    assert set(samples[:, 0].tolist()) == {1}
    assert samples[:, 1].nonzero()[0].tolist() == list(range(16_000, 16_320))
    header, records, cut = read_log(store.call_dir(ROW.id) / "events.jsonl")
    assert (header, len(records), cut) == (HEADER, 1, False)
    assert store.get(ROW.id).status == "ended"
    writer.close()


def test_audio_sent_ahead_and_not_played_is_not_recorded(tmp_path: Path) -> None:
    store, writer = Store(tmp_path), DiskWriter()
    recorder = CallRecorder(store, writer, ROW, HEADER)
    for _ in range(5):
        recorder.bot(b"\2\0" * 320, 0)
    recorder.silence_bot(40)
    recorder.close(200, "caller_hung_up", 0)
    assert writer.flush()
    samples = read_recording(store.call_dir(ROW.id) / "audio.wav")
    assert samples[:, 1].nonzero()[0].tolist() == list(range(40 * 16))
    writer.close()


def test_a_disk_that_fails_is_told_once(tmp_path: Path) -> None:
    store, writer = Store(tmp_path), DiskWriter()
    store.call_dir(ROW.id).write_text("a file where the call's folder must be")
    recorder = CallRecorder(store, writer, ROW, HEADER)
    recorder.caller(bytes(20 * MS))
    assert writer.flush()
    problem = recorder.take_problem()
    assert problem is not None
    assert ROW.id in problem
    assert recorder.take_problem() is None
    recorder.close(20, "caller_hung_up", 0)
    assert writer.flush()
    writer.close()
