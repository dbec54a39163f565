"""The voices' engines by the names that bot files use."""

from __future__ import annotations

from collections.abc import Callable

from viva.errors import VivaError
from viva.speaking.engine import Synthesizer, Voice
from viva.speaking.script import plain
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Speech


def _espeak() -> Synthesizer:
    from viva.speaking.espeak import EspeakSynthesizer

    return EspeakSynthesizer()


SYNTHESIZERS: dict[str, Callable[[], Synthesizer]] = {"espeak": _espeak}
"""Name -> factory; a factory imports its engine when it is called."""


def synthesizer(name: str) -> Synthesizer:
    """A new synthesizer.

    Raises:
        VivaError: no engine has this name; lists those there are.
    """
    if name not in SYNTHESIZERS:
        raise VivaError(
            f"no synthesizer is called {name!r}", hint=f"known: {', '.join(sorted(SYNTHESIZERS))}"
        )
    return SYNTHESIZERS[name]()


def say(text: str, voice: Voice, engine: str = "espeak") -> Speech:
    """`text` as one sentence, by a voice that is made for this. Blocking; for tools, not for calls."""
    return Speaker(synthesizer(engine), voice).render(plain(text))
