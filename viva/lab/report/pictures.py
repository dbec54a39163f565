"""The pictures of a report, as SVG that takes its colours from the page."""

from __future__ import annotations

from html import escape
from math import ceil, log10

from viva.lab.report.model import Histogram, Matrix, Ranges, Reliability
from viva.lab.report.words import interval, number

_WIDTH = 760
_LABEL = 190
"""Room for names on the left."""
_ROW = 26
_SIDE = 360
"""Of the square of a reliability diagram."""
_MOST_LABEL = 24
"""Characters of a name that are shown; the whole stands in its tooltip."""


def ranges(part: Ranges) -> str:
    """Figures as dots, their intervals as lines."""
    known = [(one, one.value) for one in part.figures if one.value is not None]
    if not known:
        return ""
    most = max(max(one.high or 0, value) for one, value in known)
    step = step_of(most or 1)
    top = max(step, ceil(most / step - 1e-9) * step)
    room = _WIDTH - _LABEL - 90

    def x(value: float) -> float:
        return _LABEL + room * value / top

    height = _ROW * len(known) + 34
    parts = []
    for i in range(round(top / step) + 1):
        at = x(i * step)
        label = f"{100 * i * step:g} %" if part.figures[0].share else f"{i * step:g}"
        parts.append(f'<path class="line" d="M{at:.1f} 4V{height - 24}"/>')
        parts.append(f'<text class="soft" x="{at:.1f}" y="{height - 6}" text-anchor="middle">{label}</text>')
    for i, (one, value) in enumerate(known):
        y = _ROW * i + 18
        parts.append(_named(one.name, _LABEL - 12, y + 4.5))
        shown = number(value, share=one.share)
        parts.append(
            f'<g class="mark"><title>{escape(one.name)}: {shown} ({interval(one)}), of {one.count:,.0f}'
            f' {escape(one.unit)}</title><circle cx="{x(value):.1f}" cy="{y}" r="4.5"/>'
        )
        if one.low is not None and one.high is not None:
            parts.append(f'<path stroke-width="2" d="M{x(one.low):.1f} {y}H{x(one.high):.1f}"/>')
        parts.append("</g>")
        parts.append(f'<text x="{_WIDTH - 4}" y="{y + 4.5}" text-anchor="end">{shown}</text>')
    return svg(_WIDTH, height, part.title, parts)


