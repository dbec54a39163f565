"""The tables of docs/concepts/delivery.md are what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from viva.call import delivery as d
from viva.speaking.manner import PITCH_STEP_ST, RATE_STEP, manners
from viva.speaking.prosody import Prosody
from viva.speaking.ssml import ELEMENTS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "concepts" / "delivery.md").read_text("utf-8")


def row(prosody: Prosody) -> list[str]:
    """A prosody as the tables have it: rate, pitch, level."""

    def signed(value: float, unit: str) -> str:
        return f"{value:+g} {unit}".replace("-", "−") if value else ""

    rate = f"× {prosody.rate:g}" if prosody.rate != 1 else ""
    return [rate, signed(prosody.pitch_st, "st"), signed(prosody.level_db, "dB")]


def rows(name: str) -> list[list[str]]:
    found = re.findall(rf"^\| {name} \|(.*)\|$", PAGE, re.M)
    return [[cell.strip() for cell in cells.split("|")] for cells in found]


def test_roles() -> None:
    for name, prosody in manners().roles.items():
        assert rows(f"`{name}`")[0] == row(prosody), name
    assert rows("digits and letters that somebody writes down") == [row(manners().dictated)]


def test_what_the_call_hears() -> None:
    once, twice = rows("`clarity`")
    assert once[1:] == [*row(d.CLEAR[1]), f"{d.CLEAR_PAUSE_MS[1]} ms"]
    assert twice[1:] == [*row(d.CLEAR[2]), f"{d.CLEAR_PAUSE_MS[2]} ms"]
    louder, noisy = rows("`noise`")
    assert f"less than {d.QUIET_DB:g} dB" in louder[0] and f"less than {d.NOISY_DB:g} dB" in noisy[0]
    assert louder[3] == f"+{d.LOMBARD:g} dB for each dB, at most +{d.LOUDEST_DB:g} dB"
    assert noisy[1:4] == row(d.NOISY)
    (calm,) = rows("`calm`")
    assert calm[1:4] == row(d.CALM) and f"{d.AROUSED:g} deviations" in calm[0]
    (entrained,) = rows("`entrainment`")
    assert entrained[1] == f"× {d.RATES[0]:g} to × {d.RATES[1]:g}"
    assert entrained[3] == f"−{-d.LEVELS_DB[0]:g} to +{d.LEVELS_DB[1]:g} dB"


def test_numbers_in_the_text() -> None:
    text = " ".join(PAGE.split())
    low, high = d.ALL_LEVELS_DB
    assert f"× {d.ALL_RATES[0]:g} to × {d.ALL_RATES[1]:g} and −{-low:g} to +{high:g} dB" in text
    assert f"steps of {RATE_STEP:g} and the pitch of {PITCH_STEP_ST:g} st" in text
    assert f"against {d.USUAL_RATE:g}," in text


def test_every_element_of_ssml() -> None:
    assert not [name for name in ELEMENTS if f"<{name}" not in PAGE]
