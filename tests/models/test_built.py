"""Files of what was worked out: whole or made again, and never too many."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import numpy as np
import pytest

from viva.models import built
from viva.models.built import built_file, code_hash, is_whole, write_arrays

ARRAYS = {"words": np.arange(500), "weights": np.linspace(0, 1, 300)}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIVA_MODELS", str(tmp_path))
    return tmp_path / "built"


def test_a_name_follows_from_all_that_went_in(folder: Path) -> None:
    one = built_file("hearing", "a", "b")
    assert one == built_file("hearing", "a", "b") and one.parent == folder
    assert (
        len(
            {one, built_file("hearing", "ab", ""), built_file("hearing", "a", "c"), built_file("x", "a", "b")}
        )
        == 4
    )


def test_code_and_data_are_told_apart_by_what_is_in_them() -> None:
    whole, part = code_hash(("viva.models", "")), code_hash(("viva.models", "built.py"))
    assert whole != part and part == code_hash(("viva.models", "built.py"))


@pytest.mark.parametrize("compressed", [False, True])
def test_what_is_written_is_whole_and_nothing_stays_beside_it(folder: Path, compressed: bool) -> None:
    file = built_file("hearing", "one")
    assert not is_whole(file)
    write_arrays(file, ARRAYS, compressed=compressed)
    assert is_whole(file) and list(folder.iterdir()) == [file]
    with np.load(file) as stored:
        assert all(np.array_equal(stored[name], array) for name, array in ARRAYS.items())


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_truncated_file_is_found_and_told(share: float, caplog: pytest.LogCaptureFixture) -> None:
    file = built_file("hearing", "one")
    write_arrays(file, ARRAYS)
    file.write_bytes(file.read_bytes()[: int(share * file.stat().st_size)])
    with caplog.at_level(logging.WARNING):
        assert not is_whole(file)
    assert f"{file} is damaged and is made again" in caplog.text


def test_a_changed_byte_is_found() -> None:
    file = built_file("hearing", "one")
    write_arrays(file, ARRAYS)
    data = bytearray(file.read_bytes())
    data[2000] ^= 1
    file.write_bytes(data)
    assert not is_whole(file)


def test_the_oldest_go_and_what_killed_writers_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built, "MOST_FILES", 3)
    folder.mkdir()
    for name, age in (("begun", 10.0), ("left", 1e6)):
        left = folder / f".{name}.new"
        left.touch()
        os.utime(left, (left.stat().st_mtime - age,) * 2)
    files = [built_file("hearing", str(number)) for number in range(5)]
    for number, file in enumerate(files):
        write_arrays(file, ARRAYS)
        os.utime(file, (number, number))
    write_arrays(files[0], ARRAYS)
    assert {one.name for one in folder.iterdir()} == {".begun.new", *(files[at].name for at in (0, 3, 4))}
