"""The public sets of utterances with their intents that the intent model is measured on.

BANKING77: Casanueva et al., Efficient intent detection with dual sentence encoders, 2020; 77 intents of a
bank. CLINC150: Larson et al., An evaluation dataset for intent classification and out-of-scope prediction,
2019, `data_full`; 150 intents of ten domains, and utterances that are none of them.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from viva.errors import VivaError

Pairs = tuple[tuple[str, str], ...]
"""Text and intent of each utterance, in file order."""


@dataclass(frozen=True, slots=True)
class IntentSet:
    name: str
    train: Pairs
    test: Pairs
    validation: Pairs = ()
    outside_train: tuple[str, ...] = ()
    """Utterances that are no intent of the set."""
    outside_validation: tuple[str, ...] = ()
    outside_test: tuple[str, ...] = ()

    @property
    def intents(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(intent for _, intent in self.train))

    def first(self, most: int) -> Pairs:
        """The first `most` examples of each intent, in file order."""
        return tuple(pair for intent in self.intents for pair in self.of(intent)[:most])

    def of(self, intent: str) -> Pairs:
        return tuple(pair for pair in self.train if pair[1] == intent)


def banking77(folder: Path) -> IntentSet:
    """`folder`: holds `banking77/train.csv` and `test.csv`. VivaError where they are missing."""
    train, test = (_csv(folder / "banking77" / f"{part}.csv") for part in ("train", "test"))
    return IntentSet("BANKING77", train, test)


def clinc150(folder: Path) -> IntentSet:
    """`folder`: holds `clinc150/data_full.json`. VivaError where it is missing."""
    data = json.loads(_text(folder / "clinc150" / "data_full.json"))

    def pairs(part: str) -> Pairs:
        return tuple((text, intent) for text, intent in data[part])

    def texts(part: str) -> tuple[str, ...]:
        return tuple(text for text, _ in data[part])

    return IntentSet(
        "CLINC150",
        pairs("train"),
        pairs("test"),
        pairs("val"),
        texts("oos_train"),
        texts("oos_val"),
        texts("oos_test"),
    )


def _csv(path: Path) -> Pairs:
    return tuple((row["text"], row["category"]) for row in csv.DictReader(_text(path).splitlines(True)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise VivaError(
            f"{path} cannot be read: {error.strerror}",
            hint="Name the folder that holds banking77 and clinc150 with --data.",
        ) from None
