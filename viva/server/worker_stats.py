"""What one process says of itself at `/stats`."""

from __future__ import annotations

import os
import resource
import sys

from viva.server.directory import Directory


def stats(directory: Directory) -> dict[str, object]:
    """`pid` is the server's: with several workers the process that started them, so that whoever
    measures its tree measures all of them; `loop_lag` is this worker's."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    kib = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
    return {
        "pid": directory.server_pid,
        "worker_pid": os.getpid(),
        "workers": directory.workers,
        "calls": len(directory.media),
        "answered": directory.answered,
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_rss_mb": round(kib / 1024, 1),
        "loop_lag": directory.media.lateness.summary(),
    }
