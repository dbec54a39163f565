"""A report's pictures and words: well-formed, bounded, and the same numbers everywhere."""

from __future__ import annotations

import wave
import xml.etree.ElementTree as ET
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from viva.lab.evaluate.problems import Problems
from viva.lab.report.as_html import LARGEST_SOUND, MOST_SOUND, as_html
from viva.lab.report.curves import curve
from viva.lab.report.model import (
    Bin,
    Case,
    Cases,
    Clip,
    Curve,
    Difference,
    Figure,
    Histogram,
    Line,
    Matrix,
    Point,
    Ranges,
    Reliability,
    Report,
    Table,
)
from viva.lab.report.pictures import histogram, matrix, ranges, reliability
from viva.lab.report.terminal import show
from viva.lab.report.words import chance, interval, number, verdict


def figure(name: str, value: float | None) -> Figure:
    return Figure(name, value, 10, "rows", value and value / 2, value and value * 2)


PICTURES = {
    "ranges": ranges(Ranges("by x", [figure("a & b", 0.1), figure("none", None), figure("c", 0.0)])),
    "matrix": matrix(Matrix("confusions", ["<a>", "b" * 60], [[3, 0], [12_345, 0]])),
    "reliability": reliability(Reliability("said", [Bin(0.2, 0.4, 5, 0.3, 0.5), Bin(0.8, 1, 1, 1.0, 1.0)])),
    "curve": curve(Curve("c & d", "x", "y", [Line("<one>", [Point(1, 2, "a"), Point(3, 1, "b")])])),
    "histogram": histogram(Histogram("rates", "rate", [("0", 5), ("above", 0)])),
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_well_formed(name: str) -> None:
    root = ET.fromstring(PICTURES[name])
    assert root.tag == "svg" and root.get("aria-label")
    assert list(root.iter("text"))


def test_pictures_show_their_numbers() -> None:
    assert "<a> taken for" not in PICTURES["matrix"] and "12k" in PICTURES["matrix"]
    assert "10.00 %" in PICTURES["ranges"] and "none" not in PICTURES["ranges"]
    assert ranges(Ranges("nothing", [figure("none", None)])) == ""


def test_numbers_as_words() -> None:
    assert [number(x, share=True) for x in (None, 0.12345)] == ["-", "12.35 %"]
    assert number(0.5, share=False, sign=True) == "+0.5"
    assert [chance(p) for p in (None, 0.00001, 0.0421)] == ["-", "< 0.0001", "0.0421"]
    assert interval(figure("a", 0.1)) == "5.00 to 20.00"


@pytest.mark.parametrize(
    ("low", "high", "lower_is_better", "said"),
    [
        (-0.2, -0.1, True, "better"),
        (-0.2, -0.1, False, "worse"),
        (0.1, 0.2, True, "worse"),
        (-0.1, 0.1, True, "unclear"),
        (None, None, True, ""),
    ],
)
def test_a_verdict_is_what_the_interval_says(
    low: float | None, high: float | None, lower_is_better: bool, said: str
) -> None:
    middle = 0.15 if low is None else (low + (high or 0)) / 2
    one = Difference("x", middle, 0.0, low, high, 0.01, "", 10, "rows", lower_is_better)
    assert verdict(one) == said


def test_a_wide_table_is_shown_in_several_and_loses_no_name() -> None:
    columns = ("step", *(f"a figure of some length {i}" for i in range(8)))
    rows = [["order.0 ask coffeeDrink", *(Figure("", 0.5, 10, "rows", 0.25, 0.75) for _ in range(8))]]
    report = Report("T", "", {}, [], Problems(), [Table("Wide", columns, rows)])
    out = StringIO()
    show(report, Console(file=out, width=80))
    said = out.getvalue()
    assert said.count("order.0 ask coffeeDrink") > 1 and said.count("50.00 %") == 8
    assert all(len(line) <= 80 for line in said.splitlines())


def test_a_curve_has_a_dot_for_each_point_that_has_a_place() -> None:
    lines = [
        Line("one", [Point(100, 5, "a"), Point(200, 2, "b")]),
        Line("two", [Point(200, 2, "b"), Point(float("nan"), 1, "c")]),
    ]
    drawn = curve(Curve("C", "x", "y", lines))
    assert drawn.count("<title>") == 3 and "b (x 200, y 2)" in drawn
    assert curve(Curve("C", "x", "y", [Line("none", [])])) == ""


def test_sound_is_inside_until_there_is_enough_of_it_then_linked(tmp_path: Path) -> None:
    path = tmp_path / "audio.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(64_000 * 20))
    clips = [Clip(path), *[Clip(path, 1.0, 6.0)] * 100]
    cases = Cases("Worst", [Case(str(i), "", (), "", clip) for i, clip in enumerate(clips)], len(clips))
    page = as_html(Report("T", "", {}, [], Problems(), [cases]))
    inside = MOST_SOUND // (5 * 64_000 + 44)
    assert page.count('src="data:audio') == inside
    assert page.count('src="file:') == len(clips) - inside
    assert path.stat().st_size > LARGEST_SOUND and f'{path.as_uri()}"' in page  # the whole one is linked
    assert f"{path.as_uri()}#t=1,6" in page
    assert f"{inside} are in this file, {len(clips) - inside} are linked" in page
    assert len(page) < 5_000_000
    few = as_html(Report("T", "", {}, [], Problems(), [Cases("Worst", cases.cases[1:3], 2)]))
    assert "are linked" not in few
