"""Panoramas of the real world: skies above the horizon, and views as a camera would take them."""

import base64
import re
import tempfile
from pathlib import Path

import numpy as np
import OpenEXR
from PIL import Image
from scipy.ndimage import map_coordinates

from fathom_training.assets.sources import Unpacked
from fathom_training.assets.texture_pack import TexturePack
from fathom_training.renderer.asset_pack import PACKED_TEXTURE_PX, Array

OPEN_SKIES = ("dawn", "night", "park", "sky", "sunrise", "sunset")
"""Nothing near rises above their horizon."""
VIEWS = 4
VIEW_DEGREES = 90.0
LOWEST_SKY, HIGHEST_SKY = -0.03, 0.35
"""Sines of the elevations between which the renderer's sky shows the picture (shaders/shade.comp)."""
SKY_TURN = 2 * np.pi / 3
"""The renderer repeats a sky three times around."""


def add_panoramas(textures: TexturePack, sources: Unpacked, rng: np.random.Generator) -> None:
    """Skies, and views in all directions as photographs."""
    for path in sorted((sources.root("panoramas") / "package/hdri").glob("*.exr.js")):
        panorama = _developed(_read_packed_exr(path))
        name = path.name.removesuffix(".exr.js")
        for view in range(VIEWS):
            yaw = 2 * np.pi * (view + rng.random()) / VIEWS
            picture = view_of(panorama, yaw, pitch=float(np.radians(rng.uniform(-20, 10))))
            textures.add(picture, "photo", key=f"panorama {name} {view}", quality=75)
        if name in OPEN_SKIES:
            textures.add(sky_of(panorama, rng.uniform(0, 2 * np.pi)), "sky", key=f"panorama {name}", quality=80)


def _read_packed_exr(path: Path) -> Array:
    """Linear RGB [h, w, 3] of an OpenEXR file that is a base64 string in a JavaScript module."""
    found = re.search(r"base64,([A-Za-z0-9+/=]+)", path.read_text())
    if not found:
        raise SystemExit(f"{path}: holds no picture in base64. Fetch the sources anew.")
    with tempfile.NamedTemporaryFile(suffix=".exr") as unpacked:
        unpacked.write(base64.b64decode(found[1]))
        unpacked.flush()
        with OpenEXR.File(unpacked.name) as image:
            return np.asarray(image.channels()["RGB"].pixels, np.float32)


def _developed(linear: Array) -> Array:
    """sRGB 0-255: the median at half, highlights rolled off (Reinhard's curve)."""
    exposed = np.clip(np.nan_to_num(linear, posinf=100.0) * 0.5 / np.median(linear), 0, 100)
    return (exposed / (1 + 0.5 * exposed)).clip(0, 1) ** (1 / 2.2) * 255


def view_of(panorama: Array, yaw: float, pitch: float) -> Image.Image:
    """What a pinhole camera sees."""
    side = PACKED_TEXTURE_PX
    across = (np.arange(side) + 0.5) / side * 2 - 1
    reach = np.tan(np.radians(VIEW_DEGREES) / 2)
    x, y = np.meshgrid(across * reach, -across * reach)
    up = y * np.cos(pitch) + np.sin(pitch)
    ahead = np.cos(pitch) - y * np.sin(pitch)
    return _looked_up(panorama, yaw + np.arctan2(x, ahead), np.arctan2(up, np.hypot(x, ahead)))


def sky_of(panorama: Array, yaw: float) -> Image.Image:
    """A third of the horizon, laid out as the renderer's sky reads it; its sides meet by mirroring."""
    side = PACKED_TEXTURE_PX
    there_and_back = 1 - np.abs(np.arange(side) + 0.5 - side / 2) / (side / 2)
    sines = HIGHEST_SKY - (HIGHEST_SKY - LOWEST_SKY) * (np.arange(side) + 0.5) / side
    turns, elevations = np.meshgrid(yaw + there_and_back * SKY_TURN, np.arcsin(sines))
    return _looked_up(panorama, turns, elevations)


def _looked_up(panorama: Array, yaw: Array, elevation: Array) -> Image.Image:
    height, width = panorama.shape[:2]
    column = (yaw / (2 * np.pi)) % 1 * width - 0.5
    row = (0.5 - elevation / np.pi) * height - 0.5
    channels = [
        map_coordinates(panorama[..., channel], [row, column], order=1, mode="grid-wrap") for channel in range(3)
    ]
    return Image.fromarray(np.stack(channels, -1).astype(np.uint8))
