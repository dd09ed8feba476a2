"""The canonical camera: what the network's depth means, and the size at which it is fed.

The network predicts depth for a camera of one focal length, whatever the size of its input (Metric3D's label
transform, Yin et al., ICCV 2023): metres = canonical depth x f / 500, where f is the focal length in pixels of the
picture AS FED.
"""

import math

CANONICAL_FOCAL_PX = 500.0
MIN_DEPTH, MAX_DEPTH = 0.1, 150.0
"""Range of canonical depth, in metres."""
LOG_MIN_DEPTH, LOG_MAX_DEPTH = math.log(MIN_DEPTH), math.log(MAX_DEPTH)

SIZE_MULTIPLE_PX = 32
TARGET_AREA_PX = 384 * 512
MIN_SIDE_PX = 64


def input_size(height_px: int, width_px: int, area_px: int = TARGET_AREA_PX) -> tuple[int, int]:
    """Height and width to feed: multiples of 32 near `area_px` in area, with the picture's aspect ratio."""
    scale = math.sqrt(area_px / (height_px * width_px))
    return _nearest_multiple(height_px * scale), _nearest_multiple(width_px * scale)


def _nearest_multiple(side_px: float) -> int:
    return max(MIN_SIDE_PX, round(side_px / SIZE_MULTIPLE_PX) * SIZE_MULTIPLE_PX)
