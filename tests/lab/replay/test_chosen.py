"""Which calls are meant, by id, folder or file."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva.errors import InputError, VivaError
from viva.lab.replay.chosen import choose
from viva.ops.store import CallRow, Store


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store = Store(tmp_path / "data")
    for at, bot in enumerate(("clinic", "barista", "clinic")):
        call = f"2026010{at + 1}-100000-abc"
        store.begin(CallRow(call, bot, "f" * 64, "file", "", "2026-01-02T00:00:00+00:00"))
        (store.call_dir(call)).mkdir(parents=True)
        (store.call_dir(call) / "events.jsonl").write_text("")
    store.close()
    return tmp_path / "data"


def ids(calls: list[str], data: Path, bot: str | None = None) -> list[str]:
    return [one.id[:8] for one in choose(calls, data, bot=bot)]


def test_ids_their_beginnings_last_and_all(data: Path) -> None:
    assert ids(["20260102-100000-abc"], data) == ["20260102"]
    assert ids(["20260103", "last", "20260101"], data) == ["20260103", "20260101"]
    assert ids(["all"], data) == ["20260101", "20260102", "20260103"]
    assert ids(["all"], data, "clinic") == ["20260101", "20260103"]
    assert ids(["last"], data, "barista") == ["20260102"]


def test_files_and_folders_from_anywhere(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data / "calls")
    elsewhere = tmp_path / "usual"
    for name in ("20260102-100000-abc/events.jsonl", "20260102-100000-abc"):
        (chosen,) = choose([name], elsewhere)
        assert (chosen.id, chosen.data) == ("20260102-100000-abc", data)
        assert chosen.place == "calls/20260102-100000-abc/events.jsonl"
    assert [one.data for one in choose([str(data)], elsewhere)] == [data] * 3


def test_a_file_that_was_copied_out_belongs_to_the_usual_folder(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "exported" / "events.jsonl"
    copy.parent.mkdir()
    copy.write_text("")
    (chosen,) = choose([str(copy)], data)
    assert chosen.data == data and chosen.place == str(copy)


@pytest.mark.parametrize(
    ("call", "said"), [("nobody", "no call 'nobody'"), ("2026", "several calls begin with '2026'")]
)
def test_what_names_no_call(data: Path, call: str, said: str) -> None:
    with pytest.raises(VivaError, match=said):
        choose([call], data)
    with pytest.raises(VivaError, match="no calls of shop"):
        choose(["all"], data, bot="shop")


def test_folders_that_are_no_calls(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name, said in (
        ("empty", "empty: holds no calls"),
        ("not/there", "not/there: there is no such"),
    ):
        with pytest.raises(InputError, match=said):
            choose([str(tmp_path / name)], data)
    with pytest.raises(InputError, match=f"no calls of shop in {data}"):
        choose([str(data)], tmp_path / "usual", bot="shop")
