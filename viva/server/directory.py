"""All bots of a process, its live calls, and how a call is answered."""

from __future__ import annotations

import logging
import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

import viva
from viva.call.log import Header
from viva.channels.line import Line
from viva.channels.protocol import PROTOCOL_VERSION
from viva.ops.store import CallRow, Store, StoreError
from viva.ops.writer import DiskWriter
from viva.server.bot_host import BotHost
from viva.server.media_loop import MediaLoop
from viva.server.recorder import CallRecorder
from viva.server.session import Session

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Directory:
    """Where calls are answered. One for each process."""

    hosts: dict[str, BotHost]
    """By name; the first answers calls that name none."""
    media: MediaLoop
    store: Store
    writer: DiskWriter
    max_calls: int = 400
    server_pid: int = field(default_factory=os.getpid)
    """The process that a person started."""
    workers: int = 1
    answered: int = field(default=0, init=False)

    @property
    def default(self) -> str:
        return next(iter(self.hosts))

    @property
    def full(self) -> bool:
        return len(self.media) >= self.max_calls

    def answer(self, bot: str, line: Line) -> Session | None:
        """Start a call with `bot` ('' for the first) on `line`; None: the process is full."""
        if self.full:
            log.warning("a call was refused: %d calls are live", len(self.media))
            return None
        host = self.hosts[bot or self.default]
        utc = datetime.now(UTC)
        call_id = f"{utc:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        row = CallRow(
            id=call_id,
            bot=host.bot.name,
            bot_fingerprint=host.bot.fingerprint,
            channel=line.channel,
            caller=line.caller,
            started_at=utc.isoformat(timespec="seconds"),
        )
        header = Header(call_id, host.bot.name, host.bot.fingerprint, host.settings, viva.__version__)
        recorder = CallRecorder(self.store, self.writer, row, header)
        session = Session(
            call_id, host.new_call(), host, line, recorder, self.media.open_stream(), self._ended
        )
        self.answered += 1
        self.media.add(session)
        line.send_event(
            {
                "event": "started",
                "protocol": PROTOCOL_VERSION,
                "call": call_id,
                "bot": host.bot.name,
                "title": host.bot.title,
                **line.describe(),
            }
        )
        local = utc.astimezone().replace(tzinfo=None).isoformat(timespec="milliseconds")
        session.start(local, self._calls_before(row))
        return session

    def _calls_before(self, row: CallRow) -> int:
        """A call is answered whether or not its caller can be looked up."""
        try:
            return self.store.calls_before(row)
        except StoreError as error:
            log.warning("the caller of %s is taken for a new one: %s", row.id, error)
            return 0

    def _ended(self, session: Session, reason: str) -> None:
        self.media.remove(session)

    def stop(self) -> None:
        """End every live call: the server stops."""
        for session in self.media.sessions:
            session.left("server_stopping")
