"""A bot as a revision of a git repository has it."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from dataclasses import replace
from pathlib import Path

from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.errors import VivaError


class RevisionError(VivaError):
    """A revision that cannot be read."""

    exit_code = 2


def bot_at(folder: Path, revision: str) -> Bot:
    """The bot of a folder as it was: `revision` is whatever git understands, such as `v2` or `HEAD~3`.

    Its recordings of a speaker are not kept, as with calls: a voice speaks in their place.

    Raises:
        RevisionError: no git, no repository, no such revision, or no such folder in it.
        BotError: the bot was not whole there.
    """
    named = f"{folder}@{revision}"
    if revision.startswith("-") or not revision:
        raise RevisionError(f"{named}: `{revision}` is no revision.", hint="Name a commit, branch or tag.")
    _git(folder, named, "is not in a git repository", "rev-parse", "--git-dir")
    commit = _git(
        folder, named, f"has no revision `{revision}`", "rev-parse", "--verify", f"{revision}^{{commit}}"
    )
    archive = _git(folder, named, "is not in that revision", "archive", commit.decode().strip(), ".")
    with tempfile.TemporaryDirectory() as place:
        unpacked = Path(place) / folder.resolve().name
        unpacked.mkdir()
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(unpacked, filter="data")
        return replace(load_bot(unpacked), folder="")


def _git(folder: Path, named: str, otherwise: str, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except FileNotFoundError:
        raise RevisionError(f"{named}: the program `git` is not installed.") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise RevisionError(f"{named}: {folder} {otherwise}.", hint=said[-1] if said else "")
    return done.stdout
