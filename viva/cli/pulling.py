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
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[source]}"),
    )
    fetched = 0
    with Progress(*columns, console=console) as bars:
        tasks: dict[tuple[str, str], TaskID] = {}

        def show(report: Report) -> None:
            nonlocal fetched
            if report.stage == "present":
                return
            key = (report.model, report.file)
            if key not in tasks:
                tasks[key] = bars.add_task(f"{report.model} {report.file}", total=report.total, source="")
            received = min(report.received, report.total)
            bars.update(tasks[key], completed=received, source=f"from {report.source}")
            if report.stage == "failed":
                console.print(f"{report.source}: {report.detail}", style="yellow")
            fetched += report.stage == "done"

        folders = pull(names, show)
    if fetched:
        console.print(f"{len(folders)} models are ready ({fetched} files fetched) in {folders[0].parent}")
    else:
        console.print(f"{len(folders)} models are ready in {folders[0].parent}")
