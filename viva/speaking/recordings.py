"""A speaker's recordings of a bot's words: which there are, and which one has given words. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from viva.speaking.words import folded_words

FOLDER = "recordings"
"""In the bot's folder."""


@dataclass(frozen=True, slots=True)
class Clip:
    file: str
    """Its name in the folder of recordings."""
    words: str
    """What is said in it; '' for a sound without words."""
    path: Path
    sha256: str
    """Of the file as it was when the bot was loaded."""


@dataclass(frozen=True, slots=True)
class Recordings:
    clips: tuple[Clip, ...] = ()
    longest: int = field(default=0, init=False)
    """Words of the clip with the most."""
    _by_words: dict[tuple[str, ...], Clip] = field(default_factory=dict, init=False, repr=False)
    _by_file: dict[str, Clip] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for clip in self.clips:
            self._by_file[clip.file] = clip
            words = folded_words(clip.words)
            if words:
                self._by_words.setdefault(words, clip)
        object.__setattr__(self, "longest", max(map(len, self._by_words), default=0))

    def saying(self, words: tuple[str, ...]) -> Clip | None:
        """The first clip with exactly these words, as `folded_words` gives them."""
        return self._by_words.get(words)

    def named(self, file: str) -> Clip | None:
        """By its place in the bot's folder, or in the folder of recordings."""
        return self._by_file.get(file.removeprefix("./").removeprefix(f"{FOLDER}/"))


NO_RECORDINGS = Recordings()


def digest(clips: Iterable[Clip]) -> str:
    """Of what these clips sound like, and of their words."""
    hashed = hashlib.sha256()
    for clip in clips:
        hashed.update(f"{clip.sha256} {clip.words}\n".encode())
    return hashed.hexdigest()
