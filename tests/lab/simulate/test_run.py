"""Simulations in their folders: whole calls, taken up again, the same by any number of workers."""

from __future__ import annotations

import filecmp
import json
from functools import partial
from pathlib import Path

import pytest

from tests.lab.simulate.placed import placed, placing, simulation
from viva.audio.recording import read_recording
from viva.call.log import read_log
from viva.lab.batch.processes import Processes
from viva.lab.calls.truth import read_truth
from viva.lab.simulate.folder import FolderError, open_folder
from viva.lab.simulate.run import Tally, simulate
from viva.lab.simulate.simulation import Keep
from viva.ops.store import Store


def run(folder: Path, calls: int, *, workers: int = 1, fails: int = -1, keep: Keep = "failing") -> Tally:
    one = simulation(keep=keep)
    with open_folder(folder, one) as opened:
        numbers = opened.missing(calls)
        opener = partial(placing, one, fails)
        return simulate(opener, opened, numbers, Processes(workers), watch=lambda _, __: None)


def test_a_simulation_is_an_ordinary_data_folder(tmp_path: Path) -> None:
    tally = run(tmp_path, 7)
    assert (tally.calls, tally.succeeded, tally.talk_ms) == (7, 4, 70_021)
    assert tally.problems == {4: "the call was ended at its limit"}
    store = Store(tmp_path)
    rows = store.list()
    assert [row.id for row in rows] == [f"sim-1-{n:06}" for n in reversed(range(7))]
    assert (rows[0].status, rows[0].started_at) == ("ended", "2026-01-05T10:00:06")
    assert store.load_bot(rows[0].bot_fingerprint)[0] == "barista"
    header, records, cut = read_log(store.call_dir("sim-1-000005") / "events.jsonl")
    assert (header.call, len(records), cut) == ("sim-1-000005", 1, False)
    truth = read_truth(store.call_dir("sim-1-000005"))
    store.close()
    assert truth is not None
    assert (truth.number, truth.success) == (5, True)


@pytest.mark.parametrize(("keep", "kept"), [("failing", [0, 3]), ("all", [0, 1, 2, 3]), ("none", [])])
def test_whose_recordings_stay(tmp_path: Path, keep: Keep, kept: list[int]) -> None:
    run(tmp_path, 4, keep=keep)
    found = sorted(path.parent.name for path in tmp_path.glob("calls/*/audio.wav"))
    assert found == [f"sim-1-{number:06}" for number in kept]
    for name in found:
        samples = read_recording(tmp_path / "calls" / name / "audio.wav")
        assert len(samples) == (10_000 + int(name[-6:])) * 16


def test_the_same_calls_by_one_worker_and_by_three(tmp_path: Path) -> None:
    for name, workers in (("one", 1), ("three", 3)):
        run(tmp_path / name, 9, workers=workers, keep="all")
    same(tmp_path / "one" / "calls", tmp_path / "three" / "calls")


def test_it_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    run(tmp_path / "whole", 6)
    run(tmp_path / "parts", 2)
    # A call that was under way when the process died: a log, but nothing that says it is whole.
    torn = tmp_path / "parts" / "calls" / "sim-1-000003"
    torn.mkdir()
    (torn / "events.jsonl").write_text("{")
    tally = run(tmp_path / "parts", 6)
    assert tally.calls == 4
    same(tmp_path / "whole" / "calls", tmp_path / "parts" / "calls")
    assert run(tmp_path / "parts", 6).calls == 0


def test_a_call_that_cannot_be_placed_is_told_and_tried_again_next_time(tmp_path: Path) -> None:
    tally = run(tmp_path, 4, fails=2)
    assert tally.calls == 3
    assert tally.failed[2].why == "ValueError: nobody there"
    tally = run(tmp_path, 4)
    assert (tally.calls, tally.failed) == (1, {})


def test_another_simulation_is_refused_with_what_differs(tmp_path: Path) -> None:
    run(tmp_path, 1)
    with pytest.raises(FolderError) as raised, open_folder(tmp_path, simulation(seed=2, keep="all")):
        pass
    assert "--seed (1 there, 2 now); --keep (failing there, all now)" in raised.value.message
    assert "--out" in raised.value.hint


def test_calls_of_people_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "calls" / "20260105-100000-aaaaaa").mkdir(parents=True)
    with pytest.raises(FolderError, match="no simulation's"), open_folder(tmp_path, simulation()):
        pass


def test_what_is_no_description_is_told(tmp_path: Path) -> None:
    (tmp_path / "simulation.json").write_text("[]")
    told = r"simulation\.json: not what a simulation writes"
    with pytest.raises(FolderError, match=told), open_folder(tmp_path, simulation()):
        pass


def test_a_folder_is_simulated_into_by_one_at_a_time(tmp_path: Path) -> None:
    there = open_folder(tmp_path, simulation())
    with there, pytest.raises(FolderError, match="another process"), open_folder(tmp_path, simulation()):
        pass
    with open_folder(tmp_path, simulation()):
        pass


def test_one_call_can_be_kept_again_with_its_recording(tmp_path: Path) -> None:
    run(tmp_path, 3)
    with open_folder(tmp_path, simulation()) as folder:
        folder.add(placed(simulation(), 2), recorded=True)
    assert (tmp_path / "calls" / "sim-1-000002" / "audio.wav").is_file()
    store = Store(tmp_path)
    assert len(store.list()) == 3
    store.close()


def test_the_usual_folder_is_named_by_what_the_calls_are_of() -> None:
    assert simulation().name == simulation().name
    assert simulation().name.startswith("barista-")
    assert simulation().name != simulation(seed=2).name
    assert json.loads(json.dumps(simulation().described())) == simulation().described()


def same(one: Path, other: Path) -> None:
    found = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert found == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert found
    equal, different, failed = filecmp.cmpfiles(one, other, [str(path) for path in found], shallow=False)
    assert (len(equal), different, failed) == (len(found), [], [])
