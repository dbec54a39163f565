from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from viva.ops.database import MIGRATIONS
from viva.ops.store import CallRow, Store, StoreError, data_folder
from viva.ops.writer import DiskWriter

ROW = CallRow("20261124-093000-ab12cd", "clinic", "f" * 64, "browser", "ann", "2026-11-24T09:30:00+00:00")


def row(call_id: str, bot: str = "clinic") -> CallRow:
    return replace(ROW, id=call_id, bot=bot)


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_call_is_live_and_then_ended(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.begin(ROW)
    live = store.get(ROW.id)
    assert live == replace(ROW, owner=live.owner)
    assert live.owner
    store.end(ROW.id, duration_ms=1500, reason="caller_hung_up", turns=2)
    ended = replace(live, status="ended", duration_ms=1500, reason="caller_hung_up", turns=2)
    store.close()
    assert Store(tmp_path).get(ROW.id) == ended


def test_a_call_is_found_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(StoreError, match="no calls in"):
        store.get("last")
    for call_id in ("20261124-093000-aa", "20261124-093000-ab", "20261125-100000-cc", "20261125"):
        store.begin(row(call_id))
    assert store.get("last").id == "20261125-100000-cc"
    assert store.get("20261125-1").id == "20261125-100000-cc"
    assert store.get("20261125").id == "20261125"
    assert store.get("20261124-093000-ab").id == "20261124-093000-ab"
    with pytest.raises(StoreError, match="several calls begin with '20261124'") as caught:
        store.get("20261124")
    assert "20261124-093000-ab" in caught.value.hint
    for nothing in ("", "2027", "%", "_", "../..", "20261125-100000-ccc"):
        with pytest.raises(StoreError, match="no call"):
            store.get(nothing)


def test_the_list_is_newest_first_and_can_be_paged(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for n in range(5):
        store.begin(row(f"2026-{n}", "even" if n % 2 == 0 else "odd"))
    assert [r.id for r in store.list(limit=2)] == ["2026-4", "2026-3"]
    assert [r.id for r in store.list(limit=2, before="2026-3")] == ["2026-2", "2026-1"]
    assert [r.id for r in store.list(bot="odd")] == ["2026-3", "2026-1"]
    assert store.list(limit=-1) == []
    assert [r.id for r in store.list(before="2026-3", bot="odd")] == ["2026-1"]


LIVE = """
import sys
from pathlib import Path
from viva.ops.store import CallRow, Store
store = Store(Path(sys.argv[1]))
store.begin(CallRow(sys.argv[2], "clinic", "f", "browser", "", "2026-11-24T09:30:00+00:00"))
print("live", flush=True)
sys.stdin.read()
"""


def test_only_calls_of_a_dead_server_are_marked_cut(tmp_path: Path) -> None:
    processes = [python(LIVE, tmp_path, call) for call in ("dies", "lives")]
    dies, lives = processes
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "live\n"
    store = Store(tmp_path)
    store.begin(row("own"))
    assert store.mark_cut() == []
    writer = DiskWriter()
    writer.open_recording(store.call_dir("dies") / "audio.wav").append(bytes(32000), bytes(32000))
    writer.close()
    dies.kill()
    dies.communicate(timeout=30)
    cut = store.mark_cut()
    assert [(r.id, r.status, r.reason, r.duration_ms) for r in cut] == [("dies", "cut", "cut", 1000)]
    assert store.get("dies") == cut[0]
    assert store.mark_cut() == []
    assert {r.id: r.status for r in store.list()} == {"dies": "cut", "lives": "live", "own": "live"}
    lives.communicate("", timeout=30)
    assert [r.id for r in store.mark_cut()] == ["lives"]
    assert len(list((tmp_path / "run").iterdir())) == 1
    store.close()
    assert list((tmp_path / "run").iterdir()) == []


BUSY = """
import sys
from pathlib import Path
from viva.ops.store import CallRow, Store
sys.stdin.readline()
store = Store(Path(sys.argv[1]))
for n in range(40):
    call = f"{sys.argv[2]}-{n}"
    store.begin(CallRow(call, "clinic", "f", "browser", "", "2026-11-24T09:30:00+00:00"))
    store.end(call, duration_ms=n, reason="ok", turns=n)
store.close()
"""


def test_several_processes_open_and_write_at_once(tmp_path: Path) -> None:
    processes = [python(BUSY, tmp_path, n) for n in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    rows = Store(tmp_path).list(limit=1000)
    assert len(rows) == 160
    assert {r.status for r in rows} == {"ended"}


def test_a_bot_is_kept_by_its_fingerprint(tmp_path: Path) -> None:
    store = Store(tmp_path)
    files = {"bot.yaml": "name: é\n", "actions.py": "x = 1\n"}
    store.save_bot("abc", "clinic", files)
    store.save_bot("abc", "clinic", {})
    assert store.load_bot("abc") == ("clinic", files)
    assert [p.name for p in (tmp_path / "bots").iterdir()] == ["abc.json"]
    with pytest.raises(StoreError, match=r"xyz\.json: the bot of this call was not kept"):
        store.load_bot("xyz")
    (tmp_path / "bots" / "bad.json").write_text("{")
    with pytest.raises(StoreError, match=r"bad\.json: cannot be read"):
        store.load_bot("bad")


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file") as caught:
        Store(tmp_path / "file")
    assert "--data or VIVA_DATA" in caught.value.hint


def test_a_damaged_database_is_named_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "viva.db").write_bytes(b"this is no database at all " * 200)
    with pytest.raises(StoreError, match=r"viva\.db: file is not a database") as caught:
        Store(tmp_path)
    assert caught.value.hint == (
        "it is damaged: move it away, a new one is made; recordings and logs stay readable"
    )


def test_a_database_of_a_newer_viva_is_left_alone(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / "viva.db") as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(
        StoreError, match=rf"newer VIVA \(schema 99\); this one knows up to {len(MIGRATIONS)}"
    ):
        Store(tmp_path)


FULL = """
import resource, signal, sys
from pathlib import Path
from viva.ops.store import CallRow, Store, StoreError
store = Store(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
for n in range(1000):
    try:
        store.begin(CallRow(f"{n:04}", "clinic" * 50, "f", "browser", "", "2026-11-24T09:30:00+00:00"))
    except StoreError as error:
        print(n, error, "|", error.hint)
        break
"""


def test_a_full_disk_is_reported_and_the_rows_before_it_are_kept(tmp_path: Path) -> None:
    process = python(FULL, tmp_path)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    count, _, message = out.strip().partition(" ")
    assert message.startswith(f"{tmp_path / 'viva.db'}: ")
    assert "full" in message
    assert len(Store(tmp_path).list(limit=2000)) == int(count)


def test_where_the_data_folder_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_DATA", "/a/b")
    assert data_folder() == Path("/a/b")
    monkeypatch.delenv("VIVA_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", "/x")
    assert data_folder() == Path("/x/viva")
    monkeypatch.setenv("XDG_DATA_HOME", "")
    monkeypatch.setenv("HOME", "/home/ann")
    assert data_folder() == Path("/home/ann/.local/share/viva")


def test_earlier_calls_of_a_caller_are_counted_and_nobody_is_one_caller(tmp_path: Path) -> None:
    store = Store(tmp_path)

    def called(id: str, caller: str, bot: str = "clinic") -> CallRow:
        row = CallRow(id, bot, "f", "test", caller, "2026-11-24T09:30:00")
        before = store.calls_before(row)
        store.begin(row)
        counts.append(before)
        return row

    counts: list[int] = []
    called("1", "+441")
    called("2", "")
    called("3", "+441", bot="barista")
    called("4", "+442")
    last = called("5", "+441")
    called("6", "")
    assert counts == [0, 0, 0, 0, 1, 0]
    assert store.calls_before(last) == 1  # it is not among those before it
    store.close()
