"""The SNIPS data (Coucke et al., 2018; sonos/nlu-benchmark, 2017-06): utterances with intents and slots."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from viva.errors import VivaError
from viva.understanding.marks import Marked, Span


@dataclass(frozen=True, slots=True)
class Labelled:
    intent: str
    marked: Marked


def read_snips(folder: Path, part: Literal["train", "test"]) -> list[Labelled]:
    """All intents' `train_*_full.json`, or their `validate_*.json`, which the literature tests on.

    Raises VivaError where the folder is none of this kind.
    """
    intents = sorted(one.name for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
    found: list[Labelled] = []
    for intent in intents:
        file = f"train_{intent}_full.json" if part == "train" else f"validate_{intent}.json"
        path = folder / intent / file
        if path.is_file():
            found += [_labelled(intent, one["data"]) for one in _read(path)[intent]]
    if not found:
        raise VivaError(
            f"no SNIPS utterances in {folder}",
            hint="Expected a folder for each intent, with train_INTENT_full.json and validate_INTENT.json in "
            "it: the folder 2017-06-custom-intent-engines of sonos/nlu-benchmark.",
        )
    return found


def _read(path: Path) -> dict[str, list[dict[str, list[dict[str, str]]]]]:
    """Some of the files are UTF-8, some Latin-1."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    result: dict[str, list[dict[str, list[dict[str, str]]]]] = json.loads(text)
    return result


def _labelled(intent: str, pieces: list[dict[str, str]]) -> Labelled:
    text = ""
    spans: list[Span] = []
    for piece in pieces:
        if "entity" in piece:
            spans.append(Span(piece["entity"], len(text), len(text) + len(piece["text"])))
        text += piece["text"]
    return Labelled(intent, Marked(text, tuple(spans)))
