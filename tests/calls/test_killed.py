"""A server killed in mid-call: everything up to the last second is there, and the next start says so."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

from tests.calls.client import calling
from viva.audio.recording import read_recording
from viva.call.log import read_log
from viva.ops.store import Store

ROOT = Path(__file__).resolve().parents[2]
SERVE = [sys.executable, "-u", "-c", "from viva.cli import main; main()", "serve"]


def start(data: Path) -> tuple[subprocess.Popen[str], str, str]:
    """A server with one bot: the process, its page, and what it printed before it was ready."""
    command = [*SERVE, str(ROOT / "bots" / "barista"), "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if found := re.search(r"ready: (http://localhost:\d+)", line):
            return process, found.group(1), printed
    raise AssertionError(printed)


def test_kill_9_in_mid_call_loses_less_than_a_second(tmp_path: Path) -> None:
    process, page, _ = start(tmp_path)

    async def killed() -> None:
        async with calling(page) as caller:
            await caller.silence(4.0)
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)

    asyncio.run(killed())
    store = Store(tmp_path)
    (row,) = store.list()
    assert row.status == "live"
    folder = store.call_dir(row.id)
    assert len(read_recording(folder / "audio.wav")) / 16_000 >= 3.0
    _, records, _ = read_log(folder / "events.jsonl")
    assert records[0].event.kind == "call_started"
    assert any(record.event.kind == "playback_started" for record in records)
    store.close()

    again, _, printed = start(tmp_path)
    again.terminate()
    again.wait(20)
    assert f"call {row.id} with barista was cut" in printed
    store = Store(tmp_path)
    assert store.get(row.id).status == "cut"
    store.close()
