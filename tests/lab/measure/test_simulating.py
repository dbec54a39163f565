"""`viva bench simulate`: faults that are planted, callers in quiet and in noise."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from viva.cli.app import viva
from viva.dialogue.load import load_bot
from viva.errors import VivaError
from viva.lab.calls.find.finding import Finding
from viva.lab.measure.simulating.conditions import NOISES, under
from viva.lab.measure.simulating.planted import FAULTS, Planted
from viva.lab.report.model import Figure
from viva.lab.simulate.personas import read_personas

BOTS = Path(__file__).resolve().parents[3] / "bots"
SHARE = Figure("share", 0.5, 10, "calls")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_planted_into_one_file(fault: Planted) -> None:
    healthy = load_bot(BOTS / "barista")
    faulty = fault.bot(healthy)
    changed = [name for name, text in faulty.files.items() if text != healthy.files[name]]
    assert len(changed) == 1
    assert faulty.name == healthy.name


def test_another_bot_has_no_place_for_it() -> None:
    with pytest.raises(VivaError, match=r"flows\.yaml has no '- confirm: confirm_order'") as raised:
        FAULTS[0].bot(load_bot(BOTS / "clinic"))
    assert "barista" in raised.value.hint


def test_a_fault_is_named_by_its_own_finding_only() -> None:
    def finding(kind: str, where: str) -> Finding:
        return Finding(kind, where, "", "", SHARE, 5, ())  # type: ignore[arg-type]

    fault = next(one for one in FAULTS if "never asked" in one.name)
    found = [finding("never_asked", "roast"), finding("loop", "size"), finding("never_asked", "size")]
    assert fault.named(found) is found[2]
    assert fault.named(found[:2]) is None


def test_the_same_people_in_quiet_and_in_noise() -> None:
    personas = read_personas(None, load_bot(BOTS / "barista"))
    clean, noisy = under("clean", personas), under("noisy", personas)
    assert [one.name for one in clean] == [one.name for one in noisy] == [one.name for one in personas]
    assert all(one.habits.sounds.noise == {"none": 1.0} for one in clean)
    assert all(one.habits.sounds.noise == NOISES for one in noisy)
    assert [one.habits.patience for one in clean] == [one.habits.patience for one in personas]


@pytest.mark.models
def test_a_row_for_each_condition() -> None:
    words = ["bench", "simulate", "barista", "--errors", "--calls", "4", "--planted", "0", "--processes", "1"]
    result = CliRunner().invoke(viva, words)
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.output.splitlines() if line.startswith(("clean ", "noisy "))]
    assert [row[:2] for row in rows] == [["clean", "2"], ["noisy", "2"]]
