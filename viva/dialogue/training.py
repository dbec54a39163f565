"""A bot's understander with the engines of this machine, trained once and remembered on disk."""

from __future__ import annotations

from dataclasses import asdict
from json import dumps
from pathlib import Path

from viva.encoding.kept import Kept
from viva.encoding.registry import MODEL, sentence_encoder
from viva.models.built import built_file, code_hash
from viva.models.catalogue import find_model
from viva.models.memory import Memory
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Language, Understander
from viva.understanding.understander import build_understander

_TRAINS = (("viva.understanding", ""), ("viva.encoding", ""))


def training_file(language: Language) -> Path:
    """Where what was dear to train of a language is kept; it need not be there yet."""
    own = dumps(asdict(language), sort_keys=True, default=str)
    return built_file("understanding", repr(find_model(MODEL)), own, code_hash(*_TRAINS))


class Training:
    """An understander, and what its training worked out."""

    def __init__(self, language: Language, *, afresh: bool = False) -> None:
        """Some 100 ms where its file is there, else a second or two. `afresh`: the file is not believed.

        Raises:
            VivaError: the encoder's model is missing or damaged, or the language is not known.
        """
        self.file = training_file(language)
        if afresh:
            self.file.unlink(missing_ok=True)
        self._memory = Memory(self.file)
        self._encoder = Kept(sentence_encoder(), self._memory)
        self.understander: Understander = build_understander(
            language,
            pronouncer=pronouncer(language.code),
            encoder=self._encoder,
            memory=self._memory,
        )

    def keep(self) -> bool:
        """Remember what was trained, and what was read with the understander since.

        True where there was something new. To be called before callers are answered.
        """
        self._encoder.settle(self._memory)
        new = self._memory.grown
        self._memory.save()
        return new


def trained(language: Language) -> Understander:
    """An understander of a bot's language, ready for use.

    Raises:
        VivaError: as `Training`.
    """
    training = Training(language)
    training.keep()
    return training.understander
