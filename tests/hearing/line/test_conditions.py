"""The taxonomy and its page say the same."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from viva.hearing.line.conditions import CONDITIONS, ConditionName

PAGE = Path(__file__).resolve().parents[3] / "docs" / "concepts" / "line.md"


def test_every_condition_is_defined_once() -> None:
    assert tuple(CONDITIONS) == get_args(ConditionName)


def test_the_page_has_the_definitions_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, one in CONDITIONS.items():
        where = " (calls that the bot placed)" if one.outbound else ""
        assert f"| `{name}` | {one.meaning}{where} | {one.shows} | {one.then} |" in page
