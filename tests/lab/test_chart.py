"""The chart is a well-formed SVG that shows its numbers."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from viva.lab.chart import Chart, Line, Point


def chart() -> Chart:
    first = Line("A & B", (Point(1, 40, 3), Point(10, 80, 2), Point(50, 91.25, 1)))
    second = Line("words alone", (Point(1, 30, 30.5), Point(50, 91, 0)), dashed=True)
    return Chart("A title", "what of", "examples", "right, %", (first, second))


def test_it_is_well_formed_and_names_what_it_shows() -> None:
    root = ET.fromstring(chart().svg())
    texts = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"A title", "what of", "examples", "right, %", "1", "10", "50", "91.2  A & B"} <= set(texts)


def test_names_at_the_ends_do_not_overlap() -> None:
    texts = ET.fromstring(chart().svg()).iter("{http://www.w3.org/2000/svg}text")
    heights = [float(one.get("y", "0")) for one in texts if "  " in str(one.text)]
    assert len(heights) == 2 and abs(heights[0] - heights[1]) >= 16
