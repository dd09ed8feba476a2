"""Renders the photos with exact depth that Fathom's tests use: the same ones for the same pack and renderer.

python -m fathom_training.samples --pack work/pack --out ../../test/samples/rendered
"""

import argparse
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.renderer.renderer import Array, Renderer
from fathom_training.renderer.sampler import Sample, Sampler
from fathom_training.scenes.compose import KINDS

WIDTH_PX, HEIGHT_PX = 640, 480
SEED = 20261125
"""Never used in training, which seeds its renderers with one number, not with three."""
LARGEST_VALUE = 65535
JPEG_QUALITY = 90
FULL_FRAME_DIAGONAL_MM = math.hypot(36, 24)
PHONE_DIAGONAL_MM = 7.0
EXIF_IFD, MAKE, MODEL, ORIENTATION = 0x8769, 0x010F, 0x0110, 0x0112
FOCAL_LENGTH_MM, FOCAL_LENGTH_35_MM = 0x920A, 0xA405


@dataclass(frozen=True)
class Choice:
    """A picture that was chosen by eye among many, and in what steps its depth is stored."""

    name: str
    kind: str
    seed: int
    units_per_metre: int


CHOICES = (
    Choice("living-room", "indoor", 16, 1000),
    Choice("table-pots", "tabletop", 18, 8000),
    Choice("table-vase", "tabletop", 13, 10000),
    Choice("bookshelves", "indoor", 15, 1000),
    Choice("road-houses", "road", 24, 400),
    Choice("road-crossing", "road", 7, 400),
)


def focal_in_35_mm(focal_px: float) -> int:
    """The equivalent on a full frame by the diagonal, rounded to a whole millimetre as cameras write it."""
    return round(focal_px * FULL_FRAME_DIAGONAL_MM / math.hypot(WIDTH_PX, HEIGHT_PX))


def stored_depth(metres: Array, units_per_metre: int) -> Array:
    """Depth as 16 bits, 0 for sky and for what is farther than they reach."""
    units = np.round(metres * units_per_metre)
    return np.where(units <= LARGEST_VALUE, units, 0).astype(np.uint16)


def write_sample(folder: Path, choice: Choice, sample: Sample) -> dict[str, Any]:
    """Writes NAME.jpg and NAME.depth.png, and returns the entry of the index."""
    equivalent = focal_in_35_mm(sample.fx)
    exif = Image.Exif()
    exif[MAKE], exif[MODEL], exif[ORIENTATION] = "Fathom", "Rendered", 1
    camera = exif.get_ifd(EXIF_IFD)
    camera[FOCAL_LENGTH_MM] = IFDRational(round(100 * equivalent * PHONE_DIAGONAL_MM / FULL_FRAME_DIAGONAL_MM), 100)
    camera[FOCAL_LENGTH_35_MM] = equivalent
    Image.fromarray(sample.rgb).save(folder / f"{choice.name}.jpg", quality=JPEG_QUALITY, exif=exif)
    Image.fromarray(stored_depth(sample.depth, choice.units_per_metre)).save(
        folder / f"{choice.name}.depth.png", optimize=True
    )
    return {
        "photo": f"{choice.name}.jpg",
        "depth": f"{choice.name}.depth.png",
        "unitsPerMetre": choice.units_per_metre,
        "width": WIDTH_PX,
        "height": HEIGHT_PX,
        "fx": sample.fx,
        "fy": sample.fy,
        "cx": WIDTH_PX / 2,
        "cy": HEIGHT_PX / 2,
        "exif35mm": equivalent,
        "invalid": "0 = sky or beyond range",
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m fathom_training.samples",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pack", type=Path, default=Path("work/pack"), help="an asset pack without copyleft")
    parser.add_argument("--out", type=Path, required=True, help="folder of the samples")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    sampler = Sampler(Renderer(AssetPack(arguments.pack), WIDTH_PX, HEIGHT_PX, views=1), 0)
    index = []
    for choice in CHOICES:
        sampler.restart([SEED, list(KINDS).index(choice.kind), choice.seed])
        index.append(write_sample(arguments.out, choice, sampler.next(choice.kind)))
        print(f"{choice.name}: {index[-1]['exif35mm']} mm")
    (arguments.out / "index.json").write_text(json.dumps(index, indent=1) + "\n")


if __name__ == "__main__":
    main()
