"""Reading and joining rows: every kind of bad input has a message with file and row, and is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viva.errors import VivaError
from viva.lab.evaluate.asr import LAYOUT, Heard, Spoken
from viva.lab.evaluate.intents import LAYOUT as INTENTS
from viva.lab.evaluate.rows import Rows, Source, read_rows


def read(folder: Path, text: str | bytes, *, name: str = "rows.csv", **source: object) -> Rows[Spoken, Heard]:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return read_rows(Source(folder / name, **source), LAYOUT)  # type: ignore[arg-type]


def test_a_csv_file_with_other_names(tmp_path: Path) -> None:
    rows = read(tmp_path, "ref,hyp\na b,a\n,\n", names={"truth": "ref", "hypothesis": "hyp"})
    assert [one.text for one in rows.truth] == ["a b", ""]
    assert [one and one.texts for one in rows.predicted] == [("a",), ("",)]
    assert not rows.problems.kinds and rows.place(1) == "rows.csv:3"


@pytest.mark.parametrize(
    "cell", ['["a","b"]', '[["a", -1],["b", -2]]', '[{"text":"a","score":1},{"text":"b"}]']
)
def test_n_best_lists(tmp_path: Path, cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    (heard,) = read(tmp_path, f"truth,nbest\na,{quoted}\n").predicted
    assert heard and heard.texts == ("a", "b")


def test_predictions_of_another_file(tmp_path: Path) -> None:
    predictions = tmp_path / "heard.csv"
    predictions.write_text("id,hypothesis\n2,b\n9,x\n2,c\n")
    rows = read(tmp_path, "id,truth\n1,a\n2,b\n2,b\n", predictions=predictions)
    assert rows.ids == ["1", "2"] and rows.predicted[0] is None
    named = {kind: one.named[0] for kind, one in rows.problems.kinds.items()}
    assert named == {
        "duplicate id": "rows.csv:4: '2' was there before; the first counts",
        "id not among the truth": "heard.csv:3: '9' is not in rows.csv",
        "no prediction": "rows.csv:2: nothing from heard.csv; it counts as an error",
    }
    assert rows.problems.count("duplicate id") == 2


def test_no_id_in_common(tmp_path: Path) -> None:
    predictions = tmp_path / "heard.csv"
    predictions.write_text("id,hypothesis\nx1,b\n")
    with pytest.raises(VivaError, match=r"none of its ids is in .*: 'x1' here, '1' there"):
        read(tmp_path, "id,truth\n1,a\n", predictions=predictions)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("truht,hypothesis\na,b\n", "no column truth; there are truht, hypothesis", "--column truth=truht"),
        (
            "truth,heard\na,b\n",
            "no column hypothesis or nbest; there are truth, heard",
            "--column hypothesis=",
        ),
        ("truth,hypothesis\n", "no rows", "first line"),
        ("", "no rows", "first line"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, text: str, message: str, hint: str) -> None:
    with pytest.raises(VivaError, match=r"rows\.csv") as caught:
        read(tmp_path, text)
    assert message in caught.value.message and hint in caught.value.hint


def test_an_unknown_role_and_an_unknown_kind_of_file(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="there is no role 'thruth'") as caught:
        read(tmp_path, "truth,hypothesis\na,a\n", names={"thruth": "truth"})
    assert caught.value.hint == "did you mean truth?"
    with pytest.raises(VivaError, match=r"ends in \.csv"):
        read(tmp_path, "x", name="rows.xlsx")


def test_a_group_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="no column device"):
        read(tmp_path, "truth,hypothesis\na,a\n", groups=("device",))


def test_text_where_json_belongs(tmp_path: Path) -> None:
    rows = read(tmp_path, 'truth,nbest\na,hello\nb,"[1]"\n')
    assert rows.predicted == [None, None] and rows.problems.count("cannot be read") == 2
    assert "rows.csv:2: prediction: text where JSON belongs" in rows.problems.kinds["cannot be read"].named[0]
    lines = '{"truth": "a", "hypothesis": "a"}\nnonsense\n[1]\n{"truth": null, "hypothesis": "b"}\n'
    rows = read(tmp_path, lines, name="rows.jsonl")
    assert len(rows) == 1
    assert {kind: one.count for kind, one in rows.problems.kinds.items()} == {
        "text where JSON belongs": 2,
        "no truth": 1,
    }


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    rows = read(tmp_path, b"truth,hypothesis\ncaf\xe9,caf\n")
    assert rows.truth[0].text == "caf\ufffd"
    assert rows.problems.kinds["not UTF-8"].named == ["rows.csv:2: truth: 'caf\ufffd'"]


def test_utf16(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="it is UTF-16"):
        read(tmp_path, "truth,hypothesis\na,b\n".encode("utf-16"))


def test_fields_without_quotes(tmp_path: Path) -> None:
    assert read(tmp_path, "truth,hypothesis\na,b,c\n").problems.count("more fields than columns") == 1


def test_an_empty_intent_is_no_truth(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("truth,hypothesis,confidence\n,a,1\na,a,1.5\n")
    rows = read_rows(Source(path), INTENTS)
    assert len(rows) == 1 and rows.problems.count("no truth") == 1
    assert "between 0 and 1, got 1.5" in rows.problems.kinds["cannot be read"].named[0]


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError:
        path.write_bytes(b"PAR1")
        with pytest.raises(VivaError, match="needs pyarrow") as caught:
            read_rows(Source(path), LAYOUT)
        assert "viva[parquet]" in caught.value.hint
        return
    rows = [{"truth": "a", "nbest": ["a", "b"]}, {"truth": "c", "nbest": None}]
    parquet.write_table(arrow.Table.from_pylist(rows), path)
    found = read_rows(Source(path), LAYOUT)
    assert [one and one.texts for one in found.predicted] == [("a", "b"), None]
    path.write_text(json.dumps(rows))
    with pytest.raises(VivaError, match="not a Parquet file"):
        read_rows(Source(path), LAYOUT)
