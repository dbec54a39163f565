"""Batches on Ray: as on one process."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.lab.batch import openers
from viva.lab.batch.crew import CrewError
from viva.lab.batch.on_ray import OnRay
from viva.lab.batch.processes import Processes
from viva.lab.batch.run import in_order, run


def test_ray_gives_what_processes_give(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'viva[ray]'")
    told = []
    for name, crew in (("ray", OnRay(count=2)), ("processes", Processes(2))):
        folder = tmp_path / name
        folder.mkdir()
        outcomes = in_order(run(partial(openers.failing, folder), range(11), crew, limit_s=20.0))
        told.append([(one.item, one.failed, one.attempts) for one in outcomes])
    assert told[0] == told[1]
    assert [item for item, failed, _ in told[0] if failed] == [3, 7]


def test_workers_that_cannot_begin_end_it() -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'viva[ray]'")
    with pytest.raises(CrewError, match="no model here"):
        list(run(openers.closed, range(3), OnRay(count=1)))


def test_without_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(CrewError, match="Ray is not installed") as raised:
        OnRay()
    assert "viva[ray]" in raised.value.hint