def matrix(part: Matrix) -> str:
    """Rows are the truth; the more of a row in a cell, the darker. What is right is framed."""
    size = len(part.labels)
    cell = max(14, min(44, 620 // max(size, 1)))
    label = min(_LABEL, 12 + 7 * max(len(name) for name in part.labels))
    top = 12 + min(label, 8 * _MOST_LABEL)
    parts = []
    for i, name in enumerate(part.labels):
        at = i * cell + cell / 2
        parts.append(_named(name, label - 8, top + at + 4.5))
        x, y = label + at + 4.5, top - 8
        parts.append(f'<text x="{x:.1f}" y="{y}" transform="rotate(-90 {x:.1f} {y})">{_cut(name)}</text>')
        total = sum(part.counts[i]) or 1
        for j, count in enumerate(part.counts[i]):
            place = f'x="{label + j * cell}" y="{top + i * cell}" width="{cell - 1}" height="{cell - 1}"'
            tip = f"<title>{escape(name)} taken for {escape(part.labels[j])}: {count:,}</title>"
            frame = ' stroke="var(--soft)"' if i == j else ""
            if count or i == j:
                colour = f"rgba(var(--heat), {0.08 + 0.92 * count / total:.3f})" if count else "none"
                parts.append(f'<rect {place} style="fill:{colour}"{frame}>{tip}</rect>')
            if count and cell >= 28:
                dark = count / total > 0.55
                style = ' style="fill:var(--ground)"' if dark else ""
                parts.append(
                    f'<text x="{label + j * cell + cell / 2 - 0.5}" y="{top + i * cell + cell / 2 + 4}"'
                    f' text-anchor="middle" pointer-events="none"{style}>{_short(count)}</text>'
                )
    return svg(label + size * cell + 8, top + size * cell + 8, part.title, parts, natural=True)


def reliability(part: Reliability) -> str:
    """A bar for each bin at its share of right, a dot at what was said; on the diagonal they would meet."""
    left, top = 52, 28
    most = max((one.count for one in part.bins), default=1)

    def x(value: float) -> float:
        return left + _SIDE * value

    def y(value: float) -> float:
        return top + _SIDE * (1 - value)

    parts = [f'<path class="diagonal" d="M{x(0)} {y(0)}L{x(1)} {y(1)}"/>']
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<path class="line" d="M{x(0)} {y(tick)}H{x(1)}"/>')
        parts.append(
            f'<text class="soft" x="{left - 8}" y="{y(tick) + 4}" text-anchor="end">{100 * tick:.0f}</text>'
        )
        parts.append(f'<text class="soft" x="{x(tick)}" y="{y(0) + 18}" text-anchor="middle">{tick:g}</text>')
    for one in part.bins:
        width = x(one.high) - x(one.low) - 2
        radius = 2 + 5 * (one.count / most) ** 0.5
        tip = f"{one.count:,} said {one.confidence:.3f} on average, {100 * one.right:.1f} % right"
        parts.append(
            f'<g class="mark"><title>{tip}</title><rect x="{x(one.low) + 1:.1f}" y="{y(one.right):.1f}"'
            f' width="{width:.1f}" height="{_SIDE * one.right:.1f}" fill-opacity="0.35" stroke="none"/>'
            f'<circle cx="{x(one.confidence):.1f}" cy="{y(one.right):.1f}" r="{radius:.1f}"/>'
            "</g>"
        )
    parts.append(f'<text x="{x(0.5)}" y="{y(0) + 38}" text-anchor="middle">confidence</text>')
    parts.append(f'<text x="{left}" y="14" class="soft" text-anchor="middle">right, %</text>')
    return svg(left + _SIDE + 20, top + _SIDE + 46, part.title, parts, natural=True)


def histogram(part: Histogram) -> str:
    most = max((count for _, count in part.bars), default=0) or 1
    height, room = 200, (_WIDTH - 20) / max(len(part.bars), 1)
    parts = [f'<path class="line" d="M10 {height}H{_WIDTH - 10}"/>']
    for i, (name, count) in enumerate(part.bars):
        tall, x = (height - 24) * count / most, 10 + i * room
        parts.append(
            f'<rect class="mark" x="{x + 6:.1f}" y="{height - tall:.1f}" width="{room - 12:.1f}"'
            f' height="{tall:.1f}" stroke="none"/>'
        )
        middle = f'x="{x + room / 2:.1f}" text-anchor="middle"'
        parts.append(f'<text {middle} y="{height - tall - 6:.1f}">{count:,}</text>')
        parts.append(f'<text {middle} y="{height + 18}" class="soft">{escape(name)}</text>')
    parts.append(
        f'<text x="{_WIDTH / 2}" y="{height + 40}" text-anchor="middle">{escape(part.x_name)}</text>'
    )
    return svg(_WIDTH, height + 48, part.title, parts)


def svg(width: float, height: float, title: str, parts: list[str], *, natural: bool = False) -> str:
    """natural: not wider than it is."""
    size = f' width="{width:.0f}"' if natural else ""
    head = f'<svg viewBox="0 0 {width:.0f} {height:.0f}"{size} role="img" aria-label="{escape(title)}">'
    return head + "".join(parts) + "</svg>"


def _named(name: str, x: float, y: float) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="end"><title>{escape(name)}</title>{_cut(name)}</text>'


def _cut(name: str) -> str:
    return escape(name if len(name) <= _MOST_LABEL else name[: _MOST_LABEL - 1] + "…")


def _short(count: int) -> str:
    return str(count) if count < 10_000 else f"{count // 1000}k"


def step_of(most: float) -> float:
    """Of 1, 2 or 5 times a power of ten, so that about five fit."""
    power = 10.0 ** ceil(log10(most / 5) - 1e-9)
    return next(power * part for part in (0.2, 0.5, 1.0) if power * part * 6 >= most)
