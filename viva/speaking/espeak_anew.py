"""eSpeak NG begun anew for each sentence: the same text by the same voice is the same audio, to the byte.

eSpeak NG's flutter of the pitch and the noise of its breathy voices go on from one sentence to the next, in
variables of the library that nothing resets. A copy of the library that has said nothing yet begins where
every such copy begins. 4 ms a sentence: for simulations and replays, where calls must not depend on what was
said before them.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from viva.pronunciation.espeak_library import Library
from viva.speaking.engine import Chunk
from viva.speaking.espeak_plan import Run
from viva.speaking.espeak_render import Alone, render


class EspeakAnew:
    """A `Renderer` for `EspeakSynthesizer`; works where it is asked, each sentence whole."""

    def stream(self, runs: tuple[Run, ...]) -> Generator[Chunk, None, None]:
        """Raises VivaError: eSpeak NG is not installed."""
        chunks: list[Chunk] = []
        with closing(Library(copied=True)) as engine:
            render(engine, runs, chunks.append, Alone())
        yield from chunks
