"""Textures as 256² JPEGs in one file, with their alpha beside."""

import io
import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from fathom_training.renderer.asset_pack import NO_LAYER, PACKED_TEXTURE_PX, Array

QUALITY = 78


class TexturePack:
    """Gathers textures; the index of each is its layer."""

    def __init__(self) -> None:
        self._blobs: list[bytes] = []
        self.entries: list[dict[str, Any]] = []
        self._layers: dict[tuple[str, str], int] = {}

    def add(self, image: Image.Image, kind: str, key: str | None = None, quality: int = QUALITY) -> int:
        """Adds a picture of that class. One with a key is added once."""
        if key is not None and (key, kind) in self._layers:
            return self._layers[(key, kind)]
        image, alpha = _split_alpha(image)
        side = PACKED_TEXTURE_PX
        if image.size != (side, side):
            is_small = max(image.size) < 4 * side
            image = image.resize((side, side), Image.Resampling.LANCZOS if is_small else Image.Resampling.BOX)
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=quality)
        colour = stream.getvalue()
        # Three bits are enough for a threshold, and pack well.
        packed_alpha = b"" if alpha is None else zlib.compress((alpha >> 5 << 5).astype(np.uint8).tobytes(), 9)
        mean = np.asarray(image.resize((1, 1), Image.Resampling.BOX))[0, 0].tolist()
        name = (key or "")[-60:]
        self.entries.append({"cls": kind, "nj": len(colour), "na": len(packed_alpha), "mean": mean, "key": name})
        self._blobs += [colour, packed_alpha]
        layer = len(self.entries) - 1
        if key is not None:
            self._layers[(key, kind)] = layer
        return layer

    def add_file(self, path: Path, kind: str, quality: int = QUALITY) -> int:
        """Adds a picture file; -1 where it cannot be read."""
        key = str(path)
        if (key, kind) in self._layers:
            return self._layers[(key, kind)]
        try:
            image = Image.open(path)
            image.load()
        except (OSError, SyntaxError, ValueError):
            print(f"{path}: left out, it cannot be read as a picture")
            self._layers[(key, kind)] = NO_LAYER
            return NO_LAYER
        return self.add(image, kind, key, quality)

    def save(self, folder: Path) -> None:
        """Writes tex.bin and tex.json."""
        (folder / "tex.bin").write_bytes(b"".join(self._blobs))
        (folder / "tex.json").write_text(json.dumps(self.entries))


def _split_alpha(image: Image.Image) -> tuple[Image.Image, Array | None]:
    """RGB, and alpha uint8 [256, 256] where some of it is transparent."""
    alpha = None
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        small = image.resize((PACKED_TEXTURE_PX, PACKED_TEXTURE_PX), Image.Resampling.BOX)
        values = np.asarray(small.getchannel("A"))
        if values.min() < 128:
            alpha, image = values, _bleed(small)
    return image.convert("RGB"), alpha


def _bleed(image: Image.Image) -> Image.Image:
    """Fills transparent texels with the opaque colour nearby, so that mipmaps get no dark fringes."""
    values = np.asarray(image).astype(np.float32)
    rgb, alpha = values[..., :3], values[..., 3:] / 255
    colour, weight = rgb * alpha, alpha.copy()
    for radius in (2, 8, 32):
        blurred_weight = _blurred(weight[..., 0] * 255, radius)[..., None] / 255
        blurred_colour = _blurred(colour, radius)
        fills = (weight < 0.1) & (blurred_weight > 0.02)
        colour = np.where(fills, blurred_colour / np.maximum(blurred_weight, 0.02), colour)
        weight = np.where(fills, 1, weight)
    mean = (rgb * alpha).sum((0, 1)) / max(float(alpha.sum()), 1)
    filled = np.where(weight > 0.05, colour / np.maximum(weight, 0.05), mean)
    return Image.fromarray(np.clip(filled, 0, 255).astype(np.uint8))


def _blurred(values: Array, radius: int) -> Array:
    image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius))).astype(np.float32)
