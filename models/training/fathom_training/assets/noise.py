"""Tileable noise and colours, for textures."""

import colorsys

import numpy as np
from PIL import Image

from fathom_training.renderer.asset_pack import PACKED_TEXTURE_PX as SIDE
from fathom_training.renderer.asset_pack import Array

Rng = np.random.Generator
Fill = tuple[int, ...]


def value_noise(rng: Rng, cells_y: int, cells_x: int) -> Array:
    """Tileable, in [0, 1], [256, 256]."""
    grid = rng.random((cells_y, cells_x))
    y, x = np.arange(SIDE) * cells_y / SIDE, np.arange(SIDE) * cells_x / SIDE
    row, column = y.astype(int), x.astype(int)
    across_y, across_x = _smooth(y - row)[:, None], _smooth(x - column)

    def corner(down: int, right: int) -> Array:
        return grid[(row + down) % cells_y][:, (column + right) % cells_x]

    top = corner(0, 0) * (1 - across_x) + corner(0, 1) * across_x
    bottom = corner(1, 0) * (1 - across_x) + corner(1, 1) * across_x
    return top * (1 - across_y) + bottom * across_y


def _smooth(fraction: Array) -> Array:
    return fraction * fraction * (3 - 2 * fraction)


def fractal_noise(rng: Rng, cells: int, octaves: int = 5, aspect: float = 1) -> Array:
    """Tileable sum of octaves, in [0, 1]; `aspect` is how many more cells there are across than down."""
    total: Array = np.zeros((SIDE, SIDE))
    amplitude, weight = 1.0, 0.0
    for octave in range(octaves):
        count = cells * 2**octave
        columns = max(1, min(SIDE, int(count * aspect)))
        total = total + amplitude * value_noise(rng, max(1, int(count)), columns)
        weight += amplitude
        amplitude *= 0.55
    return total / weight


def hsv(hue: float, saturation: float, value: float) -> Array:
    """RGB 0-255 of a hue in turns, a saturation and a value, which are clipped."""
    return np.array(colorsys.hsv_to_rgb(hue % 1, min(max(saturation, 0), 1), min(max(value, 0), 1))) * 255


def any_hue(rng: Rng, saturation: tuple[float, float], value: tuple[float, float]) -> Array:
    """A colour of any hue, RGB 0-255."""
    return hsv(rng.random(), rng.uniform(*saturation), rng.uniform(*value))


def fill(colour: Array) -> Fill:
    """As ImageDraw takes it."""
    return tuple(int(value) for value in np.clip(colour, 0, 255))


def picture(values: Array) -> Image.Image:
    """Of RGB 0-255, clipped."""
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
