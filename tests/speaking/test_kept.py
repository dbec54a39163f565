from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from viva.errors import VivaError
from viva.lab.stand_ins import StandInSynthesizer
from viva.speaking.cache import PromptCache
from viva.speaking.engine import Voice
from viva.speaking.fallback import FallbackSpeaker
from viva.speaking.kept import KeptSpeech, kept_speech
from viva.speaking.prosody import Prosody
from viva.speaking.script import Piece, Script, plain
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Speech, WordMark

SPEECH = Speech("good day", b"\x01\x02" * 800, (WordMark(0, 4, 0), WordMark(5, 8, 20)))
READY = [plain("Good day."), plain("How can I help?")]


class Counting(StandInSynthesizer):
    made = 0

    def stream(self, pieces, voice):  # type: ignore[no-untyped-def]  # as it is
        self.made += 1
        return super().stream(pieces, voice)


def cache(folder: Path, capacity: int = 10_000_000) -> tuple[PromptCache, Counting]:
    synthesizer = Counting()
    speaker = Speaker(synthesizer, Voice("en-gb"))
    return PromptCache(speaker, 10_000_000, KeptSpeech(folder, capacity)), synthesizer


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    kept = KeptSpeech(tmp_path / "new", 1_000_000)
    assert kept.get("k", SPEECH.text) is None
    kept.put("k", SPEECH, -17.5)
    assert KeptSpeech(tmp_path / "new", 1_000_000).get("k", SPEECH.text) == (SPEECH, -17.5)


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "nonsense", "of another text"])
def test_what_is_damaged_is_dropped(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    kept = KeptSpeech(tmp_path, 1_000_000)
    kept.put("k", SPEECH, -17.5)
    path = tmp_path / "k.speech"
    data = bytearray(path.read_bytes())
    data[60] ^= 1
    contents = {"cut": data[:-9], "flipped": data, "empty": b"", "nonsense": b"{" * 99}
    if damage in contents:
        path.write_bytes(contents[damage])
    assert kept.get("k", "good" if damage == "of another text" else SPEECH.text) is None
    assert not path.exists()
    assert "is damaged and is made again" in caplog.text


def test_it_stays_within_its_bound_and_what_was_read_stays(tmp_path: Path) -> None:
    kept = KeptSpeech(tmp_path, 10_000)
    for number in range(5):
        kept.put(f"k{number}", SPEECH, None)
        os.utime(tmp_path / f"k{number}.speech", (number, number))
    assert kept.get("k0", SPEECH.text) == (SPEECH, None)
    for number in range(5, 9):
        kept.put(f"k{number}", SPEECH, None)
    left = {path.stem for path in tmp_path.glob("*.speech")}
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 10_000
    assert "k0" in left
    assert "k1" not in left


def test_a_folder_that_is_none_is_no_fault(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    kept = KeptSpeech(tmp_path / "file" / "inside", 1_000_000)
    kept.put("k", SPEECH, -17.5)
    kept.put("l", SPEECH, None)
    with kept.alone():
        assert kept.get("k", SPEECH.text) is None
    assert caplog.text.count("speech is not kept") == 1


def test_the_second_start_makes_nothing_anew(tmp_path: Path) -> None:
    first, made = cache(tmp_path)
    first.prerender(READY)
    assert made.made == 2
    second, made = cache(tmp_path)
    second.prerender(READY)
    assert made.made == 0
    assert second.get(plain("Good day.")) == first.get(plain("Good day."))


def test_a_voice_that_was_only_read_is_known(tmp_path: Path) -> None:
    first, _ = cache(tmp_path)
    assert first.speaker.usual is None
    first.prerender(READY)
    second, _ = cache(tmp_path)
    second.prerender(READY)
    assert second.speaker.usual == pytest.approx(first.speaker.usual, abs=0.5)
    waited = next(s for s in Speaker(Counting(), Voice("en-gb")).stream(plain("Thanks.")) if s.pcm)
    sound = next(s for s in second.stream(plain("Thanks.")) if s.pcm)
    assert len(sound.pcm) <= len(waited.pcm)


def test_a_voice_with_a_spare_one_is_known_by_its_own_level() -> None:
    first, spare = (Speaker(Counting(), Voice(name)) for name in ("en-gb", "en-us"))
    both = FallbackSpeaker(first, spare, limit_s=1.0)
    spare.expect(-10.0)
    assert both.usual is None
    both.expect(-18.0)
    both.expect(-30.0)
    assert (both.usual, first.usual, spare.usual) == (-18.0, -18.0, -10.0)


def test_a_callers_values_never_come_to_the_disk(tmp_path: Path) -> None:
    speech, _ = cache(tmp_path)
    speech.prerender(READY)
    before = sorted(tmp_path.glob("*.speech"))
    list(speech.stream(plain("Thanks, Ada Lovelace.")))
    speech.render(plain("Thanks, Ada Lovelace!"))
    assert sorted(tmp_path.glob("*.speech")) == before
    slower = Script((Piece("Good day.", prosody=Prosody(0.9)),))
    list(speech.stream(slower))
    assert len(list(tmp_path.glob("*.speech"))) == len(before) + 1, "the same for everybody, said slower"
    again, made = cache(tmp_path)
    again.prerender(READY)
    list(again.stream(slower))
    assert made.made == 0


def test_processes_share_it(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from tests.speaking.test_kept import READY, cache
speech, made = cache(Path({str(tmp_path)!r}))
speech.prerender(READY)
print(made.made)
"""
    root = Path(__file__).resolve().parents[2]
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=root) for _ in range(3)
    ]
    made = [int(process.communicate()[0]) for process in running]
    assert sorted(made) == [0, 0, 2]


def test_the_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VIVA_MODELS", str(tmp_path))
    monkeypatch.delenv("VIVA_SPEECH_MB")
    assert kept_speech() is not None
    monkeypatch.setenv("VIVA_SPEECH_MB", "0")
    assert kept_speech() is None
    monkeypatch.setenv("VIVA_SPEECH_MB", "lots")
    with pytest.raises(VivaError, match="VIVA_SPEECH_MB is 'lots', expected a number of megabytes"):
        kept_speech()


def test_who_waits_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viva.speaking.cache._TOLD_S", -1.0)
    speech, _ = cache(tmp_path)
    told: list[str] = []
    speech.prerender(READY, told.append)
    assert told == ["1 of 2 sentences spoken\n", "2 of 2 sentences spoken\n"]
