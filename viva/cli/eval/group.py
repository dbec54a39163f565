"""`viva eval`: what predictions are worth, and which of two systems is better."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from viva.cli.blame import BlamingGroup
from viva.cli.params import OutFile
from viva.errors import InputError

if TYPE_CHECKING:
    from viva.lab.evaluate.rows import Source
    from viva.lab.evaluate.watch import Watch
    from viva.lab.report.model import Report

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
_DATA = click.Path(exists=True, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("eval", cls=BlamingGroup)
def evaluate() -> None:
    """Measure predictions against the truth, and compare systems.

    Rows are CSV, TSV, JSON Lines or Parquet, with the columns id, truth and hypothesis; every figure has
    its count and an interval over speakers or calls. docs/concepts/evaluation.md defines each.

    \b
    Example:
      viva eval asr heard.csv
      viva eval intents truth.csv --predictions new.csv --against old.csv --html report.html
    """


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument and options that every evaluation of rows has, as a `Source` and an output."""
    return _decorated((*_ROWS, *_SELECTION, *_SHOWN), command)


def stored(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same of an evaluation that is of data folders alone."""
    return _decorated((*_FOLDERS, *_SELECTION, *_SHOWN), command)


def _decorated(options: tuple[Decorator, ...], command: Callable[..., Any]) -> Callable[..., Any]:
    for decorate in reversed(options):
        command = decorate(command)
    return command


_FOLDERS: tuple[Decorator, ...] = (
    click.argument("data", type=_FOLDER),
    click.option(
        "--against",
        type=_FOLDER,
        metavar="FOLDER",
        help="The same calls with another version, to compare with.",
    ),
)
_SELECTION: tuple[Decorator, ...] = (
    click.option("--bot", metavar="NAME", help="Of a data folder: only calls of this bot."),
    click.option("--since", metavar="DATE", help="Of a data folder: only calls begun then or later, UTC."),
    click.option(
        "--calls", "most", type=click.IntRange(1), metavar="N", help="Of a data folder: the newest N calls."
    ),
)
_ROWS: tuple[Decorator, ...] = (
    click.argument("data", type=_DATA),
    click.option(
        "--predictions", type=_EXISTING, metavar="FILE", help="Predictions, by id; in DATA unless given."
    ),
    click.option(
        "--against", type=_DATA, metavar="DATA", help="Predictions of another system, on the same rows."
    ),
    click.option(
        "--column", "columns", multiple=True, metavar="ROLE=NAME", help="A column that has another name."
    ),
    click.option(
        "--cluster",
        metavar="COLUMN",
        help="What intervals are drawn over: a column, or rows. Speaker, else call, else rows unless given.",
    ),
)  # fmt: skip
_SHOWN: tuple[Decorator, ...] = (
    click.option(
        "--group", "groups", multiple=True, metavar="COLUMN", help="Tell figures apart by this column."
    ),
    click.option("--worst", type=click.IntRange(0), default=50, show_default=True, help="Worst cases shown."),
    click.option("--seed", type=int, default=0, show_default=True, help="Of the intervals' draws."),
    click.option("--json", "as_json", type=OutFile(), metavar="FILE",
                 help="Write all of it as JSON."),
    click.option("--html", "as_html", type=OutFile(), metavar="FILE",
                 help="Write a report with pictures, in one file."),
)  # fmt: skip


def source_of(given: dict[str, Any]) -> Source:
    """Takes the options of `common` that say where rows come from out of `given`."""
    from viva.lab.calls.folder import Selection
    from viva.lab.evaluate.rows import Source

    names = {}
    for one in given.pop("columns", ()):
        role, equals, name = one.partition("=")
        if not (role and equals and name):
            raise click.BadParameter(f"expected ROLE=NAME, got {one!r}", param_hint="--column")
        names[role] = name
    return Source(
        given.pop("data"),
        given.pop("predictions", None),
        given.pop("against"),
        names,
        given.pop("groups"),
        given.pop("cluster", None),
        Selection(given.pop("bot"), given.pop("since"), given.pop("most")),
    )


def run(
    evaluation: Callable[..., Report],
    given: dict[str, Any],
    *,
    of_calls: Callable[..., Report] | None = None,
) -> None:
    """Evaluate and show. given: the options of `common`, and those of the evaluation itself.

    of_calls: what evaluates a data folder as such, not as rows.
    """
    source = source_of(given)
    folder = source.data.is_dir()
    if source.against is not None and (source.against.is_dir() != folder or (folder and not of_calls)):
        expected = "another data folder" if of_calls and folder else "a file of rows"
        hint = (
            "" if of_calls else "write both as rows with the same ids; turns and calls compare data folders"
        )
        raise InputError(f"--against {source.against}: expected {expected}", hint=hint)
    if of_calls is not None and folder:
        show_calls(of_calls, source, given)
    else:
        show(partial(evaluation, source), given)


def show_calls(evaluation: Callable[..., Report], source: Source, given: dict[str, Any]) -> None:
    """Of a data folder, and perhaps of another that it is held against."""
    from viva.lab.calls.folder import read_calls

    if source.predictions or source.names or source.cluster:
        raise click.UsageError(
            "--predictions, --column and --cluster are for files of rows; got a data folder"
        )

    def evaluate_stored(*, watch: Watch, **options: Any) -> Report:
        calls = read_calls(source.data, source.selection, watch)
        other = None if source.against is None else read_calls(source.against, source.selection, watch)
        return evaluation(calls, against=other, groups=source.groups, watch=watch, **options)

    show(evaluate_stored, given)


def show(evaluation: Callable[..., Report], given: dict[str, Any]) -> None:
    """Run and show. given: the options of `_SHOWN` that `source_of` has left, and the evaluation's own."""
    as_json, as_html = given.pop("as_json"), given.pop("as_html")
    with progress() as watch:
        report = evaluation(**given, watch=watch)
    write_and_show(report, as_json, as_html)


def write_and_show(report: Report, as_json: Path | None, as_html: Path | None) -> None:
    """In the terminal, and into the files that were asked for."""
    from viva.cli.params import console
    from viva.lab.report import as_html as html
    from viva.lab.report import as_json as json
    from viva.lab.report import terminal

    if as_json is not None:
        as_json.write_text(json.as_json(report), encoding="utf-8")
    if as_html is not None:
        as_html.write_text(html.as_html(report), encoding="utf-8")
    terminal.show(report, console())
    for path in (as_json, as_html):
        if path is not None:
            click.echo(f"written: {path}")


class progress:
    """A line on the terminal's standard error that says what is done and how long it has taken."""

    def __enter__(self) -> Watch:
        from rich.console import Console

        self._status = Console(stderr=True).status("")
        self._status.start()
        return lambda what: self._status.update(what)

    def __exit__(self, *_: object) -> None:
        self._status.stop()
