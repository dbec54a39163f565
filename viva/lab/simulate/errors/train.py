"""`viva train errors`: an error model out of rows, and what it is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from viva.errors import VivaError
from viva.lab.simulate.errors.calls import heard_in_calls
from viva.lab.simulate.errors.check import Compared, held_out
from viva.lab.simulate.errors.file import write_errors
from viva.lab.simulate.errors.fit import Material, Row, aligned, fit
from viva.lab.simulate.errors.neighbours import Neighbours
from viva.lab.simulate.errors.rows import read_heard
from viva.pronunciation.pronouncer import pronouncer

FEWEST = 50
"""Rows below which nothing can be said of a recognizer."""


def train_errors(
    paths: Sequence[Path],
    out: Path,
    *,
    made: str = "",
    most: int = 0,
    language: str = "en",
    tell: Callable[[str], object],
) -> None:
    """Fit to all rows, write the file, and tell how a model of one half of them does on the other.

    paths: files of rows, and folders of simulated calls. most: profiles of each kind that a condition keeps,
    0 for all. made: from what, for who reads the file.

    Raises:
        VivaError: a file cannot be read or written, or there are too few rows.
    """
    material = Material()
    for path in paths:
        material.add(heard_in_calls(path, language) if path.is_dir() else read_heard(path))
    rows = material.rows
    if len(rows) < FEWEST:
        raise VivaError(f"{len(rows)} rows are too few for an error model; it takes {FEWEST} at least")
    for line in checked(rows, language):
        tell(line)
    source = made or f"{len(rows)} rows of {', '.join(path.name for path in paths)}"
    model = fit(aligned(rows, language), source, material, most=most)
    write_errors(model, out)
    tell(f"{out}: {len(rows)} rows, {len(model.conditions)} conditions, {out.stat().st_size // 1000} kB")


def checked(rows: Sequence[Row], language: str = "en") -> list[str]:
    """The table of a held-out check."""
    said = (word for row in rows for word in row.truth.lower().split())
    return table(held_out(rows, Neighbours(said, pronouncer(language)), language=language))


def table(compared: Iterable[Compared]) -> list[str]:
    """As it was, and as the model has it, of utterances that it was not fitted to."""
    head = f"{'heard: really / by the model':<28}{'rows':>6}{'WER':>14}{'best of 5':>14}{'SER':>14}"
    lines = [head + f"{'posterior right':>17}{'and wrong':>14}{'apart':>7}"]
    for one in compared:
        a, b = one.real, one.model
        lines.append(
            f"{one.noise:<28}{a.utterances:>6}"
            + "".join(
                f"{f'{100 * x:.1f} / {100 * y:.1f}':>14}"
                for x, y in ((a.wer, b.wer), (a.best_of_n, b.best_of_n), (a.ser, b.ser))
            )
            + f"{f'{a.mean_right:.2f} / {b.mean_right:.2f}':>17}"
            + f"{f'{a.mean_wrong:.2f} / {b.mean_wrong:.2f}':>14}{one.apart:>7.2f}"
        )
    return lines
