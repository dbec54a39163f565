"""What callers say beside values: yes, no, "um", "sorry?", goodbye. From data, one file for a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from viva.errors import VivaError


@dataclass(frozen=True, slots=True)
class Phrases:
    listed: Mapping[str, tuple[str, ...]]
    """Name, such as `affirm`, -> ways to say it."""

    def one(self, name: str, random: Random, **places: str) -> str:
        """One of the ways, its places `{value}` and the like filled."""
        text = random.choice(self.listed[name])
        for place, words in places.items():
            text = text.replace("{" + place + "}", words)
        return text

    def instead(self, own: Mapping[str, Sequence[str]]) -> Phrases:
        """With a persona file's own phrases in place of those of the same name."""
        return Phrases({**self.listed, **{name: tuple(said) for name, said in own.items()}})


def languages() -> list[str]:
    folder = files("viva.lab.simulate") / "data"
    return sorted(one.name for one in folder.iterdir() if one.is_dir())


@cache
def built_in(language: str) -> Phrases:
    """Of a BCP 47 code, whose region does not matter.

    Raises:
        VivaError: there are none for the language.
    """
    code = language.split("-")[0].lower()
    if code not in languages():
        known = ", ".join(languages())
        raise VivaError(
            f"simulated callers do not speak `{language}`: there are phrases for {known}.",
            hint=f"Add viva/lab/simulate/data/{code}/phrases.yaml, or simulate a bot in one of these.",
        )
    text = (files("viva.lab.simulate") / "data" / code / "phrases.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return Phrases({name: tuple(str(one) for one in said) for name, said in data.items()})
