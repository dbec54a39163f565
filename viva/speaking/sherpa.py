"""Piper's and Kokoro's neural voices on this machine, by sherpa-onnx: the extra `viva[voices]`."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viva.errors import VivaError
from viva.pronunciation.espeak_library import library
from viva.pronunciation.voices import voice_of_language
from viva.speaking.engine import Chunk, Feature, Voice
from viva.speaking.handover import handed_over
from viva.speaking.phonemes import clauses
from viva.speaking.script import Piece
from viva.speaking.voice_model import VoiceModel, read_voice

LONGEST = 5000
"""Characters in one synthesis."""
_MOST_TOKENS = 400
"""Phonemes of one clause. Kokoro takes 510, and a run of more ends the process."""
_KOKORO = {"a": "en-us", "b": "en-gb", "e": "es", "f": "fr-fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-br"}
"""First letter of a Kokoro speaker's name -> the language it speaks, as its authors name them."""


class SherpaSynthesizer:
    """A `Synthesizer`. Speech comes clause by clause; closing ends it there, and nobody waits for that.

    Its rate is not changed by the model's own `speed`: at 0.5 Piper took 1.66 times as long, not twice.
    """

    does: frozenset[Feature] = frozenset(("phonemes",))

    def __init__(self, kind: str, folder: Path, *, threads: int = 1) -> None:
        """`kind`: `piper` or `kokoro`. `threads`: of the model, for each sentence that is being made.

        Raises:
            VivaError: the extra is not installed, or the folder holds no such voice.
        """
        try:
            import sherpa_onnx
        except ImportError as error:
            raise VivaError(
                f"the engine {kind} needs sherpa-onnx, which cannot be loaded: {error}",
                hint="install it: pip install 'viva[voices]'",
            ) from None
        self.voice = read_voice(kind, folder)
        self._sherpa: Any = sherpa_onnx
        self._kind = kind
        config = sherpa_onnx.OfflineTtsConfig(model=self._config(threads), max_num_sentences=1)
        self._engine: Any = sherpa_onnx.OfflineTts(config)
        self._language = voice_of_language(library(), self.voice.espeak_voice)
        model = self.voice.model.stat()
        self.identity = f"sherpa-onnx {sherpa_onnx.__version__} {folder} {model.st_size} {model.st_mtime_ns}"

    @property
    def rate(self) -> int:
        return int(self._engine.sample_rate)

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        """Speak one piece.

        Raises:
            VivaError: the model has no such speaker, the text is longer than `LONGEST`, or no audio came.
        """
        (piece,) = pieces
        text = piece.say or piece.text
        if len(text) > LONGEST:
            raise VivaError(f"{len(text)} characters to speak at once; at most {LONGEST} are taken")
        speaker = self.voice.speaker(voice.name)
        parts = [part for one in clauses(piece, self._reads(speaker)) for part in _cut(one)]
        if not any(c.isalnum() for c in text) or not parts:
            return
        wanted = self._sherpa.GenerationConfig()
        wanted.sid = speaker
        wanted.phoneme_codepoints = [[ord(symbol) for symbol in part] for part in parts]

        def work(give: Callable[[NDArray[np.float32]], bool]) -> None:
            # The samples are sherpa-onnx's own and gone after the call.
            self._engine.generate("", wanted, lambda samples, _: int(give(np.array(samples, np.float32))))

        spoken = False
        for samples in handed_over(work):
            spoken = True
            yield Chunk(samples)
        if not spoken:
            raise VivaError(f"the voice {self.voice.model.parent.name} gave no audio")

    def _reads(self, speaker: int) -> str:
        """eSpeak NG's voice for a speaker's language."""
        name = self.voice.speakers[speaker]
        if self._kind == "kokoro" and re.match(r"[a-z][fm]_", name) and name[0] in _KOKORO:
            return voice_of_language(library(), _KOKORO[name[0]])
        return self._language

    def _config(self, threads: int) -> Any:
        model: VoiceModel = self.voice
        files = {"model": str(model.model), "tokens": str(model.tokens)}
        if model.voices is not None:
            kokoro = self._sherpa.OfflineTtsKokoroModelConfig(**files, voices=str(model.voices))
            return self._sherpa.OfflineTtsModelConfig(kokoro=kokoro, num_threads=threads)
        vits = self._sherpa.OfflineTtsVitsModelConfig(**files)
        return self._sherpa.OfflineTtsModelConfig(vits=vits, num_threads=threads)


def _cut(phonemes: str) -> Generator[str, None, None]:
    """At spaces, where a clause is too long for a model."""
    while len(phonemes) > _MOST_TOKENS:
        at = phonemes.rfind(" ", 0, _MOST_TOKENS)
        at = at if at > 0 else _MOST_TOKENS
        yield phonemes[:at]
        phonemes = phonemes[at:].lstrip()
    yield phonemes
