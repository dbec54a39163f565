"""Callers as JSON files describe them, and what is said of files that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva.lab.say.caller import NOBODY, Caller, CallerError, as_caller, described, read_caller


def test_what_is_left_out_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "caller.json").write_text('{"rate": 0.8, "asked_again": true}')
    found = read_caller(tmp_path / "caller.json")
    assert found == Caller(rate=0.8, asked_again=True) and described(found) == {
        "rate": 0.8,
        "asked_again": True,
    }
    assert as_caller({}) == NOBODY and described(NOBODY) == {}


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({"rat": 0.8}, "a caller has no 'rat'", "did you mean 'rate'?"),
        ({"zzz": 1}, "a caller has no 'zzz'", "keys: rate"),
        ({"rate": 8}, "rate: expected a number from 0.5 to 2, got 8", None),
        ({"rate": True}, "rate: expected a number from 0.5 to 2, got true", None),
        ({"snr_db": "loud"}, 'snr_db: expected a number from -10 to 60, got "loud"', None),
        ({"returning": 1}, "returning: expected true or false, got 1", None),
        ([1], "expected an object, got [1]", "keys: rate"),
    ],
)
def test_a_wrong_caller(given: object, message: str, hint: str | None) -> None:
    with pytest.raises(CallerError) as found:
        as_caller(given, "caller.json")
    assert found.value.message == f"caller.json: {message}"
    assert hint is None or hint in (found.value.hint or "")


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(CallerError, match="cannot be read"):
        read_caller(tmp_path / "caller.json")
    (tmp_path / "caller.json").write_text('{\n"rate": }')
    with pytest.raises(CallerError, match=r"caller\.json:2: no JSON"):
        read_caller(tmp_path / "caller.json")
