"""What the network is trained to get right."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from fathom_training.network import RawOutput
from fathom_training.trainer.geometry import Targets
from fathom_training.trainer.normals import normals_from_log_depth

WEIGHTS = {
    "absolute": 1.0,
    "relative": 0.6,
    "gradient": 0.5,
    "normal": 0.6,
    "depth_normal": 0.15,
    "confidence": 0.1,
    "sky": 0.3,
}
CONFIDENCE_SCALE = 0.1
SKY_METRES = 110.0
FEWEST_PIXELS = 64


def losses(raw: RawOutput, targets: Targets) -> tuple[Tensor, dict[str, Tensor]]:
    """The weighted sum, and its parts by name. Both in float32."""
    log_depth, confidence, normal = raw
    valid, sky = targets.valid.float(), targets.sky.float()
    error = torch.where(targets.valid, log_depth - targets.log_depth, torch.zeros_like(log_depth))
    offset, has_pixels = _mean_per_picture(error, valid)
    relative_error = (error - offset.view(-1, 1, 1, 1)) * valid
    pictures = has_pixels.sum().clamp(min=1.0)
    parts = {
        "absolute": (_mean_per_picture(error.abs(), valid)[0] * has_pixels).sum() / pictures,
        "relative": (_mean_per_picture(relative_error.abs(), valid)[0] * has_pixels).sum() / pictures,
        "gradient": _gradient_loss(error, valid),
        "normal": _normal_loss(normal, targets.log_depth, valid),
        "depth_normal": _depth_normal_loss(log_depth, targets, valid),
        "confidence": _confidence_loss(confidence, relative_error, valid, sky),
        "sky": (F.relu(math.log(SKY_METRES) - log_depth) * sky).sum() / sky.sum().clamp(min=1.0),
    }
    total = torch.stack([WEIGHTS[name] * part for name, part in parts.items()]).sum()
    return total, parts


def _mean_per_picture(values: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """[b] means over the mask, 0 where it is empty; and [b], 1 for pictures with enough pixels to count."""
    pixels = mask.sum((1, 2, 3))
    return (values * mask).sum((1, 2, 3)) / pixels.clamp(min=1.0), (pixels > FEWEST_PIXELS).float()


def _gradient_loss(error: Tensor, valid: Tensor) -> Tensor:
    """Gradients of the log-depth error at four scales (MegaDepth, Li and Snavely, CVPR 2018): shape and edges."""
    total = error.new_zeros(())
    for step in (1, 2, 4, 8):
        coarse, mask = error[:, :, ::step, ::step], valid[:, :, ::step, ::step]
        mask_x, mask_y = mask[..., 1:] * mask[..., :-1], mask[:, :, 1:] * mask[:, :, :-1]
        slope_x = (coarse[..., 1:] - coarse[..., :-1]).abs() * mask_x
        slope_y = (coarse[:, :, 1:] - coarse[:, :, :-1]).abs() * mask_y
        total = total + slope_x.sum() / mask_x.sum().clamp(min=1.0) + slope_y.sum() / mask_y.sum().clamp(min=1.0)
    return total


def _normal_loss(predicted: Tensor, log_depth: Tensor, valid: Tensor) -> Tensor:
    """One minus the cosine to the true normals, where surfaces are smooth, at the network's own resolution."""
    with torch.no_grad():
        true, bend = normals_from_log_depth(log_depth, 1.0, 2)
        mask = 1.0 - F.max_pool2d(1.0 - valid, 3, 1, 1)[:, :, ::2, ::2]
        mask = mask * (bend < 0.02).float()
    predicted = predicted / torch.sqrt((predicted * predicted).sum(1, keepdim=True) + 1e-4)
    return _cosine_loss(predicted, true, mask)


def _depth_normal_loss(log_depth: Tensor, targets: Targets, valid: Tensor) -> Tensor:
    """The normals that the predicted depth itself has, over cells of four pixels: planes must come out flat."""
    with torch.no_grad():
        known = torch.where(targets.valid, targets.log_depth, torch.zeros_like(targets.log_depth))
        true, bend = normals_from_log_depth(F.avg_pool2d(known, 4), 4.0)
        mask = 1.0 - F.max_pool2d(F.max_pool2d(1.0 - valid, 4), 3, 1, 1)
        mask = mask * (bend < 0.03).float()
    predicted, _ = normals_from_log_depth(F.avg_pool2d(log_depth, 4).clamp(-4, 7), 4.0)
    return _cosine_loss(predicted, true, mask)


def _cosine_loss(predicted: Tensor, true: Tensor, mask: Tensor) -> Tensor:
    return ((1 - (predicted * true).sum(1, keepdim=True)) * mask).sum() / mask.sum().clamp(min=1.0)


def _confidence_loss(logit: Tensor, relative_error: Tensor, valid: Tensor, sky: Tensor) -> Tensor:
    """Confidence is exp(-error / 0.1) of the depth relative to the rest of the picture; 0 in the sky."""
    with torch.no_grad():
        target = F.avg_pool2d(torch.exp(-relative_error.abs() / CONFIDENCE_SCALE) * valid, 2)
        mask = F.avg_pool2d(((valid + sky) > 0).float(), 2)
    entropy = F.binary_cross_entropy_with_logits(logit, target, reduction="none")
    return (entropy * mask).sum() / mask.sum().clamp(min=1.0)
