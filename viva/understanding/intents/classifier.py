"""Multinomial logistic regression in NumPy, trained in full batch by L-BFGS.

With n utterances and far more features, the weights lie in the span of the utterances, W = XᵀA. So
training works on the n × n matrix of their inner products (n is a few hundreds to thousands), which
is the same optimisation, step by step, as on the features: the L-BFGS inner products are those of the
weights (J. Nocedal and S. Wright, Numerical Optimization, 2nd ed., 2006, algorithm 7.4).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]

_HISTORY = 6
_STEPS = 40
_TOLERANCE = 1e-4


def train(
    kernel: Matrix, labels: npt.NDArray[np.int64], classes: int, *, c: float, weights: Matrix
) -> Matrix:
    """A (n × classes), the dual weights.

    kernel: n × n inner products; labels: n class indices; c: inverse strength of the L2 penalty, as
    in most libraries; weights: n, how much each utterance counts.
    """
    n = len(labels)
    target = np.zeros((n, classes), np.float32)
    target[np.arange(n), labels] = 1.0
    share = (weights / weights.sum())[:, None]
    penalty = 1.0 / (c * n)
    a = np.zeros((n, classes), np.float32)
    ka = np.zeros_like(a)
    loss, gradient = _loss(a, ka, target, share, penalty)
    past: list[tuple[Matrix, Matrix, Matrix, Matrix, float]] = []
    for _ in range(_STEPS):
        k_gradient = kernel @ gradient
        norm = float(np.sqrt(max(np.vdot(gradient, k_gradient), 0.0)))
        if norm < _TOLERANCE:
            break
        direction, k_direction = _two_loops(gradient, k_gradient, past)
        slope = float(np.vdot(gradient, k_direction))
        if slope >= 0:
            past.clear()
            direction, k_direction, slope = -gradient, -k_gradient, -norm * norm
        step = 1.0 if past else min(1.0 / norm, 50.0)
        for _ in range(20):
            new_a, new_ka = a + step * direction, ka + step * k_direction
            new_loss, new_gradient = _loss(new_a, new_ka, target, share, penalty)
            if new_loss <= loss + 1e-4 * step * slope:
                break
            step *= 0.5
        else:
            break
        s, ks = new_a - a, new_ka - ka
        y = new_gradient - gradient
        sy = float(np.vdot(ks, y))
        if sy > 1e-12:
            past.append((s, ks, y, kernel @ y, sy))
            del past[:-_HISTORY]
        a, ka, loss, gradient = new_a, new_ka, new_loss, new_gradient
    return a


def softmax(scores: Matrix) -> Matrix:
    """Probabilities along the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Matrix = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def _loss(a: Matrix, ka: Matrix, target: Matrix, share: Matrix, penalty: float) -> tuple[float, Matrix]:
    """Mean cross-entropy with penalty, and its gradient in the span (the feature gradient is Xᵀ of it)."""
    probability = softmax(ka)
    fit = -float((share * target * np.log(np.maximum(probability, 1e-12))).sum())
    loss = fit + 0.5 * penalty * float(np.vdot(a, ka))
    gradient: Matrix = share * (probability - target) + penalty * a
    return loss, gradient


def _two_loops(
    gradient: Matrix, k_gradient: Matrix, past: list[tuple[Matrix, Matrix, Matrix, Matrix, float]]
) -> tuple[Matrix, Matrix]:
    q, kq = gradient.copy(), k_gradient.copy()
    alphas = []
    for s, _, y, ky, sy in reversed(past):
        alpha = float(np.vdot(s, kq)) / sy
        alphas.append(alpha)
        q -= alpha * y
        kq -= alpha * ky
    if past:
        _, _, y, ky, sy = past[-1]
        scale = sy / max(float(np.vdot(y, ky)), 1e-12)
        q *= scale
        kq *= scale
    for (s, ks, y, _, sy), alpha in zip(past, reversed(alphas), strict=True):
        beta = float(np.vdot(y, kq)) / sy
        q += (alpha - beta) * s
        kq += (alpha - beta) * ks
    return -q, -kq
