"""Where a call in virtual time is kept: an ordinary call of a data folder."""

from __future__ import annotations

import viva
from viva.call.log import Header
from viva.call.settings import CallSettings
from viva.lab.virtual.run import CHANNEL
from viva.ops.store import CallRow, Store
from viva.ops.writer import DiskWriter
from viva.server.bot_host import BotHost, call_settings
from viva.server.recorder import CallRecorder


def open_recorder(
    store: Store,
    writer: DiskWriter,
    host: BotHost,
    *,
    call_id: str,
    started_at: str,
    caller: str = "",
    channel: str = CHANNEL,
    settings: CallSettings | None = None,
) -> CallRecorder:
    """For `run_call`, given the same. The bot's files are kept with it.

    started_at: ISO 8601, UTC, as in `CallRow`.

    Raises:
        StoreError: the folder cannot be written.
    """
    bot = host.bot
    store.save_bot(bot.fingerprint, bot.name, bot.files)
    row = CallRow(call_id, bot.name, bot.fingerprint, channel, caller, started_at)
    header = Header(call_id, bot.name, bot.fingerprint, settings or call_settings(bot), viva.__version__)
    return CallRecorder(store, writer, row, header)
