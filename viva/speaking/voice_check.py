"""Whether an engine and a voice can speak on this machine, before a caller hears that they cannot."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass

from viva.errors import VivaError
from viva.speaking.engine import Voice
from viva.speaking.settings import EngineSettings


@dataclass(frozen=True, slots=True)
class VoiceFault:
    place: tuple[str, ...]
    """In the bot's file: `("voice", "name")`."""
    message: str
    hint: str
    here_only: bool
    """Another machine may have what is missing; the file itself is right."""


def voice_faults(settings: EngineSettings, voice: Voice) -> list[VoiceFault]:
    """Nothing is loaded but what is small, and no endpoint is asked."""
    match settings.engine:
        case "espeak":
            return list(_espeak(voice))
        case "openai":
            return list(_endpoint(settings))
        case _:
            return list(_neural(settings, voice))


def _espeak(voice: Voice) -> Iterator[VoiceFault]:
    from viva.pronunciation.espeak_library import library
    from viva.pronunciation.voices import find_voice

    try:
        find_voice(library(), voice.name)
    except VivaError as error:
        yield _fault(("voice", "name"), error, here_only=False)


def _endpoint(settings: EngineSettings) -> Iterator[VoiceFault]:
    if settings.key and not os.environ.get(settings.key):
        message = f"the environment variable {settings.key} is not set here."
        yield VoiceFault(
            ("engines", "synthesizer", "key"), message, "Set it where VIVA is started.", here_only=True
        )


def _neural(settings: EngineSettings, voice: Voice) -> Iterator[VoiceFault]:
    from viva.speaking.voice_model import find_folder, read_voice

    if importlib.util.find_spec("sherpa_onnx") is None:
        message = f"the engine `{settings.engine}` is not installed here."
        hint = "`pip install 'viva[voices]'` installs it."
        yield VoiceFault(("engines", "synthesizer", "engine"), message, hint, here_only=True)
    place = ("engines", "synthesizer", "model")
    try:
        folder = find_folder(settings.model)
    except VivaError as error:
        yield _fault(place, error, here_only=True)
        return
    try:
        found = read_voice(settings.engine, folder)
    except VivaError as error:
        yield _fault(place, error, here_only=False)
        return
    try:
        found.speaker(voice.name)
    except VivaError as error:
        yield _fault(("voice", "name"), error, here_only=False)


def _fault(place: tuple[str, ...], error: VivaError, *, here_only: bool) -> VoiceFault:
    return VoiceFault(place, f"{error.message}.", f"{error.hint}." if error.hint else "", here_only)
