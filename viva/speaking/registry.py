"""The voices' engines by the names that bot files use."""

from __future__ import annotations

import os
from collections.abc import Callable

from viva.errors import VivaError
from viva.speaking.engine import Synthesizer, Voice
from viva.speaking.espeak import Renderer
from viva.speaking.recordings import NO_RECORDINGS, Recordings
from viva.speaking.script import plain
from viva.speaking.settings import ESPEAK, EngineSettings
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Speech


def _espeak(_: EngineSettings, pool: Renderer | None) -> Synthesizer:
    from viva.speaking.espeak import EspeakSynthesizer

    return EspeakSynthesizer(pool)


def _sherpa(settings: EngineSettings, _: Renderer | None) -> Synthesizer:
    from viva.speaking.sherpa import SherpaSynthesizer
    from viva.speaking.voice_model import find_folder

    return SherpaSynthesizer(settings.engine, find_folder(settings.model))


def _openai(settings: EngineSettings, _: Renderer | None) -> Synthesizer:
    from viva.speaking.endpoint import EndpointSynthesizer

    key = os.environ.get(settings.key, "") if settings.key else ""
    if settings.key and not key:
        raise VivaError(
            f"the environment variable {settings.key} is not set, which holds the key of the speech endpoint",
            hint="set it where VIVA is started, or leave `key` out where the endpoint wants none",
        )
    timeout_s = settings.limit_ms / 1000
    return EndpointSynthesizer(settings.url, settings.model, key, speed=settings.speed, timeout_s=timeout_s)


SYNTHESIZERS: dict[str, Callable[[EngineSettings, Renderer | None], Synthesizer]] = {
    "espeak": _espeak,
    "kokoro": _sherpa,
    "openai": _openai,
    "piper": _sherpa,
}
"""Name -> factory; a factory imports its engine when it is called."""


def synthesizer(settings: EngineSettings | str = ESPEAK, pool: Renderer | None = None) -> Synthesizer:
    """A new synthesizer; of a name alone, with nothing else set. `pool`: where eSpeak NG works; None: here.

    Raises:
        VivaError: no engine has this name (lists those there are), or this one cannot be had: an extra is not
            installed, a model or a key is missing.
    """
    settings = EngineSettings(settings) if isinstance(settings, str) else settings
    if settings.engine not in SYNTHESIZERS:
        raise VivaError(
            f"no synthesizer is called {settings.engine!r}", hint=f"known: {', '.join(sorted(SYNTHESIZERS))}"
        )
    return SYNTHESIZERS[settings.engine](settings, pool)


def speaker(
    settings: EngineSettings,
    made: Synthesizer,
    voice: Voice,
    language: str,
    *,
    recordings: Recordings = NO_RECORDINGS,
    pool: Renderer | None = None,
    spare: bool = True,
) -> Speaker:
    """Who speaks for a bot: `made` by these settings, with marks, and with a spare voice for when it fails
    unless the bot wants none, or there is to be none (`spare`).

    `language`: of the bot, BCP 47.

    Raises:
        VivaError: eSpeak NG has no voice for the language.
    """
    if settings.engine == "espeak":
        return Speaker(made, voice, recordings)
    from viva.pronunciation.espeak_library import library
    from viva.pronunciation.voices import voice_of_language
    from viva.speaking.align import Aligned
    from viva.speaking.clip_marks import ClipMarks
    from viva.speaking.espeak import EspeakSynthesizer
    from viva.speaking.fallback import FallbackSpeaker

    espeak, nearest = EspeakSynthesizer(pool), voice_of_language(library(), language)
    marked = made if "marks" in made.does else Aligned(made, espeak, Voice(nearest))
    first = Speaker(marked, voice, recordings, ClipMarks(espeak, Voice(nearest)))
    if settings.fallback == "none" or not spare:
        return first
    other = Speaker(espeak, Voice(nearest, voice.rate, voice.pitch, voice.volume), recordings)
    return FallbackSpeaker(first, other, limit_s=settings.limit_ms / 1000)


def say(text: str, voice: Voice, engine: str = "espeak") -> Speech:
    """`text` as one sentence, by a voice that is made for this. Blocking; for tools, not for calls."""
    return Speaker(synthesizer(engine), voice).render(plain(text))
