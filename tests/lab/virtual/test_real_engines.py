"""A call with everything real is the same, byte for byte: again, after others, elsewhere."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lab.virtual.far_ends import Speaks
from tests.lab.virtual.placing import Kept, placed
from viva.dialogue.load import load_bot
from viva.lab.virtual.station import Station, open_station
from viva.models.fetch import model_dir
from viva.speaking.engine import Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.espeak_fresh import FreshEspeak
from viva.speaking.kept import STEADY_FOLDER
from viva.speaking.script import plain
from viva.speaking.speaker import Speaker

pytestmark = pytest.mark.models

ROOT = Path(__file__).resolve().parents[3]
ORDER = ("I would like a large latte with oat milk.", "Yes, please.", "No, thank you.", "Goodbye.")
OTHER = ("A small espresso to go, please.", "No, I said a cappuccino.")


def speaks(texts: tuple[str, ...]) -> Speaks:
    speaker = Speaker(EspeakSynthesizer(FreshEspeak()), Voice("en-us+f2"))
    return Speaks([speaker.render(plain(text)).pcm for text in texts], leaves_at=25_000)


def opened() -> Station:
    return open_station([load_bot(ROOT / "bots" / "barista")])


def digest(kept: Kept) -> str:
    return hashlib.sha256(kept.log + kept.audio).hexdigest()


def place(station: Station, texts: tuple[str, ...], folder: Path) -> Kept:
    return placed(station, "barista", speaks(texts), folder)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return place(opened(), ORDER, tmp_path_factory.mktemp("first"))


def test_the_caller_is_answered(first: Kept) -> None:
    assert first.ended.turns >= 2
    assert b"latte" in first.log


def test_again_and_after_another_call(first: Kept, tmp_path: Path) -> None:
    station = opened()
    place(station, OTHER, tmp_path / "other")
    assert place(station, ORDER, tmp_path / "a") == first
    assert place(station, ORDER, tmp_path / "b") == first


def test_with_speech_kept_on_disk(first: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = tmp_path / "models"
    models.mkdir()
    for model in model_dir().glob("*"):
        if not model.name.startswith("speech"):
            (models / model.name).symlink_to(model)
    monkeypatch.setenv("VIVA_MODELS", str(models))
    monkeypatch.delenv("VIVA_SPEECH_MB")
    for folder in ("made", "read"):
        assert place(opened(), ORDER, tmp_path / folder) == first
        assert list((models / STEADY_FOLDER).glob("*.speech"))


def test_in_another_process(first: Kept, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path\n"
        "from tests.lab.virtual.test_real_engines import *\n"
        f"print(digest(place(opened(), ORDER, Path({str(tmp_path)!r}))))"
    )
    own = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=own, check=True, capture_output=True, cwd=ROOT)
    assert done.stdout.decode().strip() == digest(first)
