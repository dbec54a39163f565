"""One figure against another, drawn as lines with dots."""

from __future__ import annotations

from html import escape
from math import ceil, floor, isfinite

from viva.lab.report.model import Curve, Line
from viva.lab.report.pictures import step_of, svg

_WIDTH, _HEIGHT = 760, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 40, 52
_STYLES = ("", " second")
"""Of lines, in their order."""


def curve(part: Curve) -> str:
    """'' where no point has a place."""
    lines = [Line(one.name, [p for p in one.points if isfinite(p.x) and isfinite(p.y)]) for one in part.lines]
    every = [point for line in lines for point in line.points]
    if not every:
        return ""
    left, right, x_step = _axis([point.x for point in every], zero=False)
    bottom, top, y_step = _axis([point.y for point in every], zero=True)

    def x(value: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (value - left) / (right - left)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (value - bottom) / (top - bottom)

    parts = []
    for i in range(round((top - bottom) / y_step) + 1):
        value = bottom + i * y_step
        parts.append(f'<path class="line" d="M{_LEFT} {y(value):.1f}H{_WIDTH - _RIGHT}"/>')
        parts.append(
            f'<text class="soft" x="{_LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:g}</text>'
        )
    for i in range(round((right - left) / x_step) + 1):
        value = left + i * x_step
        parts.append(
            f'<text class="soft" x="{x(value):.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">'
            f"{value:g}</text>"
        )
    for number, line in enumerate(lines):
        style = _STYLES[number % len(_STYLES)]
        path = "L".join(f"{x(point.x):.1f} {y(point.y):.1f}" for point in line.points)
        parts.append(f'<path class="drawn{style}" d="M{path}"/>')
        for point in line.points:
            tip = f"{point.label} ({part.x_name} {point.x:g}, {part.y_name} {point.y:.3g})"
            parts.append(
                f'<circle class="mark{style}" cx="{x(point.x):.1f}" cy="{y(point.y):.1f}" r="4.5">'
                f"<title>{escape(tip)}</title></circle>"
            )
        at = _WIDTH - _RIGHT - 220
        parts.append(f'<circle class="mark{style}" cx="{at}" cy="{_TOP + 20 * number}" r="4.5"/>')
        parts.append(f'<text x="{at + 12}" y="{_TOP + 20 * number + 4.5}">{escape(line.name)}</text>')
    parts.append(
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(part.x_name)}</text>'
    )
    parts.append(f'<text x="{_LEFT - 40}" y="18" class="soft">{escape(part.y_name)}</text>')
    return svg(_WIDTH, _HEIGHT, part.title, parts)


def _axis(values: list[float], *, zero: bool) -> tuple[float, float, float]:
    """Its ends and the distance of its ticks. zero: it begins there."""
    low, high = 0.0 if zero else min(values), max(values)
    step = step_of(max(high - low, 1e-9 + abs(high) / 10) or 1.0)
    low = floor(low / step + 1e-9) * step
    return low, max(low + step, ceil(high / step - 1e-9) * step), step
