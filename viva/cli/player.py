"""Playing a file with whatever player the machine has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from viva.errors import VivaError

PLAYERS: tuple[tuple[str, ...], ...] = (
    ("aplay", "-q"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("afplay",),
    ("play", "-q"),
)
"""Commands to which the file is added, in the order in which they are tried."""


class PlayerError(VivaError):
    """The recording cannot be heard on this machine."""


def play_file(path: Path) -> None:
    """Play `path` to its end; Ctrl-C stops it.

    Raises:
        PlayerError: no such recording, no player, or the player failed.
    """
    if not path.is_file():
        raise PlayerError(f"{path}: this call has no recording")
    command = next((player for player in PLAYERS if shutil.which(player[0])), None)
    if command is None:
        names = ", ".join(player[0] for player in PLAYERS)
        raise PlayerError(
            f"none of the players {names} is installed",
            hint=f"install one, e.g. `apt-get install alsa-utils`, or open {path} yourself",
        )
    done = subprocess.run([*command, str(path)], check=False)
    if done.returncode:
        raise PlayerError(
            f"{command[0]} ended with status {done.returncode}", hint=f"the recording is {path}"
        )
