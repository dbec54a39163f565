"""Word errors, against jiwer and against examples worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden import golden
from viva.lab.evaluate.asr import Heard, Scored, Spoken, score
from viva.lab.evaluate.asr_report import evaluate_asr
from viva.lab.evaluate.normalise import NORMALISATIONS, normalised
from viva.lab.evaluate.rows import Source
from viva.lab.report.model import Cases, Differences, Report, Table


def scored(*rows: tuple[str, list[str] | None], how: str = "basic") -> Scored:
    spoken = [Spoken(truth, None, None) for truth, _ in rows]
    return score(
        spoken, [None if got is None else Heard(tuple(got), ()) for _, got in rows], NORMALISATIONS[how]
    )


def values(found: Scored) -> dict[str, float]:
    return {one.name: float(one.top.sum() / one.bottom.sum()) for one in found.ratios() if one.bottom.sum()}


def test_as_jiwer() -> None:
    wanted = golden("words")
    rows = [(truth, [heard]) for truth, heard in zip(wanted["truth"], wanted["heard"], strict=True)]
    found = scored(*rows, how="none")
    got = values(found)
    assert got["word error rate"] == wanted["wer"]
    assert got["character error rate"] == wanted["cer"]
    for name in ("substitutions", "deletions", "insertions"):
        assert getattr(found.edits, name).sum() == wanted[name]


def test_worked_by_hand() -> None:
    # docs/concepts/evaluation.md: 1 + 1 + 4 + 1 errors in 3 + 4 + 1 + 0 words.
    found = values(
        scored(
            ("a large latte", ["a large matte", "a large latte"]),
            ("with oat milk please", ["with milk please"]),
            ("yes", ["guess so we will"]),
            ("", ["the"]),
        )
    )
    assert found["word error rate"] == 7 / 8
    assert found["mean word error rate of utterances"] == pytest.approx((1 / 3 + 1 / 4 + 4) / 3)
    assert found["sentence error rate"] == 1
    assert found["speech invented"] == 1 and found["speech lost"] == 0
    assert found["short utterances (1-2 words)"] == 4
    assert found["long utterances (3 words or more)"] == 2 / 7
    assert found["word error rate, best of 3"] == found["word error rate, best of N"] == 6 / 8


def test_best_of_three_looks_no_further() -> None:
    found = values(scored(("a b c", ["x y z", "a y z", "x y z", "a b c"])))
    assert found["word error rate, best of 3"] == pytest.approx(2 / 3)
    assert found["word error rate, best of N"] == 0


def test_no_prediction_is_nothing_heard() -> None:
    found = values(scored(("a b", None), ("c", ["c"])))
    assert found["word error rate"] == pytest.approx(2 / 3) and found["speech lost"] == 0.5
    # Nothing from a system on an utterance without speech is an error as well.
    assert values(scored(("", None), ("", [""])))["sentence error rate"] == 0.5


def test_entities_and_concepts() -> None:
    spoken = [Spoken("two oat milk lattes", ("oat milk", "two"), ("item=latte", "milk=oat", "count=2"))]
    heard = [Heard(("to oat milk lattes",), ("item=latte", "milk=soy"))]
    found = values(score(spoken, heard, NORMALISATIONS["basic"]))
    assert found["entity error rate"] == 1 / 2
    assert found["concept error rate"] == 2 / 3


@pytest.mark.parametrize(
    ("how", "text", "wanted"),
    [
        ("none", "  It’s  A ", "It’s A"),
        ("basic", "It’s 'A', co-op_x 4.5!", "it's a co op x 4 5"),
        ("basic", "नमस्ते ﬁn Ünder", "नमस्ते fin ünder"),
        ("english", "Um, I won't pay $4.50!", "i will not pay four point fifty dollars"),
        (
            "english",
            "the 21st of May 1984, 07:30",
            "the twenty first of may one nine eight four zero seven thirty",
        ),
        ("english", "2,500 is 50% more okay", "two five zero zero is fifty percent more ok"),
    ],
)
def test_normalisations(how: str, text: str, wanted: str) -> None:
    assert normalised([text], NORMALISATIONS[how]) == [wanted]


ROWS = [
    {"id": 1, "truth": "a b", "hypothesis": "a b", "speaker": "s", "noise": "clean"},
    {"id": 2, "truth": "a b c", "hypothesis": "a c", "speaker": "t", "noise": "6 dB"},
    {"id": 3, "truth": "d", "hypothesis": None, "speaker": "t", "noise": "6 dB"},
    {"id": 4, "truth": "", "hypothesis": "x", "speaker": "u", "noise": "clean"},
]


def report(folder: Path, **options: object) -> Report:
    data, other = folder / "rows.jsonl", folder / "other.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    other.write_text("".join(json.dumps({**row, "hypothesis": row["truth"]}) + "\n" for row in ROWS))
    return evaluate_asr(Source(data, against=other, groups=("speaker",)), **options)  # type: ignore[arg-type]


def test_the_report(tmp_path: Path) -> None:
    found = report(tmp_path)
    wer = found.figures[0]
    assert (wer.value, wer.count, wer.unit) == (3 / 6, 6, "words")
    assert found.problems.count("no prediction") == 1
    assert found.settings["normalisation"] == "basic"
    assert "3 speakers" in found.settings["intervals"]
    (against,) = (part for part in found.parts if isinstance(part, Differences))
    assert against.rows[0].value == 3 / 6
    assert {one.test for one in against.rows} >= {"matched pairs", "McNemar (0 to 3)", "paired bootstrap"}
    flips = next(part for part in found.parts if isinstance(part, Cases) and part.title == "Flips")
    assert [case.id for case in flips.cases] == ["2", "3", "4"] and "3 worse" in flips.note
    by_noise = next(part for part in found.parts if isinstance(part, Table) and part.title == "By noise")
    assert [row[:2] for row in by_noise.rows] == [["clean", 2], ["6 dB", 2]]
