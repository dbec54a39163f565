"""A chart of lines over a logarithmic axis, as an SVG file that needs nothing to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import log

WIDTH, HEIGHT = 900, 480
LEFT, RIGHT, TOP, BOTTOM = 64, 222, 84, 56
"""Margins; the names of the lines stand in the right one."""
_COLOURS = ("#0b6e8a", "#c2571a", "#5b4fa8", "#3d7a37")
_INK, _FAINT = "#1f2933", "#d9dee3"
_LINE_GAP = 17
"""Least distance between two names, in pixels."""


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    """Above 0."""
    y: float
    """0..100"""
    spread: float
    """On either side of `y`."""


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    points: tuple[Point, ...]
    """In order of x."""
    dashed: bool = False
    """Dashed, and in the colour of the line before it."""


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    subtitle: str
    x_name: str
    y_name: str
    lines: tuple[Line, ...]
    ticks: tuple[float, ...] = ()
    """On the x axis; the points' own unless given."""

    def svg(self) -> str:
        """The file's text."""
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            f' font-family="system-ui, sans-serif" font-size="13" fill="{_INK}">',
            f"<title>{escape(self.title)}</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            _text(LEFT, 30, self.title, size=18, weight=600),
            _text(LEFT, 52, self.subtitle, size=12.5),
            *self._axes(),
        ]
        for line, colour in zip(self.lines, self._colours(), strict=True):
            parts += self._drawn(line, colour)
        parts += self._names()
        return "\n".join([*parts, "</svg>"]) + "\n"

    def _axes(self) -> list[str]:
        right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
        parts = []
        for y in range(0, 101, 20):
            at = self._y(y)
            parts.append(f'<path d="M{LEFT} {at:.1f}H{right}" stroke="{_FAINT}"/>')
            parts.append(_text(LEFT - 10, at + 4.5, str(y), anchor="end"))
        for x in self.ticks or sorted({point.x for line in self.lines for point in line.points}):
            at = self._x(x)
            parts.append(f'<path d="M{at:.1f} {bottom}v5" stroke="{_INK}"/>')
            parts.append(_text(at, bottom + 20, f"{x:g}", anchor="middle"))
        parts.append(f'<path d="M{LEFT} {bottom}H{right}" stroke="{_INK}"/>')
        parts.append(_text((LEFT + right) / 2, HEIGHT - 14, self.x_name, anchor="middle"))
        parts.append(_text(LEFT - 10, TOP - 8, self.y_name, anchor="start", dx=-34))
        return parts

    def _drawn(self, line: Line, colour: str) -> list[str]:
        upper = [(self._x(p.x), self._y(min(100.0, p.y + p.spread))) for p in line.points]
        lower = [(self._x(p.x), self._y(max(0.0, p.y - p.spread))) for p in line.points]
        middle = [(self._x(p.x), self._y(p.y)) for p in line.points]
        dash = ' stroke-dasharray="6 5"' if line.dashed else ""
        return [
            f'<path d="M{_path([*upper, *reversed(lower)])}Z" fill="{colour}" fill-opacity="0.18"/>',
            f'<path d="M{_path(middle)}" fill="none" stroke="{colour}" stroke-width="2.2"{dash}/>',
            *(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{colour}">'
                f"<title>{p.x:g}: {p.y:.1f} ± {p.spread:.1f}</title></circle>"
                for (x, y), p in zip(middle, line.points, strict=True)
            ),
        ]

    def _names(self) -> list[str]:
        """At the lines' ends, moved apart where these are close."""
        ends = sorted(
            (self._y(line.points[-1].y), line, colour)
            for line, colour in zip(self.lines, self._colours(), strict=True)
        )
        parts, last = [], 0.0
        for at, line, colour in ends:
            last = max(at, last + _LINE_GAP)
            label = f"{line.points[-1].y:.1f}  {line.name}"
            parts.append(_text(WIDTH - RIGHT + 12, last + 4.5, label, colour=colour))
        return parts

    def _colours(self) -> list[str]:
        found: list[str] = []
        for line in self.lines:
            fresh = _COLOURS[len(set(found)) % len(_COLOURS)]
            found.append(found[-1] if line.dashed and found else fresh)
        return found

    def _x(self, x: float) -> float:
        every = [point.x for line in self.lines for point in line.points]
        low, high = log(min(every)), log(max(every))
        return LEFT + 14 + (WIDTH - RIGHT - LEFT - 28) * (log(x) - low) / max(high - low, 1e-9)

    @staticmethod
    def _y(y: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y / 100


def _path(points: list[tuple[float, float]]) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: float = 13,
    weight: int = 400,
    anchor: str = "start",
    colour: str = _INK,
    dx: float = 0,
) -> str:
    return (
        f'<text x="{x + dx:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}"'
        f' text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
    )
