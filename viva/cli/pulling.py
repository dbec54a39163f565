"""A progress bar for each model file that has to be fetched."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

from viva.models.fetch import Progress as Report
from viva.models.fetch import pull


def pull_with_bar(names: Sequence[str], console: Console) -> None:
    """Fetch the named models; one line says so where all are there.

    Raises:
        ModelError: an unknown name, or no source gave a file.
    """
    bars = Progress(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=console)
    shown = _Shown(bars)
    try:
        folders = pull(names, shown.report)
    finally:
        if shown.tasks:
            bars.stop()
    news = f" ({shown.fetched} files fetched)" if shown.fetched else ""
    console.print(f"models ready in {folders[0].parent}: {', '.join(f.name for f in folders)}{news}")


class _Shown:
    """What is on the screen so far."""

    def __init__(self, bars: Progress) -> None:
        self.tasks: dict[tuple[str, str], TaskID] = {}
        self.fetched = 0
        self._bars = bars
        self._failures: set[str] = set()

    def report(self, report: Report) -> None:
        if report.stage == "present":
            return
        self._bars.start()  # only now, so that nothing is drawn where nothing is fetched
        key = (report.model, report.file)
        if key not in self.tasks:
            self.tasks[key] = self._bars.add_task(f"{report.model}: {report.file}", total=report.total)
        match report.stage:
            case "failed":
                self._fail(f"{report.source}: {report.detail}")
            case "done":
                self.fetched += 1
                self._bars.console.print(f"{report.file} from {report.source}")
        self._bars.update(self.tasks[key], completed=min(report.received, report.total))

    def _fail(self, line: str) -> None:
        """Say why a source gave no file; the same reason only once, not for each file."""
        if line not in self._failures:
            self._failures.add(line)
            self._bars.console.print(line, style="yellow", soft_wrap=True)
