"""`viva eval`: what predictions are worth, and which of two systems is better."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from viva.cli.blame import BlamingGroup

if TYPE_CHECKING:
    from viva.lab.evaluate.rows import Source
    from viva.lab.evaluate.watch import Watch
    from viva.lab.report.model import Report

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


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
    """The argument and options of evaluations of rows, as a `Source` and an output."""
    return _decorated(_ROWS, shown(command))


def shown(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every evaluation has: by what figures are told apart, and where the report goes."""
    return _decorated(_SHOWN, command)


def _decorated(options: tuple[Decorator, ...], command: Callable[..., Any]) -> Callable[..., Any]:
    for decorate in reversed(options):
        command = decorate(command)
    return command


_ROWS: tuple[Decorator, ...] = (
    click.argument("data", type=_EXISTING),
    click.option(
        "--predictions", type=_EXISTING, metavar="FILE", help="Predictions, by id; in DATA unless given."
    ),
    click.option(
        "--against", type=_EXISTING, metavar="FILE", help="Predictions of another system, on the same rows."
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
    click.option("--json", "as_json", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                 help="Write all of it as JSON."),
    click.option("--html", "as_html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                 help="Write a report with pictures, in one file."),
)  # fmt: skip


def source_of(given: dict[str, Any]) -> Source:
    """Takes the options of `common` that say where rows come from out of `given`."""
    from viva.lab.evaluate.rows import Source

    names = {}
    for one in given.pop("columns"):
        role, equals, name = one.partition("=")
        if not (role and equals and name):
            raise click.BadParameter(f"expected ROLE=NAME, got {one!r}", param_hint="--column")
        names[role] = name
    return Source(
        given.pop("data"),
        given.pop("predictions"),
        given.pop("against"),
        names,
        given.pop("groups"),
        given.pop("cluster"),
    )


def run(evaluation: Callable[..., Report], given: dict[str, Any]) -> None:
    """Evaluate and show. given: the options of `common`, and those of the evaluation itself."""
    source = source_of(given)
    show(partial(evaluation, source), given)


def show(evaluation: Callable[..., Report], given: dict[str, Any]) -> None:
    """The same of an evaluation that needs no `Source`. given: the options of `shown`, and its own."""
    as_json, as_html = given.pop("as_json"), given.pop("as_html")
    with _progress() as watch:
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


class _progress:
    """A line on the terminal's standard error that says what is done and how long it has taken."""

    def __enter__(self) -> Watch:
        from rich.console import Console

        self._status = Console(stderr=True).status("")
        self._status.start()
        return lambda what: self._status.update(what)

    def __exit__(self, *_: object) -> None:
        self._status.stop()
