"""Surface normals from depth."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from fathom_training.canonical import CANONICAL_FOCAL_PX


def normals_from_log_depth(log_depth: Tensor, cell_px: float = 1.0, stride: int = 1) -> tuple[Tensor, Tensor]:
    """Normals of the canonical scene, by central differences of inverse depth, which is linear on planes.

    log_depth: [b, 1, h, w] of canonical depth, in cells of `cell_px` input pixels about the picture's centre.
    Returns, for every `stride`-th cell, unit normals [b, 3, h', w'] (x right, y down, z forward, facing the camera)
    and how far from a plane the cell's surroundings are, relative, [b, 1, h', w']: infinite on the border.
    """
    height, width = log_depth.shape[2:]
    inverse = F.pad(torch.exp(-log_depth), (1, 1, 1, 1), mode="replicate")
    centre = inverse[:, :, 1:-1:stride, 1:-1:stride]
    left, right = inverse[:, :, 1:-1:stride, :-2:stride], inverse[:, :, 1:-1:stride, 2::stride]
    above, below = inverse[:, :, :-2:stride, 1:-1:stride], inverse[:, :, 2::stride, 1:-1:stride]
    device = log_depth.device
    ray_step = cell_px / CANONICAL_FOCAL_PX
    ray_y = ((torch.arange(0, height, stride, device=device) - (height - 1) * 0.5) * ray_step).view(1, 1, -1, 1)
    ray_x = ((torch.arange(0, width, stride, device=device) - (width - 1) * 0.5) * ray_step).view(1, 1, 1, -1)
    slope_x, slope_y = (right - left) * (0.5 / ray_step), (below - above) * (0.5 / ray_step)
    normal = torch.cat([-slope_x, -slope_y, -(centre - ray_x * slope_x - ray_y * slope_y)], 1)
    normal = normal / normal.norm(dim=1, keepdim=True).clamp(min=1e-6)
    with torch.no_grad():
        bend = torch.maximum((left + right - 2 * centre).abs(), (above + below - 2 * centre).abs()) / centre
        bend[:, :, 0], bend[:, :, :, 0] = math.inf, math.inf
        if (height - 1) % stride == 0:
            bend[:, :, -1] = math.inf
        if (width - 1) % stride == 0:
            bend[:, :, :, -1] = math.inf
    return normal, bend
