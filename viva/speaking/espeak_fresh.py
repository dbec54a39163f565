"""eSpeak NG as it is before its first word: the same sentence sounds the same whatever was said before."""

from __future__ import annotations

from collections.abc import Generator

from viva.pronunciation.espeak_library import Library
from viva.speaking.engine import Chunk
from viva.speaking.espeak_plan import Run
from viva.speaking.espeak_render import Alone, render


class FreshEspeak:
    """A `Renderer` in this process, for `EspeakSynthesizer`. Each sentence takes a copy of the library, 1 ms
    more than without.
    For one thread: the noise of some voices is that of the process."""

    def stream(self, runs: tuple[Run, ...]) -> Generator[Chunk, None, None]:
        engine, chunks = Library(copied=True), list[Chunk]()
        try:
            engine.seed()
            render(engine, runs, chunks.append, Alone())
        finally:
            engine.close()
        yield from chunks
