"""The report of a replay, from outcomes as they come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.dialogue.small import bot
from viva.lab.replay.chosen import Chosen
from viva.lab.replay.counted import Change, Counts
from viva.lab.replay.outcome import Outcome, from_json, to_json
from viva.lab.replay.parting import WHY, Parting
from viva.lab.replay.report import NOISE, report_of
from viva.lab.replay.run import Kept, replay
from viva.lab.replay.work import Item
from viva.lab.report.as_html import as_html
from viva.lab.report.as_json import as_json
from viva.lab.report.model import Cases, Differences, Table

PARTED = Parting("action", 2, True, 5, 9000, "order confirm", "says yes", "calls book(2)")
SLOW, FAST = Counts(4, 4000, 4, 0, 1, 4, 3, 2, 2), Counts(4, 2000, 4, 1, 1, 4, 2, 2, 1)


def outcomes(count: int = 12) -> list[Outcome]:
    """The change answers sooner, cuts off, and parts every third call."""
    return [
        Outcome(
            f"call-{at}",
            f"calls/call-{at}/events.jsonl",
            "barista@abc",
            duration_ms=60_000,
            parting=PARTED if at % 3 == 0 else None,
            turns=6,
            counted=4,
            recorded=SLOW,
            again=replace(SLOW, latency_ms=4000 + 10 * at),
            changed=replace(FAST, latency_ms=2000 + 30 * at),
            changes=(Change(1, "latency", "1000 ms", "500 ms"),) if at % 3 == 1 else (),
        )
        for at in range(count)
    ]


def test_figures_say_how_many_calls_change_and_part() -> None:
    report = report_of(outcomes(), "turn.cut_in_cost=1")
    found = {one.name: one for one in report.figures}
    assert [found[name].value for name in ("unchanged", "changed before any parting", "parted")] == [
        pytest.approx(1 / 3)
    ] * 3
    assert found["turns that could be counted"].value == pytest.approx(4 / 6)
    assert all(one.low is not None for one in report.figures[:4])
    assert report.settings["with"] == "turn.cut_in_cost=1"


def test_differences_are_paired_over_calls() -> None:
    (found,) = [part for part in report_of(outcomes(), "x").parts if isinstance(part, Differences)]
    rows = {row.name: row for row in found.rows}
    latency = rows["reply after, ms"]
    assert latency.value == pytest.approx((2165 - 4055) / 4)
    assert latency.high is not None and latency.high < 0
    assert rows["cut-offs a turn"].value == pytest.approx(0.25)
    assert rows["understood as meant"].value == pytest.approx(-0.25)
    assert rows["slots right"].value == pytest.approx(-0.5)


def test_partings_are_told_by_reason_and_place_and_one_by_one() -> None:
    report = report_of(outcomes(), "x", worst=2)
    tables = {part.title: part for part in report.parts if isinstance(part, Table)}
    assert list(tables["Why the paths part"].rows[0]) == [f"action: {WHY['action']}", 4]
    assert list(tables["Where the paths part"].rows[0]) == ["order confirm", "action", 4]
    cases = next(part for part in report.parts if isinstance(part, Cases))
    assert (cases.total, len(cases.cases)) == (4, 2)
    assert ("with the change", "calls book(2)") in cases.cases[0].lines


def test_what_cannot_be_replayed_and_what_parts_by_itself_is_counted() -> None:
    some = outcomes(3)
    some[1] = replace(some[1], noise=PARTED)
    some.append(Outcome("gone", "x", "b", problems=(("call without its recording", "x"),), usable=False))
    report = report_of(some, "x")
    assert report.problems.count("call without its recording") == 1
    assert report.problems.count(NOISE) == 1
    assert report.settings["calls"] == "3 of 4 could be replayed"
    nothing = report_of(some[-1:], "x")
    assert not nothing.figures and nothing.problems.kinds


def test_calls_of_which_nothing_could_be_counted_have_a_report() -> None:
    nothing = Counts()
    some = [replace(one, counted=0, recorded=nothing, again=nothing, changed=nothing) for one in outcomes(2)]
    report = report_of(some, "x")
    assert not [row for part in report.parts if isinstance(part, Differences) for row in part.rows]
    assert as_html(report) and as_json(report)


def test_every_form_of_the_report() -> None:
    report = report_of(outcomes(), "x")
    assert json.loads(as_json(report))["title"] == "Replay"
    assert "calls book(2)" in as_html(report)


def test_an_outcome_comes_back_from_json() -> None:
    for one in outcomes(3):
        assert from_json(to_json(one)) == one


def test_a_stopped_replay_goes_on_where_it_was(tmp_path: Path) -> None:
    trips = bot()
    log = tmp_path / "calls" / "a" / "events.jsonl"
    log.parent.mkdir(parents=True)
    log.write_text("")
    item = Item(Chosen("a", log.parent, tmp_path), trips, trips)
    kept, found = Kept(tmp_path / "replays"), outcomes(1)[0]
    kept.put(item, found)
    seen: list[Outcome] = []

    def nobody(_: int) -> Sequence[object]:
        raise AssertionError("nothing is left to do")

    assert replay([item], nobody, kept, seen.append) == [found] == seen  # type: ignore[arg-type]
    log.write_text("other now")
    assert kept.get(item) is None
    log.write_text("")
    kept.forget([item])
    assert kept.get(item) is None
