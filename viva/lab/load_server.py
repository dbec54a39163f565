"""The server that `viva bench load` measures: `python -m viva.lab.load_server BOT PORT WORKERS DATA`."""

from __future__ import annotations

import sys
from pathlib import Path

from viva.errors import VivaError
from viva.server.serve import serve
from viva.server.worker import WorkerOptions

if __name__ == "__main__":
    bot, port, workers, data, *rest = sys.argv[1:]
    options = WorkerOptions(
        (Path(bot),), Path(data), port=int(port), workers=int(workers), stand_ins=rest == ["stand-ins"]
    )
    try:
        serve(options, lambda _: None)
    except VivaError as e:
        sys.exit(f"{e}\n{e.hint}")
