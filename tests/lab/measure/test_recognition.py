"""The benchmark of hearing: noise at the level that is asked for, and honest counting."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from viva.cli.app import viva
from viva.lab.evaluate.slots_report import evaluate_slots
from viva.lab.measure.recognition import Order, Tally, digit_words, row
from viva.lab.measure.rows import evaluated
from viva.understanding.reading import Entity, Intent, Reading

ROOT = Path(__file__).resolve().parents[3]
ORDER = Order("a.flac", b"", "orderDrink", {"coffeeDrink": "mocha", "size": "large"})


def reading(intent: str, **values: str) -> Reading:
    entities = tuple(Entity(name, value, value, 0, 1, 0, 1.0) for name, value in values.items())
    return Reading("", (Intent(intent, 1.0),), entities, 1.0)


def test_an_order_is_accepted_with_every_labelled_value() -> None:
    readings = [
        reading("orderDrink", coffeeDrink="mocha", size="large"),
        reading("orderDrink", coffeeDrink="mocha", size="large", milk="x"),
        reading("orderDrink", coffeeDrink="mocha"),
        reading("orderDrink", coffeeDrink="mocha", size="small"),
        reading("cancel", coffeeDrink="mocha", size="large"),
    ]
    tally = Tally([row(ORDER, one) for one in readings])
    assert tally.accepted.tolist() == [True, True, False, False, False]
    assert tally.exact.tolist() == [True, False, False, False, False]
    assert tally.share == 0.4


def test_viva_eval_slots_says_the_same_of_the_rows(tmp_path: Path) -> None:
    answers = [reading("orderDrink", coffeeDrink="mocha", size=size) for size in ("large", "small")]
    rows = [{**row(ORDER, one, noise="6 dB"), "id": str(n)} for n, one in enumerate(answers)]
    report = evaluated(evaluate_slots, rows, path=tmp_path / "rows.jsonl")
    figures = {one.name: one.value for one in report.figures}
    assert figures["calls with every slot captured"] == Tally(rows).share == 0.5


def test_digits_are_words_however_they_are_written() -> None:
    assert digit_words("Four, 52 - oh 9.") == ["four", "five", "two", "zero", "nine"]


def test_a_folder_without_recordings_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        viva, ["bench", "recognition", str(ROOT / "bots/barista"), "--data", str(tmp_path)]
    )
    assert result.exit_code != 0
    assert "labels.json and the folder clean with recordings were expected" in result.output
