"""Places one call in virtual time, and gives what is left of it once it was replayed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viva.call.log import read_log
from viva.call.replay import verify
from viva.call.settings import CallSettings
from viva.lab.virtual.far_end import FarEnd
from viva.lab.virtual.record import open_recorder
from viva.lab.virtual.run import Ended, run_call
from viva.lab.virtual.station import Station
from viva.ops.store import Store
from viva.ops.writer import DiskWriter
from viva.server.bot_host import new_call

NOW = "2026-01-05T10:00:00.000"


@dataclass(frozen=True)
class Kept:
    ended: Ended
    log: bytes
    audio: bytes


def placed(
    station: Station,
    name: str,
    far_end: FarEnd,
    folder: Path,
    own: CallSettings | None = None,
    **more: Any,
) -> Kept:
    store, writer = Store(folder), DiskWriter()
    host = station.hosts[name]
    recorder = open_recorder(store, writer, host, call_id="sim-1", started_at=NOW, settings=own)
    ended = run_call(
        station, name, far_end, call_id="sim-1", now=NOW, recorder=recorder, settings=own, **more
    )
    assert writer.close()
    assert store.get("sim-1").reason == ended.reason
    store.close()
    call = store.call_dir("sim-1")
    header, records, _ = read_log(call / "events.jsonl")
    assert verify(new_call(host.bot, host.dialogue, header.settings), records).difference is None
    return Kept(ended, (call / "events.jsonl").read_bytes(), (call / "audio.wav").read_bytes())
