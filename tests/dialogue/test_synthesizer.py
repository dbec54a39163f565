"""What a bot's file may say of its synthesizer and voice, and what `viva check` finds."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from tests.dialogue.small import BOT, bot
from tests.speaking.tiny_voices import piper_folder
from viva.dialogue.check import check
from viva.dialogue.format import Engine
from viva.dialogue.problems import BotError
from viva.speaking.registry import SYNTHESIZERS
from viva.speaking.settings import EngineSettings

URL = "https://speech.example.org/v1"


def with_engine(text: str, voice: str = "") -> str:
    return BOT + f"\nengines:\n  synthesizer: {text}\n" + (f"voice: {voice}\n" if voice else "")


def problems(text: str, voice: str = "") -> list[str]:
    with pytest.raises(BotError) as caught:
        bot(with_engine(text, voice))
    return [str(problem) for problem in caught.value.problems]


def line_of(text: str, sought: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if sought in line)


def test_the_format_names_the_engines_there_are() -> None:
    assert set(get_args(Engine)) == set(SYNTHESIZERS)


def test_a_name_or_settings() -> None:
    assert bot(with_engine("espeak")).synthesizer == EngineSettings()
    text = f"{{engine: openai, url: '{URL}', model: tts-1, key: SPEECH_KEY, speed: true, limit_ms: 1500}}"
    loaded = bot(with_engine(text, "alloy"))
    assert loaded.synthesizer == EngineSettings("openai", "tts-1", URL, "SPEECH_KEY", True, 1500)
    assert loaded.voice.name == "alloy"
    alone = bot(with_engine("{engine: piper, model: people/voice, fallback: none}"))
    assert alone.synthesizer.fallback == "none"


@pytest.mark.parametrize(
    ("language", "engine", "expected"),
    [
        ("en", "espeak", "en-gb"),
        ("en-US", "espeak", "gmw/en-US"),
        ("en-IN", "espeak", "gmw/en"),
        ("en", "{engine: piper, model: a/b}", ""),
    ],
)
def test_a_voice_that_is_left_out_is_the_language_s(language: str, engine: str, expected: str) -> None:
    text = with_engine(engine).replace("voice:", "#").replace("language: en", "")
    assert bot(f"language: {language}\n" + text).voice.name == expected


@pytest.mark.parametrize(
    ("text", "voice", "expected"),
    [
        ("espaek", "", "'openai' or 'piper'. Did you mean `espeak`?"),
        ("espaek", "", "`engine` is `espaek`, expected one of 'espeak', "),
        ("{engine: piper}", "", "the engine `piper` needs `model`, which is missing. Add a folder"),
        ("{engine: openai, model: m}", "v", "the engine `openai` needs `url`, which is missing. Add it"),
        (f"{{engine: openai, url: '{URL}', model: m}}", "", "the engine `openai` needs a voice."),
        ("{engine: openai, url: 'example.org', model: m}", "v", "`url` is `example.org`, expected"),
        ("{engine: openai, url: 'https://me:pw@h/v1', model: m}", "v", "`url` holds a name or password."),
        ("{engine: piper, model: a/b, url: 'http://h'}", "", "`url` means nothing to"),
        ("{engine: piper, modle: a/b}", "", "unknown key `modle` in `engines.synthesizer`. Did"),
        ("{engine: piper, model: a/b, limit_ms: 5}", "", "`limit_ms` is `5`, expected"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text: str, voice: str, expected: str) -> None:
    found = problems(text, voice)
    line = line_of(with_engine(text, voice), "synthesizer:")
    assert any(one.startswith(f"bot.yaml:{line}: ") and expected in one for one in found), found


def test_a_key_in_the_file_is_refused_and_not_repeated() -> None:
    secret = "sk-very-secret-1234"
    found = problems(f"{{engine: openai, url: '{URL}', model: m, key: {secret}}}", "v")
    assert any("`key` is no name of an environment variable" in one for one in found)
    assert secret not in "".join(found)


def checked(tmp_path: Path, text: str) -> list[str]:
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "bot.yaml").write_text(text, encoding="utf-8")
    return [str(problem) for problem in check(folder)]


PIPER = """\
engines:
  synthesizer:
    engine: piper
    model: people/voice
"""
OPENAI = f"""\
voice: alloy
engines:
  synthesizer:
    engine: openai
    url: {URL}
    model: m
    key: NOT_SET_ANYWHERE
"""
SMALL = """\
title: Toy
flows:
  start:
    - say: Hello there.
    - hang_up
"""


@pytest.mark.parametrize(
    ("tail", "line", "expected"),
    [
        ("voice: en-uk\n", 7, "eSpeak NG has no voice 'en-uk' (in 'en-uk'). near it: en-us, en-gb"),
        ("voice:\n  rate: 150\n  name: en-us+f99\n", 9, "eSpeak NG has no variant 'f99'"),
        (PIPER, 10, "warning: there is no voice 'people/voice' on this machine."),
        (OPENAI, 13, "warning: the environment variable NOT_SET_ANYWHERE is not set here."),
    ],
)  # fmt: skip
def test_check_finds_what_keeps_the_voice_from_speaking(
    tmp_path: Path, tail: str, line: int, expected: str
) -> None:
    found = checked(tmp_path, SMALL + "# the voice\n" + tail)
    assert any(one.startswith(f"bot.yaml:{line}: ") and expected in one for one in found), found


def test_check_knows_the_speakers_of_a_model(tmp_path: Path) -> None:
    voice = piper_folder(tmp_path / "v")
    tail = f"voice: cid\nengines: {{synthesizer: {{engine: piper, model: {voice}}}}}\n"
    found = checked(tmp_path, SMALL + tail)
    assert any("has no speaker 'cid'. it has ann, ben." in one for one in found), found
