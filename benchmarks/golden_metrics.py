"""Makes the golden files that the metrics of `viva eval` are tested against, with other people's libraries.

    pip install scikit-learn seqeval jiwer scipy
    python benchmarks/golden_metrics.py tests/lab/evaluate/golden

None of these but jiwer is a dependency of VIVA: run it in an environment of its own. Rows are seeded.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import jiwer
from scipy import stats
from seqeval import metrics as seqeval
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support


def words(rng: random.Random) -> dict[str, object]:
    vocabulary = [f"w{i}" for i in range(40)]
    pairs = []
    for _ in range(300):
        said = rng.choices(vocabulary, k=rng.randint(0, 12))
        heard = [
            rng.choice(vocabulary) if rng.random() < 0.15 else word for word in said if rng.random() > 0.1
        ]
        heard += rng.choices(vocabulary, k=rng.random() < 0.2)
        pairs.append((" ".join(said), " ".join(heard)))
    truth, heard = [list(side) for side in zip(*pairs, strict=True)]
    found = jiwer.process_words(truth, heard)
    return {
        "truth": truth,
        "heard": heard,
        "wer": found.wer,
        "cer": jiwer.cer(truth, heard),
        "substitutions": found.substitutions,
        "deletions": found.deletions,
        "insertions": found.insertions,
    }


def intents(rng: random.Random) -> dict[str, object]:
    names = [f"intent_{i}" for i in range(9)]
    # The last but one is never true, the last never predicted.
    truth = rng.choices([*names[:7], names[8]], k=400)
    found = [one if rng.random() < 0.6 and one != names[8] else rng.choice(names[:8]) for one in truth]
    scores = {
        average: precision_recall_fscore_support(truth, found, average=average, zero_division=0)[:3]
        for average in ("micro", "macro", "weighted")
    }
    labels = sorted({*truth, *found})
    each = precision_recall_fscore_support(truth, found, labels=labels, zero_division=0)
    return {
        "truth": truth,
        "found": found,
        "accuracy": accuracy_score(truth, found),
        "averages": {name: list(map(float, one)) for name, one in scores.items()},
        "labels": labels,
        "each": [list(map(float, one)) for one in each[:3]],
        "confusion": confusion_matrix(truth, found, labels=labels).tolist(),
    }


def tags(rng: random.Random) -> dict[str, object]:
    every = ["O", "O", "B-a", "I-a", "B-b", "I-b", "E-a", "S-b"]
    truth = [rng.choices(every, k=rng.randint(1, 12)) for _ in range(200)]
    found = [[one if rng.random() < 0.8 else rng.choice(every) for one in row] for row in truth]
    return {
        "truth": truth,
        "found": found,
        "spans": [list(map(list, seqeval.sequence_labeling.get_entities(row))) for row in truth],
        "averages": {
            average: [
                float(score(truth, found, average=average, zero_division=0))
                for score in (seqeval.precision_score, seqeval.recall_score, seqeval.f1_score)
            ]
            for average in ("micro", "macro", "weighted")
        },
    }


def statistics() -> dict[str, object]:
    wilson = []
    for hits, count in ((0, 10), (3, 10), (81, 263), (99, 100), (500, 500)):
        ends = stats.binomtest(hits, count).proportion_ci(method="wilson")
        wilson.append([hits, count, float(ends.low), float(ends.high)])
    pairs = ((0, 0), (3, 9), (10, 10), (121, 59), (40_000, 40_500))
    return {
        "t": [[x, n, float(2 * stats.t.sf(x, n))] for x in (0.1, 1.0, 2.5, 9.0) for n in (1, 4, 19, 300)],
        "quantile": [[p, n, float(stats.t.ppf(p, n))] for p in (0.6, 0.975, 0.999) for n in (1, 4, 19, 300)],
        "wilson": wilson,
        "mcnemar": [[b, c, float(stats.binomtest(b, b + c).pvalue) if b + c else 1.0] for b, c in pairs],
    }


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "words": words(random.Random(1)),
        "intents": intents(random.Random(2)),
        "tags": tags(random.Random(3)),
        "statistics": statistics(),
    }
    for name, content in made.items():
        (folder / f"{name}.json").write_text(json.dumps(content) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
