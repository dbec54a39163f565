"""`viva bench floor`: the bar on dead air, on few calls."""

from __future__ import annotations

from click.testing import CliRunner

from viva.cli.app import viva
from viva.lab.measure.floor import simulate, table


def test_a_judge_that_is_right_leaves_no_dead_air() -> None:
    for outcomes in simulate(20, 0.0).values():
        assert not any(one.stopped or one.answered or one.dead_ms for one in outcomes)
        assert all(one.decided_ms <= 520 for one in outcomes)


def test_a_judge_that_errs_costs_less_than_the_end_of_a_turn() -> None:
    found = simulate(20, 0.5)
    assert any(one.stopped for one in found["cough"])
    assert all(one.dead_ms < 400 for one in found["cough"] + found["door"])


def test_the_same_seed_gives_the_same_table() -> None:
    assert table(simulate(3, 0.5, seed=7)) == table(simulate(3, 0.5, seed=7))


def test_the_command_prints_a_row_for_each_sound() -> None:
    result = CliRunner().invoke(viva, ["bench", "floor", "--calls", "2"])
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.splitlines()[2:]] == ["cough", "door", "mm-hm"]
