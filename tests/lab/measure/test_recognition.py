"""The benchmark of hearing: noise at the level that is asked for, and honest counting."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from viva.cli.app import viva
from viva.lab.measure.recognition import Order, accepted, digit_words
from viva.understanding.reading import Entity, Intent, Reading

ROOT = Path(__file__).resolve().parents[3]
ORDER = Order("a.flac", b"", "orderDrink", {"coffeeDrink": "mocha", "size": "large"})


def reading(intent: str, **values: str) -> Reading:
    entities = tuple(Entity(name, value, value, 0, 1, 0, 1.0) for name, value in values.items())
    return Reading("", (Intent(intent, 1.0),), entities, 1.0)


def test_an_order_is_accepted_with_every_labelled_value() -> None:
    assert accepted(reading("orderDrink", coffeeDrink="mocha", size="large"), ORDER) == (True, True)
    assert accepted(reading("orderDrink", coffeeDrink="mocha", size="large", milk="x"), ORDER) == (
        True,
        False,
    )
    assert accepted(reading("orderDrink", coffeeDrink="mocha"), ORDER) == (False, False)
    assert accepted(reading("orderDrink", coffeeDrink="mocha", size="small"), ORDER) == (False, False)
    assert accepted(reading("thanks", coffeeDrink="mocha", size="large"), ORDER) == (False, False)


def test_digits_are_words_however_they_are_written() -> None:
    assert digit_words("Four, 52 - oh 9.") == ["four", "five", "two", "zero", "nine"]


def test_a_folder_without_recordings_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        viva, ["bench", "recognition", str(ROOT / "bots/barista"), "--data", str(tmp_path)]
    )
    assert result.exit_code != 0
    assert "labels.json and the folder clean with recordings were expected" in result.output
