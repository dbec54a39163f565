"""Faults planted into the example bot `barista`, and the finding that must name each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot_from_files
from viva.errors import VivaError
from viva.lab.calls.find.finding import Finding

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Planted:
    name: str
    """What is wrong, in a few words."""
    plant: Callable[[Files], dict[str, str]]
    kinds: frozenset[str]
    """Of findings, one of which must name it."""
    where: str
    """Its place begins so; '' anywhere."""

    def bot(self, healthy: Bot) -> Bot:
        """Raises VivaError where the bot is not the one that the fault was made for."""
        return load_bot_from_files(self.plant(healthy.files), healthy.name, folder=healthy.folder)

    def named(self, found: Sequence[Finding]) -> Finding | None:
        """The finding that names it."""
        fits = (one for one in found if one.kind in self.kinds and one.where.startswith(self.where))
        return next(fits, None)


def _instead(file: str, old: str, new: str) -> Callable[[Files], dict[str, str]]:
    def plant(files: Files) -> dict[str, str]:
        if old not in files.get(file, ""):
            raise VivaError(
                f"{file} has no {old.strip()!r}, in the place of which the fault goes",
                hint="The faults are made for the example bot: viva bench simulate barista",
            )
        return {**files, file: files[file].replace(old, new, 1)}

    return plant


_CONFIRM = "      - confirm: confirm_order\n"
FAULTS = (
    Planted(
        "a flow that loops",
        _instead("flows.yaml", _CONFIRM, f"{_CONFIRM}      - go: order\n        when: not sugarAmount\n"),
        frozenset({"loop"}),
        "order",
    ),
    Planted(
        "a slot that is never asked",
        _instead("flows.yaml", "takes: [size, ", "takes: ["),
        frozenset({"never_asked"}),
        "size",
    ),
    Planted(
        "a wrong threshold",
        _instead("bot.yaml", "voice: en-gb\n", "voice: en-gb\nunderstanding: {cost: {wrong: 10000}}\n"),
        frozenset({"refused_though_right"}),
        "",
    ),
    Planted(
        "an action of 3 s",
        _instead(
            "actions.py",
            "    _queue.append(order)\n",
            "    import asyncio\n\n    await asyncio.sleep(3)\n    _queue.append(order)\n",
        ),
        frozenset({"slow_action"}),
        "place_order",
    ),
)
