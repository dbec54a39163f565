"""Intents, against scikit-learn and against examples worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.golden import golden
from viva.errors import VivaError
from viva.lab.evaluate.intents import AVERAGES, Grouping, Guess, averages, judge, per_class, read_grouping
from viva.lab.evaluate.intents_report import evaluate_intents
from viva.lab.evaluate.rows import Source
from viva.lab.report.model import Matrix, Reliability, Table
from viva.lab.statistics.clusters import Clusters


def test_as_scikit_learn() -> None:
    wanted = golden("intents")
    judged = judge(wanted["truth"], [Guess(one, None) for one in wanted["found"]], Grouping())
    sums = judged.totals(Clusters(None, len(wanted["truth"]))).sum(axis=0)
    got = dict(zip(AVERAGES, averages(sums), strict=True))
    for average, (precision, recall, f1) in wanted["averages"].items():
        assert got[f"F1, {average}"] == pytest.approx(f1, abs=1e-15)
        if average != "weighted":
            assert got[f"precision, {average}"] == pytest.approx(precision, abs=1e-15)
            assert got[f"recall, {average}"] == pytest.approx(recall, abs=1e-15)
    each = np.nan_to_num(per_class(*np.split(sums, 3)))
    assert judged.classes == wanted["labels"]
    assert each == pytest.approx(np.array(wanted["each"]), abs=1e-15)
    assert judged.right.mean() == wanted["accuracy"]


ROWS = [
    ("order", "order", 0.9),
    ("order", "buy", 0.8),
    ("cancel", "order", 0.7),
    ("oos", "oos", 0.6),
    ("oos", "cancel", 0.5),
    ("hello", None, None),
]
GROUPS = "aliases: {order: [buy]}\ngroups: {critical: [cancel, order]}\noutside: oos\n"


def test_the_report(tmp_path: Path) -> None:
    data, groups = tmp_path / "rows.jsonl", tmp_path / "groups.yaml"
    groups.write_text(GROUPS)
    lines = (dict(zip(("truth", "hypothesis", "confidence"), row, strict=True)) for row in ROWS)
    data.write_text("".join(json.dumps(row) + "\n" for row in lines))
    report = evaluate_intents(Source(data), groups_file=groups)
    figures = {one.name: one for one in report.figures}
    assert figures["accuracy"].value == 3 / 6 and figures["accuracy"].count == 6
    assert figures["accuracy in scope"].value == 2 / 4
    assert figures["out of scope: recall"].value == 1 / 2
    assert figures["out of scope: precision"].value == 1
    # Each confidence is in a bin of its own: the gaps 0.1, 0.2, 0.7, 0.4, 0.5 over five rows.
    assert figures["expected calibration error, 15 bins"].value == pytest.approx(1.9 / 5)
    by_group = next(p for p in report.parts if isinstance(p, Table) and p.title == "By group of intents")
    name, rows, right, recall, precision = by_group.rows[0]
    assert (name, rows) == ("critical", 3)
    assert [getattr(one, "value", None) for one in (right, recall, precision)] == [2 / 3, 1, 3 / 4]
    matrix = next(part for part in report.parts if isinstance(part, Matrix))
    assert matrix.labels == ["cancel", "hello", "oos", "order", "(no prediction)"]
    assert matrix.counts[0] == [0, 0, 0, 1, 0] and matrix.counts[1][4] == 1
    assert sum(one.count for p in report.parts if isinstance(p, Reliability) for one in p.bins) == 5


def test_a_groups_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "groups.yaml"
    for text in ("[1]", "alias: {}", "groups: {critical: cancel}", "outside: [a]", "{"):
        path.write_text(text)
        with pytest.raises(VivaError, match=r"groups\.yaml"):
            read_grouping(path)
