"""The operator's log on standard error: times, levels, events; what people said only on request.

Text that a person said or typed, and values read from it, are no part of a message. They go beside it,
in the field `personal`:

    log.info("slot filled", extra={"personal": {"phone": value}})

which is written masked (`redact.py`), and in full only where the level is DEBUG, which an operator
must ask for.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import IO

from viva.errors import VivaError
from viva.ops.redact import mask

LEVELS = ("debug", "info", "warning", "error")


class Formatter(logging.Formatter):
    """`2026-11-24T09:30:00.123Z INFO viva.server: message`, one line for each record, a traceback below."""

    def __init__(self, *, show_personal: bool = False) -> None:
        super().__init__()
        self._show_personal = show_personal

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        message = record.getMessage().replace("\n", "\\n").replace("\r", "\\r")
        line = f"{at.replace('+00:00', 'Z')} {record.levelname} {record.name}: {message}"
        personal = getattr(record, "personal", None)
        if personal is not None:
            shown = personal if self._show_personal else mask(personal)
            line += " " + json.dumps(shown, ensure_ascii=False, default=lambda _: "***")
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


def set_up_logs(level: str = "warning", stream: IO[str] | None = None) -> None:
    """Log to `stream` (standard error) from `level` on. Again: replaces what an earlier call set up.

    Only VIVA's own loggers follow `level`; others are shown from `warning` on.

    Raises:
        VivaError: `level` is none of `LEVELS`.
    """
    if level.lower() not in LEVELS:
        raise VivaError(f"no log level is called {level!r}", hint=f"one of {', '.join(LEVELS)}")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Formatter(show_personal=level.lower() == "debug"))
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h.formatter, Formatter)]:
        root.removeHandler(old)
    root.addHandler(handler)
    logging.getLogger("viva").setLevel(level.upper())
