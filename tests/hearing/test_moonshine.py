"""The real recognizer: what it hears, when, how sure, and that silence stays silence."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest

from tests.hearing.conftest import loaded, need, spoken
from viva.audio.files import read_audio
from viva.audio.g711 import ulaw_decode, ulaw_encode
from viva.audio.pcm import to_float
from viva.audio.resample import Downsampler, Upsampler
from viva.errors import VivaError
from viva.hearing.beam import search
from viva.hearing.moonshine import END, MoonshineRecognizer, _Cached
from viva.hearing.moonshine_graph import adapted
from viva.hearing.registry import RECOGNIZERS, ensure_models
from viva.hearing.registry import recognizer as by_name
from viva.models.fetch import ensure
from viva.understanding.engine import EntitySpec, Language
from viva.understanding.expectation import Expectation

pytestmark = pytest.mark.models
OPEN = Expectation()
SENTENCES = (
    "What time do you open on Saturday?",
    "Please cancel my order and let me talk to a person.",
    "We are going to need a larger table for seven people tonight.",
    "She sold seven small boats to the old man near the river.",
)


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def test_clear_sentences_are_heard(recognizer: MoonshineRecognizer, greedy: MoonshineRecognizer) -> None:
    for engine in (recognizer, greedy):
        for text in SENTENCES[:2]:
            assert words_of(engine.recognize(spoken(text).pcm, OPEN).text) == words_of(text)


def test_the_list_is_sorted_distinct_and_its_posteriors_sum_to_one(recognizer: MoonshineRecognizer) -> None:
    for text in SENTENCES:
        found = recognizer.recognize(spoken(text).pcm, OPEN).hypotheses
        assert 1 <= len(found) <= 8
        assert sum(h.posterior for h in found) == pytest.approx(1.0)
        assert [h.posterior for h in found] == sorted((h.posterior for h in found), reverse=True)
        assert len({tuple(words_of(h.text)) for h in found}) == len(found)
        assert all(h.log_prob < 0 for h in found)


def test_words_stand_where_they_were_said(recognizer: MoonshineRecognizer) -> None:
    errors = []
    for text in SENTENCES:
        speech = spoken(text)
        lead = 700
        found = recognizer.recognize(bytes(32 * lead) + speech.pcm + bytes(32 * 900), OPEN)
        best = found.hypotheses[0]
        said = [words_of(text[mark.start : mark.end])[0] for mark in speech.marks]
        heard = [words_of(word.text)[0] if words_of(word.text) else "" for word in best.words]
        for block in SequenceMatcher(None, said, heard).get_matching_blocks():
            for i in range(block.size):
                errors.append(best.words[block.b + i].start_ms - speech.marks[block.a + i].at_ms - lead)
        times = [time for word in best.words for time in (word.start_ms, word.end_ms)]
        assert times == sorted(times)
        assert times[0] >= 0 and times[-1] <= found.audio_ms
        assert all(0 < word.confidence <= 1 for word in best.words)
        assert [word.text.lower() for word in best.words] == [
            w.strip(".,?!;:").lower() for w in best.text.split()
        ]
    assert len(errors) > 20
    assert np.median(np.abs(errors)) <= 80


def test_silence_noise_and_tones_are_nothing(recognizer: MoonshineRecognizer) -> None:
    rng = np.random.default_rng(0)
    t = np.arange(32000) / 16000
    for name, samples in {
        "silence": np.zeros(32000),
        "faint hiss": rng.normal(0, 8, 32000),
        "hiss": rng.normal(0, 300, 32000),
        "loud hiss": rng.normal(0, 3000, 16000),
        "hum": 1600 * np.sin(2 * np.pi * 50 * t),
        "tone": 6000 * np.sin(2 * np.pi * 440 * t),
    }.items():
        assert recognizer.recognize(samples.astype("<i2").tobytes(), OPEN).hypotheses == (), name


@pytest.mark.parametrize("size", [0, 1, 2, 3, 640, 641, 6400])
def test_audio_of_any_length_is_taken(recognizer: MoonshineRecognizer, size: int) -> None:
    found = recognizer.recognize(spoken(SENTENCES[0]).pcm[8000 : 8000 + size], OPEN)
    assert found.audio_ms == size // 32


def test_seconds_of_silence_around_hide_nothing(
    recognizer: MoonshineRecognizer, greedy: MoonshineRecognizer
) -> None:
    for engine in (recognizer, greedy):
        found = engine.recognize(bytes(32 * 4000) + spoken(SENTENCES[1]).pcm + bytes(32 * 5000), OPEN)
        assert words_of(found.text) == words_of(SENTENCES[1])
        assert found.hypotheses[0].words[0].start_ms >= 3900


def test_long_speech_is_heard_to_its_end(recognizer: MoonshineRecognizer) -> None:
    one = bytes(32 * 400).join(spoken(text).pcm for text in SENTENCES)
    long = bytes(32 * 600).join([one] * 4)
    assert len(long) > 32 * 45_000
    found = recognizer.recognize(long, OPEN)
    heard, said = words_of(found.text), words_of(" ".join(SENTENCES)) * 4
    assert SequenceMatcher(None, said, heard, autojunk=False).ratio() > 0.8
    assert found.hypotheses[0].words[-1].end_ms > len(long) // 32 - 2000
    assert sum(h.posterior for h in found.hypotheses) == pytest.approx(1.0)


def test_the_telephone_loses_nothing_of_a_clear_sentence(recognizer: MoonshineRecognizer) -> None:
    narrow = ulaw_decode(ulaw_encode(Downsampler().push(spoken(SENTENCES[1]).pcm)))
    assert words_of(recognizer.recognize(Upsampler().push(narrow), OPEN).text) == words_of(SENTENCES[1])


def test_threads_share_one_recognizer(recognizer: MoonshineRecognizer) -> None:
    pcms = [spoken(text).pcm for text in SENTENCES] * 2
    expected = [recognizer.recognize(pcm, OPEN) for pcm in pcms]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda pcm: recognizer.recognize(pcm, OPEN), pcms)) == expected


NAMES = ("doctor okonkwo", "doctor nakamura", "nurse fitzwilliam", "doctor abernathy")
REQUESTS = ("call {who} please", "put me through to {who} please", "I need to speak to {who}")
SURGERY = Language("en", {"call": REQUESTS}, {"who": EntitySpec("who", "list", dict.fromkeys(NAMES, ()))})


@pytest.fixture(scope="module")
def surgery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need("moonshine-tiny")
    file = tmp_path_factory.mktemp("language") / "surgery.npz"
    loaded(4).compile(SURGERY, file)
    return file


def test_names_that_only_the_bot_knows_are_heard(recognizer: MoonshineRecognizer, surgery: Path) -> None:
    said = [request.format(who=name) for name in NAMES for request in REQUESTS]

    def heard(language: Path | None) -> int:
        texts = [recognizer.recognize(spoken(one).pcm, OPEN, language).text for one in said]
        return sum(words_of(text) == words_of(one) for text, one in zip(texts, said, strict=True))

    assert heard(None) <= 3
    assert heard(surgery) >= 8


def test_speech_outside_the_bots_language_is_written_as_without_it(
    recognizer: MoonshineRecognizer, surgery: Path
) -> None:
    plain, biased = (
        [recognizer.recognize(spoken(text).pcm, OPEN, language).text for text in SENTENCES]
        for language in (None, surgery)
    )
    # Of two that are as good, another may come first.
    assert sum(a == b for a, b in zip(plain, biased, strict=True)) >= 3
    assert not any(name.split()[1] in text.lower() for text in biased for name in NAMES)


def test_another_graph_is_refused() -> None:
    need("moonshine-tiny")
    with pytest.raises(ValueError):
        adapted((ensure("moonshine-tiny") / "encoder_model.onnx").read_bytes(), 4)
    model = (ensure("moonshine-tiny") / "decoder_model_merged.onnx").read_bytes()
    with pytest.raises(ValueError, match=r"does not compute /model/decoder/layers\.9/encoder_attn"):
        adapted(model, 9)


@pytest.mark.data
def test_people_are_heard(recognizer: MoonshineRecognizer) -> None:
    files = sorted((Path(__file__).parents[3] / "shared" / "data" / "barista" / "clean").glob("*.flac"))[:8]
    if not files:
        pytest.skip("the development recordings are not beside the repository")
    texts = [recognizer.recognize(read_audio(file), OPEN).text.lower() for file in files]
    assert all(len(words_of(text)) >= 4 for text in texts)
    assert (
        sum(re.search("coffee|latte|mocha|cappuccino|espresso|americano", t) is not None for t in texts) >= 6
    )


def test_an_unknown_recognizer_is_answered_with_the_known_ones() -> None:
    with pytest.raises(VivaError) as caught:
        by_name("whisper")
    assert all(name in caught.value.message for name in RECOGNIZERS)


def test_a_missing_model_is_named_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVA_MODELS", str(tmp_path))
    for ask in (ensure_models, by_name):
        with pytest.raises(VivaError) as caught:
            ask("moonshine-tiny")
        assert "encoder_model.onnx is missing" in caught.value.message
        assert caught.value.hint == "run `viva models pull moonshine-tiny`"


def test_a_second_search_is_as_the_first_of_its_width(recognizer: MoonshineRecognizer) -> None:
    """Nothing of the narrow search is left, neither in the caches nor in where the decoder looked."""
    hidden = recognizer.encoded(to_float(spoken("two tickets to rome please").pcm))
    wide = _Cached(recognizer._decoder, hidden)
    expected = search(wide, width=6, end=END, max_tokens=20)
    again = _Cached(recognizer._decoder, hidden)
    search(again, width=2, end=END, max_tokens=20)
    again.begin_again()
    assert search(again, width=6, end=END, max_tokens=20) == expected
    assert all(np.array_equal(again.attention(one), wide.attention(one)) for one in expected)


def test_one_encoder_s_cache_for_all_is_as_a_copy_for_each(recognizer: MoonshineRecognizer) -> None:
    hidden = recognizer.encoded(to_float(spoken("two tickets to rome please").pcm))
    one, copied = (_Cached(recognizer._decoder, hidden) for _ in range(2))
    for name, value in copied._past.items():
        if ".encoder." in name:
            copied._past[name] = np.repeat(value, 3, axis=0)
    for tokens, parents in (([5, 17, 300], [0, 0, 0]), ([9, 10, 11], [0, 0, 2])):
        assert np.array_equal(one.step(tokens, parents), copied.step(tokens, parents))
