"""Middlebury's motorcycle pair, as it comes with scikit-image: one real photo with a narrow field of view.

Reported only. One photo says too little to select anything by.
"""

import numpy as np
import skimage.data

from fathom_training.evaluation.metrics import Scores, score
from fathom_training.evaluation.predictor import Model, predict_metres

FOCAL_PX = 994.978
BASELINE_METRES = 0.193001
DISPARITY_OFFSET_PX = 31.086
"""Difference of the two principal points. The left one is at (311.2, 254.9), off the centre: no model here uses it."""


def score_motorcycle(model: Model) -> Scores:
    """Of the left photo; true depth = focal x baseline / (disparity + offset)."""
    left, _, disparity = skimage.data.stereo_motorcycle()
    known = np.isfinite(disparity) & (disparity > 0)
    metres = FOCAL_PX * BASELINE_METRES / (np.where(known, disparity, 1.0) + DISPARITY_OFFSET_PX)
    true = np.where(known, metres, 0.0)
    return score(predict_metres(model, left, FOCAL_PX, FOCAL_PX), true)
