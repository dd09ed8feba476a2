"""What cameras, weather and files do to a picture, on the GPU, in the order in which it happens.

Every step takes RGB [b, 3, h, w], about 0-1, and changes a random part of the batch; `strength` scales how much.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from fathom_training.trainer.jpeg import jpeg
from fathom_training.trainer.tensors import Array, indices_to_device, to_device

GREY = np.array([0.299, 0.587, 0.114])
RGB_TO_YIQ = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
YIQ_TO_RGB = np.linalg.inv(RGB_TO_YIQ)
CIRCLES_PX = (4.0, 8.0, 16.0, 24.0)
WIDEST_CIRCLE_PX = CIRCLES_PX[-1]
FAR_FOCUS_METRES = 2.0


def degrade(rng: np.random.Generator, rgb: Tensor, metres: Tensor, strength: float = 1.0) -> Tensor:
    """RGB 0-1 [b, 3, h, w] and true depth [b, 1, h, w] -> RGB 0-255 in whole numbers, as a camera gives it."""
    rgb = _add_haze(rng, rgb, metres, strength)
    rgb = _defocus(rng, rgb, metres, strength)
    rgb = _blur(rng, rgb, strength)
    rgb = _change_colours(rng, rgb, strength)
    rgb = _bend_tones(rng, rgb, strength)
    rgb = _shade_unevenly(rng, rgb, strength)
    rgb = _change_local_contrast(rng, rgb, strength)
    rgb = _sharpen(rng, rgb, strength)
    rgb = _add_noise(rng, rgb, strength)
    rgb = _enlarge_smaller_picture(rng, rgb, strength)
    rgb = rgb.clamp(0, 1)
    rgb = _compress(rng, rgb, strength)
    return (rgb * 255.0).round()


def _chosen(rng: np.random.Generator, batch: int, probability: float) -> Array:
    return np.nonzero(rng.random(batch) < probability)[0]


def _per_picture(values: Array, device: torch.device) -> Tensor:
    return to_device(values, device).view(-1, 1, 1, 1)


def _add_haze(rng: np.random.Generator, rgb: Tensor, metres: Tensor, strength: float) -> Tensor:
    chosen = _chosen(rng, len(rgb), 0.12 * strength)
    if len(chosen):
        index = indices_to_device(chosen, rgb.device)
        visibility = np.exp(rng.uniform(math.log(12.0), math.log(250.0), len(chosen)))
        air = rng.uniform(0.55, 1.0, (len(chosen), 1)) * rng.uniform(0.92, 1.0, (len(chosen), 3))
        transmitted = torch.exp(-_per_picture(1.0 / visibility, rgb.device) * metres[index])
        rgb[index] = rgb[index] * transmitted + to_device(air, rgb.device).view(-1, 3, 1, 1) * (1 - transmitted)
    return rgb


def _defocus(rng: np.random.Generator, rgb: Tensor, metres: Tensor, strength: float) -> Tensor:
    """A shallow depth of field, sharp at the depth of one point near the middle."""
    batch, _, height, width = rgb.shape
    device, chosen = rgb.device, _chosen(rng, batch, 0.1 * strength)
    if len(chosen):
        index = indices_to_device(chosen, device)
        rows = indices_to_device((height * rng.uniform(0.3, 0.8, len(chosen))).astype(np.int64), device)
        columns = indices_to_device((width * rng.uniform(0.25, 0.75, len(chosen))).astype(np.int64), device)
        focus = metres[index, 0, rows, columns].view(-1, 1, 1, 1)
        widest = _per_picture(rng.uniform(2.0, 16.0, len(chosen)), device)
        rgb[index] = blur_out_of_focus(rgb[index], metres[index], focus, widest)
    return rgb


def blur_out_of_focus(rgb: Tensor, metres: Tensor, focus_metres: Tensor, widest_px: Tensor) -> Tensor:
    """RGB [b, 3, h, w] and depth [b, 1, h, w] as a thin lens shows them; the other two are [b, 1, 1, 1].

    Its circle of confusion is as wide as |1 / focus - 1 / depth|; `widest_px` is its width at infinity, of a lens
    focused nearer than two metres.
    """
    aperture = widest_px * focus_metres.clamp(max=FAR_FOCUS_METRES)
    circle = (aperture * (1 / focus_metres - 1 / metres).abs()).clamp(max=WIDEST_CIRCLE_PX)
    circle = F.avg_pool2d(circle, 5, 1, 2, count_include_pad=False)
    # Between the sharp picture and ever more blurred ones, linearly in the width of the circle.
    blurred, narrower = rgb, 1.0
    for wider in CIRCLES_PX:
        share = ((circle - narrower) / (wider - narrower)).clamp(0, 1)
        blurred = blurred + share * (_box_blur(rgb, wider) - blurred)
        narrower = wider
    return blurred


def _box_blur(rgb: Tensor, width_px: float) -> Tensor:
    """Two boxes of about that width in all, taken on a picture made smaller, which is cheaper."""
    smaller = F.avg_pool2d(rgb, int(width_px) // 4) if width_px >= 8 else rgb
    for _ in range(2):
        smaller = F.avg_pool2d(F.pad(smaller, (1, 1, 1, 1), mode="replicate"), 3, 1)
    if smaller.shape == rgb.shape:
        return smaller
    return F.interpolate(smaller, size=rgb.shape[2:], mode="bilinear", align_corners=False)


def _blur(rng: np.random.Generator, rgb: Tensor, strength: float) -> Tensor:
    """Defocus and motion of the whole picture: one 9x9 elliptical Gaussian each."""
    chosen = _chosen(rng, len(rgb), 0.30 * strength)
    count = len(chosen)
    if count:
        height, width = rgb.shape[2:]
        y, x = np.mgrid[-4:5, -4:5]
        angle = rng.uniform(0, math.pi, count)[:, None, None]
        across = np.abs(rng.normal(0, 1.1, count))[:, None, None] + 0.35
        has_moved = rng.random(count)[:, None, None] < 0.4
        along = np.where(has_moved, across + rng.uniform(0.5, 2.5, count)[:, None, None], across)
        u, v = x * np.cos(angle) + y * np.sin(angle), -x * np.sin(angle) + y * np.cos(angle)
        kernel = np.exp(-0.5 * ((u / along) ** 2 + (v / across) ** 2))
        kernel /= kernel.sum((1, 2), keepdims=True)
        kernels = to_device(np.repeat(kernel, 3, 0)[:, None], rgb.device)
        index = indices_to_device(chosen, rgb.device)
        padded = F.pad(rgb[index].reshape(1, count * 3, height, width), (4, 4, 4, 4), mode="reflect")
        # The count varies, and cuDNN would search for its best algorithm every time.
        with torch.backends.cudnn.flags(enabled=False):
            rgb[index] = F.conv2d(padded, kernels, groups=count * 3).view(count, 3, height, width)
    return rgb


def _change_colours(rng: np.random.Generator, rgb: Tensor, strength: float) -> Tensor:
    """Exposure, white balance, saturation, hue, swapped channels, contrast: a gamma, a 3x3 matrix and an offset."""
    batch, _, height, width = rgb.shape
    gamma = np.where(rng.random(batch) < 0.5, np.exp(rng.normal(0, 0.30 * strength, batch)), 1.0)
    white_balance = np.exp(rng.normal(0, 0.10 * strength, (batch, 3)) * (rng.random((batch, 1)) < 0.6))
    matrix = white_balance[:, :, None] * np.tile(np.eye(3), (batch, 1, 1))
    saturation = np.where(rng.random(batch) < 0.6, rng.uniform(1 - 0.7 * strength, 1 + 0.6 * strength, batch), 1.0)
    saturation = np.where(rng.random(batch) < 0.08 * strength, 0.0, saturation)
    to_grey = (1 - saturation)[:, None, None] * GREY[None, None, :]
    matrix = (saturation[:, None, None] * np.eye(3) + to_grey) @ matrix
    hue = rng.normal(0, 0.25 * strength, batch) * (rng.random(batch) < 0.4)
    rotation = np.tile(np.eye(3), (batch, 1, 1))
    rotation[:, 1, 1], rotation[:, 1, 2] = np.cos(hue), -np.sin(hue)
    rotation[:, 2, 1], rotation[:, 2, 2] = np.sin(hue), np.cos(hue)
    matrix = YIQ_TO_RGB @ rotation @ RGB_TO_YIQ @ matrix
    for picture in _chosen(rng, batch, 0.06 * strength):
        matrix[picture] = matrix[picture][rng.permutation(3)]
    contrast = np.where(rng.random(batch) < 0.6, rng.uniform(1 - 0.45 * strength, 1 + 0.5 * strength, batch), 1.0)
    brightness = rng.normal(0, 0.09 * strength, batch)
    offset = (0.45 * (1 - contrast) + brightness)[:, None] + rng.normal(0, 0.02 * strength, (batch, 3))
    matrix = contrast[:, None, None] * matrix
    rgb = rgb.clamp(1e-4, 1).pow(_per_picture(gamma, rgb.device))
    flat = rgb.reshape(batch, 3, height * width)
    mixed = torch.baddbmm(to_device(offset, rgb.device)[:, :, None], to_device(matrix, rgb.device), flat)
    return mixed.view(batch, 3, height, width)


def _bend_tones(rng: np.random.Generator, rgb: Tensor, strength: float) -> Tensor:
    batch = len(rgb)
    amount = rng.normal(0, 0.06 * strength, (batch, 3)) * (rng.random((batch, 1)) < 0.4)
    bend = to_device(amount, rgb.device).view(batch, 3, 1, 1)
    rgb = rgb.clamp(0, 1)
    return rgb + bend * torch.sin(2 * math.pi * rgb)


def _shade_unevenly(rng: np.random.Generator, rgb: Tensor, strength: float) -> Tensor:
    """Vignette and a gradient of the light."""
    batch, _, height, width = rgb.shape
    device = rgb.device
    y = torch.linspace(-1, 1, height, device=device).view(1, 1, height, 1)
    x = torch.linspace(-1, 1, width, device=device).view(1, 1, 1, width)
    vignette = rng.uniform(0, 0.55 * strength, batch) * (rng.random(batch) < 0.35)
    slope_x, slope_y = (
        _per_picture(rng.normal(0, 0.22 * strength, batch) * (rng.random(batch) < 0.3), device) for _ in range(2)
    )
    return rgb * (1 - _per_picture(vignette, device) * 0.5 * (x * x + y * y) + slope_x * x + slope_y * y)


def _change_local_contrast(rng: np.random.Generator, rgb: Tensor, strength: float) -> Tensor:
    chosen = _chosen(rng, len(rgb), 0.3 * strength)
    if len(chosen):
        index = indices_to_device(chosen, rgb.device)
        part = rgb[index]
        coarse = F.interpolate(F.avg_pool2d(part, 32), size=rgb.shape[2:], mode="bilinear", align_corners=False)
        amount = _per_picture(rng.uniform(-0.4, 0.9, len(chosen)), rgb.device)
        rgb[index] = part + amount * (part - coarse)
    return rgb


def _sharpen(rng: np.random.Generator, rgb: Tensor, strength: float) -> Tensor:
    chosen = _chosen(rng, len(rgb), 0.25 * strength)
    if len(chosen):
        index = indices_to_device(chosen, rgb.device)
        part = rgb[index]
        amount = _per_picture(rng.uniform(0.2, 1.6, len(chosen)), rgb.device)
        rgb[index] = part + amount * (part - F.avg_pool2d(part, 3, 1, 1, count_include_pad=False))
    return rgb


def _add_noise(rng: np.random.Generator, rgb: Tensor, strength: float) -> Tensor:
    """White noise, and coarse noise as denoising and enlarging leave it."""
    batch, _, height, width = rgb.shape
    device = rgb.device
    amount = _per_picture(np.abs(rng.normal(0, 0.028 * strength, batch)) * (rng.random(batch) < 0.5), device)
    kind = torch.float16 if device.type == "cuda" else torch.float32
    white = torch.randn((batch, 3, height, width), device=device, dtype=kind)
    rgb = rgb.clamp(0, 1)
    rgb = rgb + white * amount * (0.35 + rgb.sqrt())
    chosen = _chosen(rng, batch, 0.2 * strength)
    if len(chosen):
        index = indices_to_device(chosen, device)
        coarse = torch.randn((len(chosen), 3, height // 4, width // 4), device=device)
        coarse = F.interpolate(coarse, size=(height, width), mode="bicubic", align_corners=False)
        rgb[index] = rgb[index] + coarse * _per_picture(rng.uniform(0, 0.03, len(chosen)), device)
    return rgb


def _enlarge_smaller_picture(rng: np.random.Generator, rgb: Tensor, strength: float) -> Tensor:
    chosen = _chosen(rng, len(rgb), 0.18 * strength)
    if len(chosen):
        height, width = rgb.shape[2:]
        index = indices_to_device(chosen, rgb.device)
        factor = rng.choice([0.35, 0.5, 0.65, 0.8])
        small = F.interpolate(rgb[index], size=(int(height * factor), int(width * factor)), mode="area")
        mode = str(rng.choice(["bilinear", "bicubic"]))
        rgb[index] = F.interpolate(small, size=(height, width), mode=mode, align_corners=False)
    return rgb


def _compress(rng: np.random.Generator, rgb: Tensor, strength: float) -> Tensor:
    chosen = _chosen(rng, len(rgb), 0.5 * strength)
    if len(chosen):
        count = len(chosen)
        index = indices_to_device(chosen, rgb.device)
        is_poor = rng.random(count) < 0.3
        quality = np.where(is_poor, rng.uniform(12, 50, count), rng.uniform(50, 97, count))
        rgb[index] = jpeg(rgb[index], quality)
    return rgb
