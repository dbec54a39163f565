"""Piper's and Kokoro's voices: real models of a few kilobytes, loaded and run by sherpa-onnx."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.speaking.tiny_voices import RATE, TONE, kokoro_folder, piper_folder, raw_piper_folder
from viva.errors import VivaError
from viva.speaking.engine import Voice
from viva.speaking.phonemes import clauses
from viva.speaking.registry import speaker, synthesizer
from viva.speaking.script import Piece, plain
from viva.speaking.settings import EngineSettings
from viva.speaking.voice_model import find_folder, read_voice

TEXT = "Hello there, how are you today? You have an appointment on Thursday, at half past four."

pytestmark = pytest.mark.usefixtures("models_elsewhere")


@pytest.fixture
def models_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_MODELS", str(tmp_path / "models"))


def sherpa(kind: str, folder: Path):  # type: ignore[no-untyped-def]  # SherpaSynthesizer, where there is one
    pytest.importorskip("sherpa_onnx", reason="the extra viva[voices] is not installed")
    from viva.speaking.sherpa import SherpaSynthesizer

    return SherpaSynthesizer(kind, folder)


def folder_of(form: str, folder: Path) -> Path:
    make = {"piper": piper_folder, "raw piper": raw_piper_folder, "kokoro": kokoro_folder}[form]
    return make(folder)


def heard(made, text: str = TEXT, voice: str = "") -> list[NDArray[np.float32]]:  # type: ignore[no-untyped-def]
    return [chunk.samples for chunk in made.stream((Piece(text),), Voice(voice))]


@pytest.mark.parametrize("form", ["piper", "raw piper", "kokoro"])
def test_a_voice_is_loaded_and_speaks_clause_by_clause(form: str, tmp_path: Path) -> None:
    made = sherpa(form.split()[-1], folder_of(form, tmp_path / "v"))
    assert made.rate == RATE
    parts = heard(made)
    assert len(parts) == len(clauses(Piece(TEXT), "gmw/en-US")) > 1
    assert all(np.abs(part).max() > 0.2 for part in parts)
    assert all(len(part) % TONE == 0 for part in parts)


@pytest.mark.parametrize(("form", "names"), [("piper", ("ann", "ben")), ("raw piper", ("ann", "ben")),
                                              ("kokoro", ("af_ann", "bm_ben"))])  # fmt: skip
def test_speakers_have_names_and_numbers(form: str, names: tuple[str, ...], tmp_path: Path) -> None:
    made = sherpa(form.split()[-1], folder_of(form, tmp_path / "v"))
    assert made.voice.speakers == names
    loud = {name: np.abs(heard(made, voice=name)[0]).max() for name in ("", "0", "1", *names)}
    assert loud[""] == loud["0"] == loud[names[0]] == pytest.approx(0.3, abs=0.01)
    assert loud["1"] == loud[names[1]] == pytest.approx(0.15, abs=0.01)
    with pytest.raises(VivaError, match="has no speaker 'cid'") as caught:
        heard(made, voice="cid")
    assert names[1] in caught.value.hint


def test_phonemes_of_a_piece_are_followed(tmp_path: Path) -> None:
    made = sherpa("kokoro", kokoro_folder(tmp_path / "v"))
    piece = Piece("Siobhan", phonemes="ʃɪvˈɔːn")
    assert "phonemes" in made.does
    assert sum(len(c.samples) for c in made.stream((piece,), Voice(""))) == (7 + 2) * TONE  # and both ends


def test_closing_does_not_wait_for_the_model(tmp_path: Path) -> None:
    made = sherpa("piper", piper_folder(tmp_path / "v"))
    chunks = made.stream((Piece(TEXT * 20),), Voice(""))
    next(chunks)
    begun = time.monotonic()
    chunks.close()
    assert time.monotonic() - begun < 0.02


@pytest.mark.parametrize("text", ["", " ", "...", "😀", "日本", "a" * 5000, "x, " * 1000, "\x00\x07 b"])
def test_whatever_the_text_nothing_breaks(text: str, tmp_path: Path) -> None:
    made = sherpa("kokoro", kokoro_folder(tmp_path / "v"))
    parts = heard(made, text)
    assert bool(parts) == any(c.isalnum() for c in text)


def test_a_text_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="5001 characters"):
        heard(sherpa("piper", piper_folder(tmp_path / "v")), "a" * 5001)


def test_threads_share_a_voice(tmp_path: Path) -> None:
    made = sherpa("piper", piper_folder(tmp_path / "v"))
    alone = [len(part) for part in heard(made)]
    found: list[list[int]] = []
    threads = [
        threading.Thread(target=lambda: found.append([len(part) for part in heard(made)])) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 8


def test_by_settings_it_speaks_with_marks(tmp_path: Path) -> None:
    settings = EngineSettings("piper", str(piper_folder(tmp_path / "v")))
    pytest.importorskip("sherpa_onnx", reason="the extra viva[voices] is not installed")
    speech = speaker(settings, synthesizer(settings), Voice(""), "en").render(plain(TEXT))
    assert [TEXT[mark.start : mark.end] for mark in speech.marks] == TEXT.split()
    assert speech.duration_ms > 1000


def test_without_the_extra_the_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sherpa_onnx", None)
    with pytest.raises(VivaError, match="the engine piper needs sherpa-onnx") as caught:
        synthesizer(EngineSettings("piper", str(piper_folder(tmp_path / "v"))))
    assert caught.value.hint == "install it: pip install 'viva[voices]'"


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(VivaError, match="there is no voice 'people/voice' on this machine") as caught:
        find_folder("people/voice")
    assert caught.value.hint == "`viva models pull people/voice` fetches it"
    with pytest.raises(VivaError, match="there is no voice '/nowhere'"):
        find_folder("/nowhere")


@pytest.mark.parametrize("kind", ["piper", "kokoro"])
def test_what_would_end_the_process_is_refused(kind: str, tmp_path: Path) -> None:
    """sherpa-onnx exits where metadata are missing: a bot must not take the others with it."""
    folder = folder_of(kind, tmp_path / "v")
    model = next(folder.glob("*.onnx"))
    whole = model.read_bytes()
    model.write_bytes(whole[: len(whole) - 200])
    with pytest.raises(VivaError, match=r"no ONNX file|is no .* voice"):
        read_voice(kind, folder)
    model.write_bytes(b"version https://git-lfs")
    with pytest.raises(VivaError, match="is no ONNX file"):
        read_voice(kind, folder)
    model.write_bytes(b"")
    with pytest.raises(VivaError, match="is no ONNX file"):
        read_voice(kind, folder)
    model.write_bytes(whole)
    (folder / "second.onnx").write_bytes(whole)
    if kind == "piper":
        with pytest.raises(VivaError, match=r"expected one .onnx file in .*, got second.onnx, tiny.onnx"):
            read_voice(kind, folder)
    (folder / "second.onnx").unlink()
    if kind == "kokoro":
        (folder / "voices.bin").write_bytes(bytes(100))
        with pytest.raises(VivaError, match=r"has 100 bytes, expected 16320"):
            read_voice(kind, folder)
    (folder / "tokens.txt").unlink()
    with pytest.raises(VivaError, match=r"lacks tokens.txt"):
        read_voice(kind, folder)


def test_a_voice_of_the_other_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match=r"is no piper voice: its metadata lacks the word piper"):
        read_voice("piper", kokoro_folder(tmp_path / "k"))
    with pytest.raises(VivaError, match=r"lacks voices\.bin"):
        read_voice("kokoro", piper_folder(tmp_path / "p"))


def test_a_piper_voice_is_made_ready_once(tmp_path: Path) -> None:
    folder = raw_piper_folder(tmp_path / "v")
    first = read_voice("piper", folder)
    made = first.model.stat().st_mtime_ns
    assert read_voice("piper", folder) == first
    assert first.model.stat().st_mtime_ns == made
    config = next(folder.glob("*.json"))
    config.write_text(json.dumps({"audio": {}}), encoding="utf-8")
    with pytest.raises(VivaError, match="does not describe a Piper voice"):
        read_voice("piper", folder)


def test_the_two_runtimes_live_in_one_process(tmp_path: Path) -> None:
    """sherpa-onnx brings an ONNX Runtime of its own beside the recognizer's."""
    pytest.importorskip("sherpa_onnx", reason="the extra viva[voices] is not installed")
    folder = piper_folder(tmp_path / "v")
    program = (
        "import onnxruntime, numpy, sys; from pathlib import Path; from viva.speaking.sherpa import *\n"
        "made = SherpaSynthesizer('piper', Path(sys.argv[1]))\n"
        "print(sum(len(c.samples) for c in made.stream((Piece('One two.'),), Voice(''))) > 0)\n"
        "print(onnxruntime.InferenceSession(sys.argv[1] + '/tiny.onnx').get_inputs()[0].name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "input"]


def test_clauses_are_joined_until_they_are_long_enough() -> None:
    text = "No. Yes, of course; we are open on Saturday morning, and on Sunday until half past four, I think."
    parts = clauses(Piece(text), "gmw/en-US")
    assert len(parts) == 2
    assert parts[0].endswith(",")
    assert parts[1].endswith(".")
    assert all("_" not in part and "(" not in part for part in parts)
    assert clauses(Piece("3.5 of them"), "gmw/en-US")[0].count(".") == 0
