"""Numbers of a report as people read them."""

from __future__ import annotations

from viva.lab.report.model import Cell, Difference, Figure


def number(value: float | None, *, share: bool, sign: bool = False) -> str:
    """A share in percent with two decimals, another figure with four significant ones; a dash for none."""
    if value is None:
        return "-"
    plus = "+" if sign else ""
    return f"{100 * value:{plus}.2f} %" if share else f"{value:{plus}.4g}"


def interval(one: Figure | Difference) -> str:
    if one.low is None or one.high is None:
        return ""
    sign = isinstance(one, Difference)
    ends = (number(end, share=one.share, sign=sign).removesuffix(" %") for end in (one.low, one.high))
    return " to ".join(ends)


def chance(p: float | None) -> str:
    """A p-value."""
    if p is None:
        return "-"
    return "< 0.0001" if p < 0.0001 else f"{p:.4f}"


def cell(one: Cell, between: str = " ") -> str:
    """between: what stands between a value and its interval."""
    match one:
        case None:
            return "-"
        case Figure():
            ends = interval(one)
            return number(one.value, share=one.share) + (f"{between}({ends})" if ends else "")
        case int():
            return f"{one:,}"
        case float():
            return f"{one:.4g}"
        case _:
            return one


def count(value: float) -> str:
    return f"{value:,.0f}"


def verdict(one: Difference) -> str:
    """Whether the interval leaves 0 on one side."""
    if one.value is None or one.low is None or one.high is None:
        return ""
    if one.low <= 0 <= one.high:
        return "unclear"
    return "better" if (one.value < 0) == one.lower_is_better else "worse"
