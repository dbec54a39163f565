from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.speaking.recorded import put, studio
from viva.dialogue.check import list_to_record
from viva.dialogue.load import load_bot, load_bot_files
from viva.dialogue.problems import BotError
from viva.dialogue.recorded import advise_recordings, recordings_of, to_record
from viva.server.bot_host import Pools
from viva.server.build import build_hosts
from viva.speaking.script import plain

BOT = """
title: Shop
slots:
  name: {keep: true}
  days: {keep: true}
flows:
  start:
    steps:
      - say: hello
      - ask: day
        entity: date
prompts:
  hello: "Hello there. What can I do for you?"
  ask_day: "Which day[, {name}]? We have {days}, and that is all."
intents:
  buy: [I want to buy something, can I buy this]
"""


def bot(tmp_path: Path, listed: str) -> Path:
    folder = tmp_path / "shop"
    (folder / "recordings").mkdir(parents=True)
    (folder / "bot.yaml").write_text(BOT, encoding="utf-8")
    (folder / "recordings" / "recordings.yaml").write_text(listed, encoding="utf-8")
    return folder


def warnings(folder: Path) -> list[str]:
    return [str(one) for one in advise_recordings(load_bot(folder)) if "not recorded" not in str(one)]


def test_clips_belong_to_the_bot_and_to_its_fingerprint(tmp_path: Path) -> None:
    folder = bot(tmp_path, "hello.wav: Hello there\n")
    put(folder / "recordings", "hello.wav", studio("hello there"))
    first = load_bot(folder)
    (clip,) = recordings_of(first).clips
    assert (clip.file, clip.words, clip.path) == ("hello.wav", "Hello there", folder / "recordings/hello.wav")
    put(folder / "recordings", "hello.wav", studio("well hello there"))
    second = load_bot(folder)
    assert second.fingerprint != first.fingerprint
    kept = load_bot_files("shop", first.files)
    assert kept == first
    assert recordings_of(kept).clips == ()


def test_the_list_must_be_one(tmp_path: Path) -> None:
    folder = bot(tmp_path, "a.wav: [one, two]\nb.wav: {x: 1}\n")
    with pytest.raises(BotError) as caught:
        load_bot(folder)
    assert "recordings/recordings.yaml:1: got `['one', 'two']` for the words of a.wav, expected text." in str(
        caught.value
    )
    (folder / "recordings" / "recordings.yaml").write_text("- a\n", encoding="utf-8")
    with pytest.raises(BotError, match=r"recordings/recordings.yaml:1: got a list, expected keys"):
        load_bot(folder)


def test_what_is_not_recorded_is_a_list_for_the_studio(tmp_path: Path) -> None:
    folder = bot(tmp_path, "hello.wav: hello there\nday.wav: which day\n")
    for file, words in (("hello.wav", "hello there"), ("day.wav", "which day")):
        put(folder / "recordings", file, studio(words))
    found = {
        str(one) for one in advise_recordings(load_bot(folder)) if one.line > 12 and one.file == "bot.yaml"
    }
    synthesized = "These words are synthesized."
    assert found == {
        f"bot.yaml:13: warning: not recorded for the prompt `hello`: What can I do for you? {synthesized}",
        "bot.yaml:14: warning: not recorded for the prompt `ask_day`: We have; and that is all. "
        + synthesized,
    }
    assert warnings(folder) == []


def test_a_bot_without_recordings_is_not_told_of_them(tmp_path: Path) -> None:
    folder = bot(tmp_path, "")
    assert advise_recordings(load_bot(folder)) == []


def test_clips_that_are_missing_or_never_played_are_told(tmp_path: Path) -> None:
    folder = bot(tmp_path, "helo.wav: hello there\nbye.wav: so long\nagain.wav: Hello, there!\n")
    for file in ("hello.wav", "bye.wav", "again.wav"):
        put(folder / "recordings", file, studio("hello there"))
    told = "\n".join(warnings(folder))
    assert "recordings.yaml:1: warning: there is no helo.wav in recordings; its words are synth" in told
    assert "Did you mean `hello.wav`?" in told
    assert "recordings.yaml:2: warning: bye.wav is never played: no prompt has the words 'so long'." in told
    assert "recordings.yaml:3: warning: again.wav has the same words as helo.wav, which is played." in told
    assert "recordings/hello.wav: warning: hello.wav is never played: it has no words in" in told


