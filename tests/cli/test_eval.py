"""`viva eval`: what it prints and writes, and how it explains itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.lab.calls.made import keep, made, truth
from viva.cli.app import viva
from viva.lab.calls.truth import Said
from viva.lab.report.as_html import MOST_CASES

ROWS = {
    "asr": "id,truth,hypothesis,audio\n1,a <b>,a b,1.wav\n2,c d,c x,\n3,,x,gone.wav\n",
    "intents": "id,truth,hypothesis,confidence\n1,a,a,0.9\n2,b,a,0.8\n3,b,,\n",
    "entities": 'id,truth,hypothesis\n1,"[{""type"":""n"",""value"":1}]",[]\n2,[],[]\n3,[],[]\n',
    "slots": "id,truth,hypothesis\n1,O B-a,O B-a\n2,B-a I-a,B-a O\n3,O,B-b\n",
}


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(viva, ["eval", *words])
    return result.exit_code, result.output


@pytest.mark.parametrize("kind", ROWS)
def test_each_kind_writes_all_three_forms(kind: str, tmp_path: Path) -> None:
    data, as_json, as_html = tmp_path / "rows.csv", tmp_path / "out.json", tmp_path / "out.html"
    data.write_text(ROWS[kind])
    (tmp_path / "1.wav").write_bytes(b"RIFF")
    options = ("--against", str(data), "--json", str(as_json), "--html", str(as_html))
    code, said = run(kind, str(data), *options)
    assert code == 0, said
    assert "of" in said and "Against rows.csv" in said and f"written: {as_html}" in said.replace("\n", "")
    found = json.loads(as_json.read_text())
    assert found["figures"] and all(one["count"] >= 0 for one in found["figures"].values())
    page = as_html.read_text()
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page) and "prefers-color-scheme" in page
    assert all(one in page for one in found["figures"])


def test_texts_are_escaped_and_audio_is_inside_or_told_to_be_gone(tmp_path: Path) -> None:
    data, as_html = tmp_path / "rows.csv", tmp_path / "out.html"
    data.write_text(ROWS["asr"].replace("a b,1.wav", "a,1.wav"))
    (tmp_path / "1.wav").write_bytes(b"RIFF")
    code, said = run("asr", str(data), "--normalise", "none", "--html", str(as_html))
    page = as_html.read_text()
    assert code == 0 and "a &lt;b&gt;" in page and "a <b>" not in page
    assert "data:audio/" in page and "recording not found" in page
    assert "rows.csv:4: gone.wav" in said


def test_a_report_of_many_rows_is_bounded(tmp_path: Path) -> None:
    data, as_html = tmp_path / "rows.csv", tmp_path / "out.html"
    data.write_text("truth,hypothesis\n" + "a b c,a x c\n" * 20_000)
    assert run("asr", str(data), "--worst", "1000", "--html", str(as_html))[0] == 0
    page = as_html.read_text()
    assert len(page) < 200_000 and page.count('class="case"') == MOST_CASES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two simulated calls: one that is done, one that is left."""
    for number, left in enumerate((False, True)):
        call = made(action_ms=400)
        call.say(3000, 4000, "how is the weather", "weather")
        said = [Said(3000, 4000, "turn", "ask", "how is the weather", "weather")]
        if left:
            call.say(9000, 9800, "i want to travel", "travel")
            said.append(Said(9000, 9800, "turn", "ask", "I want to travel", "travel"))
        call.hang_up(15_000)
        goal = {"intent": "weather", "slots": {"from_city": "Paris"}}
        keep(
            tmp_path / "data",
            call,
            f"sim-1-{number}",
            truth(*said, number=number, success=not left, goal=goal),
        )
    return tmp_path / "data"


@pytest.mark.parametrize("kind", ["asr", "intents", "entities", "slots", "turns", "calls"])
def test_each_kind_reads_a_data_folder(kind: str, folder: Path, tmp_path: Path) -> None:
    as_json, as_html = tmp_path / "out.json", tmp_path / "out.html"
    options = ["--bot", "small", "--calls", "2", "--json", str(as_json), "--html", str(as_html)]
    if kind in ("turns", "calls"):
        options += ["--against", str(folder), "--group", "voice"]
    code, said = run(kind, str(folder), *options)
    assert code == 0, said
    assert json.loads(as_json.read_text())["figures"] and "</html>" in as_html.read_text()
    assert ("Against data" in said) == (kind in ("turns", "calls"))


def test_what_is_compared_is_alike(folder: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("id,end_ms,taken_ms\n1,1000,1200\n")
    code, said = run("turns", str(folder), "--against", str(rows))
    assert code == 2 and "expected another data folder" in said
    code, said = run("turns", str(rows), "--against", str(folder))
    assert code == 2 and "expected a file of rows" in said
    code, said = run("asr", str(folder), "--against", str(folder))
    assert code == 2 and "turns and calls compare data folders" in said.replace("\n", " ")
    code, said = run("turns", str(folder), "--column", "end_ms=end")
    assert code == 2 and "for files of rows" in said
    code, said = run("calls", str(tmp_path))
    assert code == 2 and "no calls here" in said


@pytest.mark.parametrize(
    "words", [(), ("asr",), ("intents",), ("entities",), ("slots",), ("turns",), ("calls",)]
)
def test_without_data_it_explains_itself(words: tuple[str, ...]) -> None:
    _, said = run(*words)
    assert "Example:" in said and "viva eval" in said


def test_wrong_input_is_one_line_with_a_hint(tmp_path: Path) -> None:
    data = tmp_path / "rows.csv"
    data.write_text("text,heard\na,b\n")
    code, said = run("asr", str(data))
    assert code == 2 and "no column truth; there are text, heard" in said
    code, said = run("asr", str(data), "--column", "truth")
    assert code == 2 and "expected ROLE=NAME" in said
    code, said = run("asr", str(data), "--html", str(tmp_path / "none" / "out.html"))
    assert code == 2 and "does not exist" in said


@pytest.mark.parametrize("kind", ["turns", "calls"])
def test_a_group_that_no_call_has_is_told(kind: str, folder: Path) -> None:
    code, said = run(kind, str(folder), "--group", "colour")
    assert code == 2 and "--group colour: no condition of calls" in said and "noise, persona" in said
