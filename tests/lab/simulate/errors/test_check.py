"""The held-out check tells how far a model is from what it was not fitted to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.lab.simulate.errors.made import row
from viva.cli.app import viva
from viva.lab.simulate.errors.check import held_out
from viva.lab.simulate.errors.file import read_errors
from viva.lab.simulate.errors.neighbours import Neighbours
from viva.pronunciation.pronouncer import pronouncer

WORDS = ("large", "small", "iced", "dark", "light", "latte", "mocha", "coffee", "sugar", "cream")


def texts() -> list[str]:
    return [f"a {a} {b} {c}" for a in WORDS for b in WORDS for c in WORDS if a != b != c]


def test_a_recognizer_that_errs_at_random_is_met() -> None:
    rows = []
    for at, text in enumerate(texts()):
        heard = text.replace("a ", "the ", 1) if at % 4 == 0 else text
        rows.append(row(text, heard, "so what", noise=("clean", "noise 6 dB")[at % 2]))
    compared = held_out(rows, Neighbours(WORDS, pronouncer("en")))
    assert [one.noise for one in compared] == ["clean", "noise 6 dB", "all"]
    for one in compared:
        assert one.model.wer == pytest.approx(one.real.wer, abs=0.02)
        assert one.model.ser == pytest.approx(one.real.ser, abs=0.06)
        assert one.apart < 0.05
    assert compared[0].real.ser == pytest.approx(0.5, abs=0.1)
    assert compared[1].real.ser == 0


def train(data: Path, out: Path) -> tuple[int, str]:
    result = CliRunner().invoke(viva, ["train", "errors", str(data), "-o", str(out), "--made", "by hand"])
    return result.exit_code, result.output


def test_a_model_is_trained_from_the_rows_of_an_evaluation(tmp_path: Path) -> None:
    data, out = tmp_path / "heard.jsonl", tmp_path / "x.errors.json"
    lines = [
        {
            "truth": text,
            "noise": "cafe 9 dB",
            "nbest": [{"text": text, "score": 0.9, "words": [0.9] * 4}, {"text": "a", "score": 0.1}],
        }
        for text in texts()[:200]
    ]
    data.write_text("".join(json.dumps(line) + "\n" for line in lines))
    code, told = train(data, out)
    assert code == 0, told
    assert "cafe 9 dB" in told and "200 rows, 1 conditions" in told
    model = read_errors(out)
    assert model.made == "by hand"
    assert len(model.conditions["cafe 9 dB"].whole) == 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("truth,hypothesis\na,a\n", "1 rows are too few for an error model; it takes 50"),
        ("words,hypothesis\na,a\n", "no column truth"),
        ("truth,noise\na,b\n", "no column hypothesis or nbest"),
    ],
)
def test_rows_that_give_no_model_are_told(tmp_path: Path, text: str, expected: str) -> None:
    data = tmp_path / "heard.csv"
    data.write_text(text)
    code, told = train(data, tmp_path / "x.errors.json")
    assert code != 0
    assert expected in told
    assert not (tmp_path / "x.errors.json").exists()


def test_a_folder_without_simulated_calls_is_told(tmp_path: Path) -> None:
    code, told = train(tmp_path, tmp_path / "x.errors.json")
    assert code != 0
    assert "no simulated call in it was heard" in told
