"""How good a depth map is."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

BOUNDARY_RATIOS = np.linspace(1.05, 1.25, 10)
FEWEST_PIXELS = 100
SKY_METRES = 40.0


@dataclass(frozen=True)
class Scores:
    """Of one picture, or the mean over several. No scale is aligned."""

    delta1: float
    """Share of pixels whose depth is within a factor of 1.25 of the truth."""
    abs_rel: float
    """Mean of |predicted - true| / true."""
    boundary_f1: float
    """See `boundary_f1`."""
    median_ratio: float
    """Median of predicted over median of true depth."""


def score(predicted: Array, true: Array) -> Scores:
    """Both in metres, [h, w]; pixels with a true depth of 0 count for nothing."""
    known = true > 0
    if known.sum() < FEWEST_PIXELS:
        raise ValueError(f"a picture needs {FEWEST_PIXELS} pixels of known depth to be scored; it has {known.sum()}")
    guess, truth = predicted[known].astype(np.float64), true[known].astype(np.float64)
    ratio = np.maximum(guess / truth, truth / guess)
    return Scores(
        delta1=float((ratio < 1.25).mean()),
        abs_rel=float((np.abs(guess - truth) / truth).mean()),
        boundary_f1=boundary_f1(predicted, true),
        median_ratio=float(np.median(guess) / np.median(truth)),
    )


def boundary_f1(predicted: Array, true: Array) -> float:
    """How well occluding boundaries are found, 0 to 1, whatever the scale.

    Two neighbouring pixels i and j (j right of i, or below it) have a boundary at ratio t where d_j / d_i > t (j is
    behind) or d_i / d_j > t (i is behind); the two are counted apart. With P the boundaries predicted and T the true
    ones, precision = |P and T| / |P|, recall = |P and T| / |T| and F1 = 2 precision recall / (precision + recall)
    = 2 |P and T| / (|P| + |T|), at the very same pairs of pixels, with no tolerance. The result is the mean of F1 over
    t = 1.05 ... 1.25 (ten values), weighted by t; a t at which the truth has no boundary counts for nothing. After
    the scale-invariant boundary metric of Depth Pro (Bochkovskii et al., 2024). Pairs of unknown depth are left out.
    """
    total = weights = 0.0
    steps = [(_log_steps(predicted, true, axis), _log_steps(true, true, axis)) for axis in (0, 1)]
    for ratio in BOUNDARY_RATIOS:
        limit = np.log(ratio)
        common = predicted_count = true_count = 0
        for guess, truth in steps:
            for sign in (1, -1):
                is_guess, is_true = sign * guess > limit, sign * truth > limit
                common += int((is_guess & is_true).sum())
                predicted_count += int(is_guess.sum())
                true_count += int(is_true.sum())
        if true_count:
            total += float(ratio) * 2 * common / (predicted_count + true_count)
            weights += float(ratio)
    return total / weights if weights else float("nan")


def sky_found(predicted: Array, true: Array) -> float:
    """Share of the pixels without a true depth, which are sky or too far to count, predicted beyond 40 m.

    NaN where there are too few. Only for pictures in which a depth of 0 means that, as rendered ones do: where it means
    "unmeasured", as in stereo, this says nothing.
    """
    beyond = true <= 0
    return float((predicted[beyond] > SKY_METRES).mean()) if beyond.sum() >= FEWEST_PIXELS else float("nan")


def _log_steps(depth: Array, true: Array, axis: int) -> Array:
    """Log ratio of each pixel to the one before it along an axis; 0 where the truth is unknown at either."""
    known = true > 0
    both = known[1:] & known[:-1] if axis == 0 else known[:, 1:] & known[:, :-1]
    steps = np.diff(np.log(np.maximum(depth.astype(np.float64), 1e-6)), axis=axis)
    return np.where(both, steps, 0.0)


def mean_scores(scores: Sequence[Scores]) -> Scores:
    """Each score's mean; pictures without any boundary are left out of boundary F1."""
    values = {field.name: [getattr(one, field.name) for one in scores] for field in fields(Scores)}
    return Scores(**{name: float(np.nanmean(found)) for name, found in values.items()})
