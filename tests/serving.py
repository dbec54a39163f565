"""The real server, as a user starts it, in a process of its own."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READY = re.compile(r"ready: http://localhost:(\d+)")


@contextlib.contextmanager
def serving(data: Path, *bots: str) -> Iterator[str]:
    """`viva serve` with bots of this repository on a free port; gives the address of its page.

    Raises:
        AssertionError: it ended before it was ready; with what it printed.
    """
    program = [sys.executable, "-u", "-c", "from viva.cli import main; main()"]
    folders = [str(ROOT / "bots" / bot) for bot in bots]
    process = subprocess.Popen(
        [*program, "serve", *folders, "--port", "0", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )
    try:
        yield f"http://localhost:{_port(process)}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _port(process: subprocess.Popen[str]) -> int:
    printed = ""
    assert process.stdout is not None
    for line in process.stdout:
        printed += line
        if found := READY.search(line):
            return int(found.group(1))
    raise AssertionError(f"the server ended before it was ready:\n{printed}")
