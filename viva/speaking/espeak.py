"""The default voice: eSpeak NG, small, quick, and the same on every machine."""

from __future__ import annotations

from collections.abc import Generator
from functools import lru_cache
from importlib.metadata import version
from typing import Protocol

from viva.errors import VivaError
from viva.pronunciation.espeak_library import library
from viva.pronunciation.voices import find_voice
from viva.speaking.engine import Chunk, Feature, Voice
from viva.speaking.espeak_plan import Run, plan, speaks
from viva.speaking.espeak_render import HZ, Alone, render
from viva.speaking.script import Piece

LONGEST = 5000
"""Characters in one synthesis; a sentence has far fewer."""


class Renderer(Protocol):
    """Makes the audio of a plan somewhere else: `EspeakPool`."""

    def stream(self, runs: tuple[Run, ...]) -> Generator[Chunk, None, None]: ...


class EspeakSynthesizer:
    """A `Synthesizer`. In this process one sentence at a time, each made whole; with a pool many at once."""

    does: frozenset[Feature] = frozenset(("rate", "pitch", "pauses", "phonemes", "several", "marks"))
    rate = HZ
    identity = f"espeakng-loader {version('espeakng-loader')}"

    def __init__(self, pool: Renderer | None = None) -> None:
        self._pool = pool

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        """Speak the pieces as one sentence.

        The same text twice differs a little (durations by some ms): the pitch flutters on from one
        synthesis to the next, and eSpeak NG 1.52 has no way to begin it anew.

        Raises:
            VivaError: the voice is unknown, the text longer than `LONGEST`, eSpeak NG is missing, or the
                pool has failed.
        """
        length = sum(len(piece.say or piece.text) for piece in pieces)
        if length > LONGEST:
            raise VivaError(
                f"{length} characters to speak at once; at most {LONGEST} are taken",
                hint="cut the text with viva.speaking.sentences.split_sentences",
            )
        runs = plan(pieces, _identifier(voice.name), voice)
        if not any(speaks(part.said) for run in runs for part in run.parts):
            return
        if self._pool is not None:
            yield from self._pool.stream(runs)
            return
        chunks: list[Chunk] = []
        render(library(), runs, chunks.append, Alone())
        yield from chunks


@lru_cache(maxsize=256)
def _identifier(name: str) -> str:
    return find_voice(library(), name)
