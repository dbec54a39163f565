"""The report of a simulation: calls and turns together, and its beginning for a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.simulate.placed import placed, simulation
from viva.errors import VivaError
from viva.lab.simulate.folder import open_folder
from viva.lab.simulate.report import in_short, simulation_report


def test_calls_and_turns_in_one(tmp_path: Path) -> None:
    with open_folder(tmp_path, simulation()) as folder:
        for number in range(6):
            folder.add(placed(simulation(), number))
    report = simulation_report(tmp_path)
    values = {one.name: one.value for one in report.figures}
    assert values["task success"] == 4 / 6
    assert "cut off" in values
    assert len(values) == len(report.figures), "a figure stands there twice"
    assert {"Why calls failed", "How calls ended"} <= {part.title for part in report.parts}
    assert [part.title for part in in_short(report).parts] == ["Why calls failed"]


def test_a_folder_without_calls(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="no calls here"):
        simulation_report(tmp_path)