def test_bad_clips_are_told(tmp_path: Path) -> None:
    noise = np.random.default_rng(5)
    take = studio("hello there")
    clips = {
        "dull.wav": (studio("hello there", rate=8_000), 8_000),
        "loud.wav": (np.clip(6 * take, -1, 1), 44_100),
        "noisy.wav": (take + 0.02 * noise.standard_normal(len(take)).astype(np.float32), 44_100),
        "silent.flac": (np.zeros(20_000), 44_100),
        "good.ogg": (take, 44_100),
        "stereo.flac": (np.stack((take, take), axis=1), 44_100),
    }
    folder = bot(tmp_path, "".join(f"{file}: hello there\n" for file in [*clips, "broken.wav"]))
    for file, (samples, rate) in clips.items():
        put(folder / "recordings", file, samples, rate)
    (folder / "recordings" / "broken.wav").write_bytes(b"nothing")
    told = [one for one in warnings(folder) if "never played" not in one and "same words" not in one]
    for file, what in {
        "dull.wav": "recorded at 8000 Hz, expected 16000 or more",
        "loud.wav": "clipped in",
        "noisy.wav": "noise lies only",
        "silent.flac": "there is no speech in it",
        "broken.wav": "cannot be read as audio",
    }.items():
        assert [one for one in told if f"{file}: {what}" in one], (file, told)
    assert not [one for one in told if "good.ogg" in one or "stereo.flac" in one]


def test_the_server_plays_them(tmp_path: Path) -> None:
    folder = bot(tmp_path, "hello.wav: Hello there\n")
    put(folder / "recordings", "hello.wav", studio("hello there"))
    loaded = load_bot(folder)
    pools = Pools.start(1, stand_ins=True)
    try:
        host = build_hosts([loaded], pools, stand_ins=True)["shop"]
        speech = host.prompts.get(plain("Hello there."))
        assert speech is not None
        assert speech.duration_ms < 950, "the stand-in's tone lasts a second"
    finally:
        pools.close()


def test_built_in_prompts_are_one_warning_and_the_studio_gets_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = bot(tmp_path, "hello.wav: hello there\n")
    put(folder / "recordings", "hello.wav", studio("hello there"))
    told = [str(one) for one in advise_recordings(load_bot(folder)) if "not recorded" in str(one)]
    assert len(told) == 3
    (built_in,) = (one for one in told if "built-in" in one)
    count = len(to_record(load_bot(folder), recordings_of(load_bot(folder)))) - 2
    assert f"words of {count} built-in prompts, which are synthesized" in built_in
    list_to_record(folder)
    listed = capsys.readouterr().out
    assert "hello:\n  What can I do for you?\n" in listed
    assert listed.count(":\n  ") == count + 2


def test_words_match_as_they_are_said_and_markup_is_read(tmp_path: Path) -> None:
    folder = bot(tmp_path, "open.wav: We open at 9:30\nbell.wav:\ntea.wav: tea & milk\n")
    prompts = (
        '  hello: "We open at 9:30."\n'
        '  bye: \'<audio src="bell.wav"/> <emphasis>Tea</emphasis> &amp; milk <break time="1s"/>\'\n'
    )
    (folder / "bot.yaml").write_text(BOT.split("  hello: ")[0] + prompts + BOT[BOT.index("  ask_day") :])
    for file in ("open.wav", "bell.wav", "tea.wav"):
        put(folder / "recordings", file, studio("good day to you"))
    assert warnings(folder) == []
    missing = to_record(load_bot(folder), recordings_of(load_bot(folder)))
    assert "hello" not in missing
    assert "bye" not in missing
