"""Crop, zoom, flip and a small roll: new views of a rendered picture with the focal length kept true."""

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from fathom_training.canonical import CANONICAL_FOCAL_PX, LOG_MAX_DEPTH
from fathom_training.trainer.depth_codec import MAX_METRES, decode_inverse_depth
from fathom_training.trainer.tensors import Array, to_device

EDGE_TOLERANCE = 0.04
"""Relative difference of inverse depth between neighbours up to which they count as one surface."""

UNCROPPED_SHARE, SMALLEST_CROP = 0.4, 0.42
"""Share of pictures not cropped, and what a crop leaves of the sides: of a field of view of 54 degrees, 24."""


@dataclass
class Targets:
    """What the network is to predict for a batch; each [b, 1, h, w]."""

    log_depth: Tensor
    """Log of canonical depth in metres; of any value where not valid."""
    valid: Tensor
    sky: Tensor
    metres: Tensor
    """True depth, for haze."""

    def first(self, count: int) -> "Targets":
        """The targets of the batch's first pictures."""
        parts = (self.log_depth, self.valid, self.sky, self.metres)
        return Targets(*(part[:count] for part in parts))


def draw_view(
    rng: np.random.Generator, rgb: Tensor, depth_code: Tensor, focal_px: Tensor, size: tuple[int, int]
) -> tuple[Tensor, Targets]:
    """A random view of each picture, at `size` = (height, width).

    rgb: uint8 [b, H, W, 3]; depth_code: int16 [b, H, W]; focal_px: [b], of the pictures as rendered. Returns RGB 0-1
    [b, 3, h, w] and its targets. Planar depth does not change under a roll about the optical axis.
    """
    device = rgb.device
    batch, source_height, source_width = depth_code.shape
    pixel_ratio, transform = _draw_transforms(rng, batch, (source_height, source_width), size)
    grid = _sampling_grid(to_device(transform, device), size)
    picture = rgb.permute(0, 3, 1, 2).float() * (1 / 255.0)
    picture = F.grid_sample(picture, grid, mode="bilinear", padding_mode="reflection", align_corners=False)
    inverse = _sample_inverse_depth(decode_inverse_depth(depth_code)[:, None], grid)
    inside = (grid.abs().amax(-1) < 1.0)[:, None]
    metres = 1.0 / inverse.clamp(min=1.0 / MAX_METRES)
    to_canonical = torch.log(CANONICAL_FOCAL_PX * to_device(pixel_ratio, device) / focal_px.to(device))
    log_depth = (torch.log(metres) + to_canonical.view(-1, 1, 1, 1)).clamp(max=LOG_MAX_DEPTH)
    return picture, Targets(log_depth, (inverse > 0) & inside, (inverse <= 0) & inside, metres)


def _draw_transforms(
    rng: np.random.Generator, batch: int, source: tuple[int, int], size: tuple[int, int]
) -> tuple[Array, Array]:
    """Source pixels per output pixel, [b], and the affine maps to normalised source coordinates, [b, 6]."""
    source_height, source_width = source
    height, width = size
    largest_ratio = min(source_height / height, source_width / width)
    zoom = np.exp(rng.uniform(math.log(SMALLEST_CROP), 0.0, batch))
    ratio = largest_ratio * np.where(rng.random(batch) < UNCROPPED_SHARE, 1.0, zoom)
    roll = np.where(rng.random(batch) < 0.3, rng.normal(0, math.radians(3.0), batch).clip(-0.12, 0.12), 0.0)
    flip = np.where(rng.random(batch) < 0.5, -1.0, 1.0)
    margin_x = np.maximum(source_width - ratio * width, 0) / 2
    margin_y = np.maximum(source_height - ratio * height, 0) / 2
    offset_x = np.clip(rng.normal(0, 0.05 * source_width, batch), -margin_x, margin_x)
    offset_y = np.clip(rng.normal(0, 0.04 * source_height, batch), -margin_y, margin_y)
    cosine, sine = np.cos(roll), np.sin(roll)
    rows = [
        ratio * cosine * width / source_width * flip,
        -ratio * sine * height / source_width,
        2 * offset_x / source_width,
        ratio * sine * width / source_height * flip,
        ratio * cosine * height / source_height,
        2 * offset_y / source_height,
    ]
    return ratio, np.stack(rows, 1)


def _sampling_grid(transform: Tensor, size: tuple[int, int]) -> Tensor:
    """[b, h, w, 2]. By hand: affine_grid multiplies matrices, and TF32 would move samples by a fraction of a pixel."""
    height, width = size
    device = transform.device
    m = transform.view(-1, 6, 1, 1)
    x = ((torch.arange(width, device=device) * 2 + 1) / width - 1).view(1, 1, width)
    y = ((torch.arange(height, device=device) * 2 + 1) / height - 1).view(1, height, 1)
    return torch.stack([m[:, 0] * x + m[:, 1] * y + m[:, 2], m[:, 3] * x + m[:, 4] * y + m[:, 5]], -1)


def _sample_inverse_depth(inverse: Tensor, grid: Tensor) -> Tensor:
    """Bilinear on surfaces, where inverse depth is linear; nearest at edges, which stay unmixed.

    Nothing beyond the picture is mixed in either; what lies there is for the caller to mask.
    """
    nearest = F.grid_sample(inverse, grid, mode="nearest", padding_mode="border", align_corners=False)
    bilinear = F.grid_sample(inverse, grid, mode="bilinear", padding_mode="border", align_corners=False)
    return torch.where((bilinear - nearest).abs() < EDGE_TOLERANCE * nearest, bilinear, nearest)
