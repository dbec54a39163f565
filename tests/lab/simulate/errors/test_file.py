"""Error models as files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.lab.simulate.errors.made import row
from viva.errors import VivaError
from viva.lab.simulate.errors.file import SHIPPED, read_errors, write_errors
from viva.lab.simulate.errors.fit import Material, aligned, fit
from viva.lab.simulate.errors.model import Unit


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    rows = [
        row("a dark roast", "A dark rose.", "A dark roast,", "A very dark"),
        row("one latte", "I don't know what"),
        row("one latte"),
        row("", "thank you"),
        row("yes", "yes", noise="telephone", whole=False),
    ]
    units = {("clean", True): [Unit(-5.2, -11.0, None, -3.1)], ("clean", False): [Unit(1.0, None, 0.4, 2.5)]}
    sounds = Material(sounds_ms={"clean": [300, 450]}, listened_ms=Counter(clean=30_000), units=units)
    model = fit(aligned(rows), "by hand", sounds)
    assert model.conditions["clean"].background.per_minute == 4
    assert model.conditions["clean"].over == (Unit(-5.2, -11.0, None, -3.1),)
    write_errors(model, tmp_path / "x.errors.json")
    read = read_errors(tmp_path / "x.errors.json")
    assert read == model


def test_the_model_that_comes_with_viva_is_small_and_says_how_it_was_made() -> None:
    model = read_errors(None)
    assert model is read_errors(None)
    assert "Moonshine" in model.made
    assert {"clean", "noise 10 dB", "street 14 dB", "telephone"} <= set(model.conditions)
    assert min(len(one.whole) for one in model.conditions.values()) >= 30
    shipped = Path(__file__).parents[4] / "viva/lab/simulate/errors/data" / SHIPPED
    assert shipped.stat().st_size < 300_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "no error model of format 2"),
        ('{"format": 1}', "it has format 1"),
        ('{"format": 2}', "'words'"),
    ],
)
def test_what_is_no_model_is_told(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "x.errors.json"
    path.write_text(text)
    with pytest.raises(VivaError, match=expected) as told:
        read_errors(path)
    assert "x.errors.json" in str(told.value)
    with pytest.raises(VivaError, match="cannot be read"):
        read_errors(tmp_path / "none.json")
