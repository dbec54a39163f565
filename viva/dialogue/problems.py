"""What is wrong with a bot's files, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from viva.errors import VivaError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    file: str
    """Path inside the bot's folder."""
    line: int
    """From 1; 0 for the file as a whole."""
    message: str
    """What was got and what was expected."""
    hint: str = ""
    """What to do, e.g. the nearest right name; '' where there is nothing to add."""
    warning: bool = False
    """The bot works, though not for every caller. Other problems keep it from being loaded."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        kind = "warning: " if self.warning else ""
        return f"{place}: {kind}{self.message}" + (f" {self.hint}" if self.hint else "")


class BotError(VivaError):
    """A bot cannot be loaded. `problems` holds all of them, in the order of the files."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        head = f"The bot `{name}` has {counted(self.problems)}:"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


def counted(problems: Iterable[Problem]) -> str:
    """`2 problems, 1 warning`; '' for none."""
    warnings = [problem.warning for problem in problems]
    counts = {"problem": warnings.count(False), "warning": warnings.count(True)}
    return ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items() if count)


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest right name, else with the names that there are (at most ten)."""
    names = sorted(set(known))
    folded = {one.lower(): one for one in names}
    close = get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    if close:
        return f"Did you mean `{folded[close[0]]}`?"
    if not names:
        return "There are none yet."
    shown = ", ".join(f"`{one}`" for one in names[:10])
    return f"There {'is' if len(names) == 1 else 'are'} {shown}{' and more' if len(names) > 10 else ''}."
