"""`viva explain`: the path of an utterance, for people and for programs, and what it says to a mistake."""

from __future__ import annotations

import json
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from viva.cli.app import viva
from viva.models.catalogue import ModelError
from viva.models.fetch import ensure
from viva.speaking.engine import Voice
from viva.speaking.registry import say

NOW = "2026-11-24T09:30"
BARISTA, CLINIC = str(ROOT / "bots" / "barista"), str(ROOT / "bots" / "clinic")


def explain(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(viva, ["explain", *words], env={"COLUMNS": "160"}, catch_exceptions=False)
    return done.exit_code, done.output


def data(*words: str) -> dict[str, Any]:
    code, said = explain(*words, "--json", "--now", NOW)
    assert code == 0
    found: dict[str, Any] = json.loads(said)
    return found


@pytest.fixture
def models() -> None:
    for name in ("moonshine-tiny", "all-minilm-l6-v2", "silero-vad"):
        try:
            ensure(name)
        except ModelError as error:
            pytest.skip(f"{error.message}; {error.hint}")


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A synthesized caller with a faint hiss."""
    pcm = say("a large latte with skim milk please", Voice("en-us")).pcm
    samples = np.frombuffer(pcm, "<i2") + np.random.default_rng(1).normal(0, 20, len(pcm) // 2)
    path = tmp_path_factory.mktemp("audio") / "order.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(samples.clip(-32768, 32767).astype("<i2").tobytes())
    return str(path)


@pytest.mark.models
@pytest.mark.usefixtures("models")
class TestPath:
    def test_words_for_people(self) -> None:
        code, said = explain(BARISTA, "--text", "a dark rose ice mocker please", "--now", NOW)
        assert code == 0
        assert said.startswith("barista at 2026-11-24T09:30:00, expecting open: coffeeDrink, size")
        assert "Heard" not in said
        assert "coffeeDrink = iced mocha  90 %  from “ice mocker” in 1" in said
        assert "iced mocha has its words" in said

    def test_words_for_programs(self) -> None:
        found = data(BARISTA, "--text", "a dark rose ice mocker please")
        assert (found["bot"], found["now"], found["heard"]) == ("barista", "2026-11-24T09:30:00", None)
        understood = found["understood"]
        assert {one["name"]: one["value"] for one in understood["reading"]["entities"]} == {
            "roast": "dark roast",
            "coffeeDrink": "iced mocha",
        }
        (alternative,) = understood["alternatives"]
        assert alternative["score"]["unexplained"] == 0 and understood["chosen"] == 0
        mocha = next(one for one in understood["values"] if one["text"] == "mocker")
        assert (mocha["value"], mocha["fate"], mocha["lost_to"]) == ("mocha", "words_taken", "iced mocha")
        assert mocha["likeness"] < 1 and mocha["odds"]["size"] > 0
        best = understood["intents"][0]
        assert (best["name"], best["taken"], best["least"]) == ("orderDrink", True, 0.5)

    def test_what_is_too_unlike_is_refused_with_its_evidence(self) -> None:
        found = data(BARISTA, "--text", "could you paint the park road for my uncle")
        refused = [one for one in found["understood"]["values"] if one["fate"] == "little_evidence"]
        assert refused and all(one["confidence"] < 0.5 for one in refused)
        assert not found["understood"]["reading"]["entities"]
        code, said = explain(BARISTA, "--text", "could you paint the park road for my uncle")
        assert code == 0 and "below 0.50" in said and "no intent, no value" in said

    def test_a_step_changes_what_is_expected(self) -> None:
        found = data(CLINIC, "--text", "the ninth", "--step", "choose_time.day")
        assert found["expects"]["step"] == "choose_time.0" and found["expects"]["entities"][0] == "date"
        (day,) = found["understood"]["reading"]["entities"]
        assert day["value"] == "2026-12-09"
        assert data(CLINIC, "--text", "yes", "--expects", "yes_no")["expects"]["kind"] == "yes_no"

    def test_audio(self, order: str) -> None:
        found = data(BARISTA, "--audio", order)
        alternatives = found["heard"]["alternatives"]
        best = alternatives[0]
        assert sum(one["hypothesis"]["posterior"] for one in alternatives) == pytest.approx(1.0)
        assert [word["text"] for word in best["words"]] == [
            word["text"] for word in best["hypothesis"]["words"]
        ]
        assert all(0 <= word["inside"] <= 1 for word in best["words"])
        assert best["gain"] >= sum(word["gain"] for word in best["words"]) - 3
        assert found["heard"]["plain"] and found["heard"]["audio_ms"] > 1000
        for entity in found["understood"]["reading"]["entities"]:
            assert 0 <= entity["start_ms"] < entity["end_ms"] <= found["heard"]["audio_ms"]
            assert entity["hypothesis"] in entity["supported_by"]

    def test_a_pause_in_the_middle(self, order: str, tmp_path: Path) -> None:
        with wave.open(order) as file:
            once = file.readframes(file.getnframes())
        noise = np.random.default_rng(2).normal(0, 20, 14_400).astype("<i2").tobytes()
        path = tmp_path / "twice.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(once + noise + once)
        first, *_, last = data(BARISTA, "--audio", str(path))["pauses"]
        assert len(once) / 32 - 300 < first["start_ms"] < len(once) / 32 + 100
        if first["outcome"] == "went_on":
            assert 600 < first["end_ms"] - first["start_ms"] < 1400
        else:
            assert first["why"].endswith("would have been cut off")
        assert last["outcome"] == "taken" and last["start_ms"] > first["start_ms"]

    def test_audio_for_people(self, order: str) -> None:
        code, said = explain(BARISTA, "--audio", order)
        assert code == 0
        for heading in ("Heard in", "Without the bot's language", "Words of 1", "Read", "Intents", "Values"):
            assert f"\n{heading}" in said
        assert "size = large" in said
        assert "\nThe end of the turn\n" in said and "taken " in said

    def test_where_the_turn_would_be_taken(self, order: str) -> None:
        (*waited, last) = data(BARISTA, "--audio", order)["pauses"]
        assert last["outcome"] == "taken" and last["end_ms"] - last["start_ms"] >= 160
        assert last["scores"][-1]["over"] >= last["scores"][-1]["threshold"]
        assert set(last["scores"][-1]["because"]) >= {"usual", "words", "voice", "silence"}
        assert all(pause["why"].startswith(("held for", "taken")) for pause in waited)

    def test_silence(self, tmp_path: Path) -> None:
        path = tmp_path / "silence.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 8000, 0, "NONE", ""))
            file.writeframes(bytes(32_000))
        code, said = explain(BARISTA, "--audio", str(path))
        assert (
            code == 0
            and "no words" in said
            and "no speech, so no turn" in said
            and "nothing: no words" in said
        )
        assert explain(BARISTA, "--text", "")[1].endswith("nothing: no words\n")

    @pytest.mark.data
    def test_a_real_order(self, recordings: Path) -> None:
        audio = sorted((recordings / "barista" / "clean").glob("*.flac"))[0]
        found = data(BARISTA, "--audio", str(audio))
        reading = found["understood"]["reading"]
        assert reading["intents"][0]["name"] == "orderDrink"
        assert all(entity["end_ms"] > entity["start_ms"] for entity in reading["entities"])
        # A real order is in the bot's language: nearly all of its words gain by that.
        words = found["heard"]["alternatives"][0]["words"]
        assert np.mean([word["gain"] > 0 for word in words]) > 0.7


def test_it_says_what_was_asked_wrongly(tmp_path: Path) -> None:
    text = tmp_path / "text.wav"
    text.write_text("no audio")
    given = ("--text", "hi")
    for words, code, expected in [
        ((BARISTA,), 2, "give either --audio FILE or --text TEXT"),
        ((), 2, "name a bot, with --audio FILE or --text TEXT, or give --call CALL"),
        ((BARISTA, *given, "--turn", "1"), 2, "--turn needs --call"),
        ((BARISTA, "--call", "last"), 2, "--call goes with --turn, --data and --json only"),
        ((BARISTA, "--audio", "x.wav", *given), 2, "give either --audio FILE or --text TEXT"),
        ((BARISTA, *given, "--step", "a.0", "--expects", "size"), 2, "give --step or --expects, not both"),
        ((BARISTA, "--audio", "missing.wav"), 1, "error: missing.wav: no such audio file"),
        ((BARISTA, "--audio", str(tmp_path)), 1, "a folder, not an audio file"),
        ((BARISTA, "--audio", str(text)), 1, "not audio that can be read"),
        ((CLINIC, *given, "--step", "boook.1"), 2, "error: no flow 'boook'.\nhint: Did you mean `book`?"),
        (
            (CLINIC, *given, "--step", "book.0"),
            2,
            "error: no step 'book.0' that asks the caller.\nhint: There are",
        ),
        ((CLINIC, *given, "--expects", "fone"), 2, "error: no entity 'fone'.\nhint: Did you mean `phone`?"),
        ((CLINIC, *given, "--now", "noon"), 2, "error: --now 'noon' is no date and time.\nhint: Write 2026"),
        (("baristo", *given), 2, "no bot 'baristo'"),
    ]:
        assert (explain(*words)[0], expected in explain(*words)[1]) == (code, True), explain(*words)


def test_more_audio_than_an_utterance_has(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000 * 125))
    code, said = explain(BARISTA, "--audio", str(path))
    assert code == 1 and "error: 125 s of audio; an utterance has at most 120 s" in said
