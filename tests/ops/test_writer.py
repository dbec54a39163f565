from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from viva.audio.recording import read_recording
from viva.ops.writer import DiskWriter


def test_what_is_handed_over_is_written_in_order(tmp_path: Path) -> None:
    writer = DiskWriter()
    log, recording = (
        writer.open_log(tmp_path / "a" / "events.jsonl"),
        writer.open_recording(tmp_path / "a.wav"),
    )
    for n in range(50):
        log.append(b"%d\n" % n)
        recording.append(np.full(160, n, "<i2").tobytes(), np.full(160, -n, "<i2").tobytes())
    assert writer.flush()
    assert (tmp_path / "a" / "events.jsonl").read_bytes() == b"".join(b"%d\n" % n for n in range(50))
    samples = np.array(read_recording(tmp_path / "a.wav"))
    assert samples.shape == (50 * 160, 2)
    assert samples[::160].tolist() == [[n, -n] for n in range(50)]
    log.close()
    recording.close()
    assert writer.close()
    assert log.problem is None
    assert recording.problem is None


def test_a_slow_disk_is_reported_once_and_what_came_before_is_written(tmp_path: Path) -> None:
    writer = DiskWriter(max_waiting=100)
    slow = threading.Event()
    log, other = writer.open_log(tmp_path / "log"), writer.open_log(tmp_path / "other")
    assert writer.flush()

    def stall() -> None:
        slow.wait(10)

    writer.submit(stall)
    log.append(b"x" * 60)
    before = log.problem
    assert before is None
    log.append(b"y" * 60)
    assert log.problem == f"{tmp_path / 'log'}: the disk does not keep up; the rest is not written"
    log.append(b"z")
    assert not writer.flush(0.0)
    slow.set()
    assert writer.flush()
    assert (tmp_path / "log").read_bytes() == b"x" * 60
    other.append(b"fine")
    assert writer.flush()
    assert (tmp_path / "other").read_bytes() == b"fine"
    assert other.problem is None
    writer.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_stops_one_file_and_no_other(tmp_path: Path) -> None:
    writer = DiskWriter()
    full, fine = writer.open_log(Path("/dev/full")), writer.open_log(tmp_path / "fine")
    for _ in range(3):
        full.append(b"lost\n")
        fine.append(b"kept\n")
    full.close()
    fine.close()
    assert writer.close()
    assert full.problem == "/dev/full: No space left on device; the rest is not written"
    assert fine.problem is None
    assert (tmp_path / "fine").read_bytes() == b"kept\n" * 3


def test_a_folder_that_cannot_be_made_is_a_problem_of_that_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    writer = DiskWriter()
    recording = writer.open_recording(tmp_path / "file" / "audio.wav")
    recording.append(b"\0\0", b"\0\0")
    recording.close()
    writer.close()
    assert recording.problem is not None
    assert str(tmp_path / "file") in recording.problem


def test_an_operation_that_fails_does_not_end_the_thread() -> None:
    writer = DiskWriter()
    done: list[int] = []
    assert writer.submit(lambda: print(1 // 0))
    assert writer.submit(lambda: done.append(1))
    assert writer.close()
    assert done == [1]


def test_a_closed_writer_takes_nothing() -> None:
    writer = DiskWriter()
    assert writer.close()
    assert not writer.submit(lambda: None)
    assert not writer.flush()
    assert writer.close()


LIMITED = """
import resource, signal, sys
from pathlib import Path
from viva.ops.writer import DiskWriter
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
folder = Path(sys.argv[1])
writer = DiskWriter()
recording, log = writer.open_recording(folder / "audio.wav"), writer.open_log(folder / "events.jsonl")
for n in range(20):
    recording.append(bytes(16000), bytes(16000))
    log.append(b"{}\\n")
recording.close(), log.close()
writer.close()
print(recording.problem, "|", log.problem)
"""


def test_a_recording_that_hits_the_limit_stays_readable(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == f"{tmp_path / 'audio.wav'}: File too large; the rest is not written | None"
    assert len(read_recording(tmp_path / "audio.wav")) == (100_000 - 44) // 4
    assert (tmp_path / "events.jsonl").read_bytes() == b"{}\n" * 20


KILLED = """
import os, signal, sys
from pathlib import Path
from viva.ops.writer import DiskWriter
folder = Path(sys.argv[1])
writer = DiskWriter()
recording, log = writer.open_recording(folder / "audio.wav"), writer.open_log(folder / "events.jsonl")
for n in range(20):
    recording.append(b"\\1\\0" * 8000, b"\\2\\0" * 8000)
    log.append(b'{"n": %d}\\n' % n)
assert writer.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_written_before_a_kill_is_readable(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], timeout=60, check=False)
    assert done.returncode == -9
    samples = np.array(read_recording(tmp_path / "audio.wav"))
    assert samples.shape == (160_000, 2)
    assert (samples == [1, 2]).all()
    lines = (tmp_path / "events.jsonl").read_text().splitlines()
    assert [json.loads(line)["n"] for line in lines] == list(range(20))
