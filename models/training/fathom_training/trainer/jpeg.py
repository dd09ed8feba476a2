"""JPEG's losses on the GPU: quantised 8x8 cosine transforms with 4:2:0 chroma."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from fathom_training.trainer.tensors import Array, to_device

# The example tables of the standard (ITU-T T.81, annex K), for quality 50.
LUMA_TABLE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    np.float32,
)
CHROMA_TABLE = np.full((8, 8), 99, np.float32)
CHROMA_TABLE[:4, :4] = [[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]]


def _cosine_transform() -> Array:
    k = np.arange(8)
    scale = np.where(k[:, None] == 0, np.sqrt(1 / 8), 0.5)
    return (np.cos((2 * k[None] + 1) * k[:, None] * np.pi / 16) * scale).astype(np.float32)


COSINE_TRANSFORM = _cosine_transform()


def jpeg(rgb: Tensor, quality: Array) -> Tensor:
    """RGB 0-1 [n, 3, h, w], sides multiples of 16, as it comes back from a JPEG of that quality (1-100, [n])."""
    table_scale = np.where(quality < 50, 5000.0 / quality, 200.0 - 2 * quality) / 100.0
    scale = to_device(np.maximum(table_scale, 0.02), rgb.device)
    scaled = rgb * 255.0
    red, green, blue = scaled[:, :1], scaled[:, 1:2], scaled[:, 2:]
    luma = 0.299 * red + 0.587 * green + 0.114 * blue - 128
    chroma_blue = -0.168736 * red - 0.331264 * green + 0.5 * blue
    chroma_red = 0.5 * red - 0.418688 * green - 0.081312 * blue
    chroma = F.avg_pool2d(torch.cat([chroma_blue, chroma_red], 1), 2)
    luma = _quantised(luma, LUMA_TABLE, scale) + 128
    chroma = _quantised(chroma, CHROMA_TABLE, scale)
    chroma = F.interpolate(chroma, scale_factor=2.0, mode="bilinear", align_corners=False)
    chroma_blue, chroma_red = chroma[:, :1], chroma[:, 1:]
    channels = [
        luma + 1.402 * chroma_red,
        luma - 0.344136 * chroma_blue - 0.714136 * chroma_red,
        luma + 1.772 * chroma_blue,
    ]
    return (torch.cat(channels, 1) * (1 / 255.0)).clamp(0, 1)


def _quantised(plane: Tensor, table: Array, scale: Tensor) -> Tensor:
    batch, channels, height, width = plane.shape
    transform = to_device(COSINE_TRANSFORM, plane.device)
    blocks = plane.view(batch, channels, height // 8, 8, width // 8, 8).permute(0, 1, 2, 4, 3, 5)
    coefficients = transform @ blocks @ transform.T
    steps = (to_device(table, plane.device) * scale.view(-1, 1, 1, 1, 1, 1)).round().clamp(min=1.0)
    coefficients = (coefficients / steps).round() * steps
    blocks = transform.T @ coefficients @ transform
    return blocks.permute(0, 1, 2, 4, 3, 5).reshape(batch, channels, height, width)
