"""From scores to probability: how often is an intent with such evidence the right one?

Logistic regression (J. Platt, Probabilistic outputs for support vector machines, 1999) of "is right" on
the evidence, fitted to scores that were held out. Few examples say little about it, so it starts from
coefficients that many bots share and moves away from them only as far as the examples insist.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

USUAL = (2.2, 1.7, 5.3, -0.6)
"""Coefficients of `evidence`, fitted over bots of 12 to 77 intents drawn from the training and validation
parts of BANKING77 and CLINC150, 1 to 40 examples each. viva/lab/measure/usual.py fits them again."""
_TRUST = 1.0
"""Weight of the usual coefficients: the inverse variance of a Gaussian around them."""
_STEPS = 50
_LONGEST_STEP = 3.0
_LEAST_SCORE = 0.01
_EVEN = 0.05
"""Scores that small are alike, whatever their ratio."""


def evidence(score: Array, other: Array, outside: Array) -> Array:
    """[n, 4], what speaks for an intent, from its score, the best other's and that of being out of scope.

    Logarithm and ratios, since few examples give small scores and many give large ones.
    """
    score, other, outside = (np.maximum(one, 0.0) for one in (score, other, outside))
    lead, inside = ((score - one) / (score + one + _EVEN) for one in (other, outside))
    return np.stack([np.ones_like(score), np.log(np.maximum(score, _LEAST_SCORE)), lead, inside], axis=-1)


def fit(rows: Array, right: Array, weights: Array, usual: Array, trust: float = _TRUST) -> Array:
    """Coefficients by Newton's method. rows: [n, 4]; right: n of 0 or 1; weights: n."""
    beta = usual.copy()
    for _ in range(_STEPS):
        p = probability(rows, beta)
        gradient = rows.T @ (weights * (right - p)) - trust * (beta - usual)
        hessian = (rows * (weights * p * (1 - p))[:, None]).T @ rows + trust * np.eye(len(beta))
        step = np.linalg.solve(hessian, gradient)
        longest = float(np.abs(step).max())
        beta = beta + step * min(1.0, _LONGEST_STEP / max(longest, 1e-12))
        if longest < 1e-6:
            break
    return beta


def probability(rows: Array, coefficients: Array) -> Array:
    """0..1 of each row of evidence."""
    logits = np.clip(rows @ coefficients, -30.0, 30.0)
    result: Array = 1.0 / (1.0 + np.exp(-logits))
    return result
