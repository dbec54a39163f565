"""Another version of a bot, as `--with` names it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot, load_bot_from_files
from viva.dialogue.problems import BotError
from viva.errors import VivaError
from viva.lab.changed_keys import with_key
from viva.lab.revision import RevisionError, bot_at
from viva.ops.store import Store, StoreError

FORMS = (
    "a bot's folder, NAME@FINGERPRINT or NAME@CALL of the data folder, FOLDER@REVISION of git, or KEY=VALUE"
)
_KEY = re.compile(r"[A-Za-z_][\w-]*(?:\.[^=.]+)*=")
_FINGERPRINT = re.compile(r"[0-9a-f]{4,64}")

FindBot = Callable[[str], Path | None]
"""From a bot's name or folder, as a person writes it, to its folder; None: there is none."""


class VariantError(VivaError):
    """A version that cannot be had."""

    exit_code = 2


def folder_here(name: str) -> Path | None:
    """A folder with a bot in it."""
    return Path(name) if (Path(name) / "bot.yaml").is_file() else None


def variant(
    bot: Bot, changes: Sequence[str], store: Store | None = None, *, find: FindBot = folder_here
) -> Bot:
    """`bot` with the changes, in their order: each is one of `FORMS`. The same make the same fingerprint.

    store: where kept bots are looked for; None: nowhere.

    Raises:
        VariantError, KeyChangeError: a change that cannot be made; it names the change.
        BotError: the bot that was named is not whole.
    """
    for change in changes:
        bot = _changed(bot, change, store, find)
    return bot


def _changed(bot: Bot, change: str, store: Store | None, find: FindBot) -> Bot:
    folder = find(change)
    if folder is not None:
        return load_bot(folder)
    if _KEY.match(change):
        return _with_key(bot, change)
    name, at, version = change.rpartition("@")
    if not at or not name:
        raise VariantError(f"`{change}` is no version of a bot.", hint=f"Expected {FORMS}.")
    kept = _kept(name, version, store)
    if kept is not None:
        return kept
    folder = find(name)
    where = f"; {store.folder} keeps no such version of it" if store else ""
    if folder is None:
        raise VariantError(f"`{change}`: there is no bot `{name}` here{where}.", hint=f"Expected {FORMS}.")
    try:
        return bot_at(folder, version)
    except RevisionError as error:
        raise VariantError(f"{error.message.rstrip('.')}{where}.", hint=error.hint) from None


def _with_key(bot: Bot, change: str) -> Bot:
    key, _, value = change.partition("=")
    files = with_key(bot.files, key, value)
    try:
        return load_bot_from_files(files, bot.name, folder=bot.folder)
    except BotError as error:
        what = "; ".join(f"{problem.message} {problem.hint}".strip() for problem in error.problems)
        raise VariantError(f"`{change}` does not fit the bot `{bot.name}`: {what}") from None


def _kept(name: str, version: str, store: Store | None) -> Bot | None:
    """A bot that answered calls, by the beginning of its fingerprint, or by a call that it answered."""
    if store is None:
        return None
    found = []
    if _FINGERPRINT.fullmatch(version):
        bots = (store.load_bot(fingerprint) for fingerprint in store.kept_bots(version))
        found = [(kept, files) for kept, files in bots if kept == name]
    if len(found) > 1:
        what = f"`{name}@{version}`: {len(found)} versions of {name} in {store.folder} begin so."
        raise VariantError(what, hint="Give more of the fingerprint.")
    if not found:
        try:
            row = store.get(version)
        except StoreError:
            return None
        if row.bot != name:
            return None
        found = [store.load_bot(row.bot_fingerprint)]
    return load_bot_from_files(found[0][1], name)
