"""Renders a contact sheet: colour above, depth below.

python -m fathom_training.renderer --pack work/pack --out work/preview.png
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.renderer.renderer import Array, Renderer
from fathom_training.renderer.sampler import Sampler
from fathom_training.scenes.compose import KINDS


def depth_as_grey(depth: Array) -> Array:
    """Near is bright, on a log scale between the 1st and 99th percentile; none is black. uint8 [h, w, 3]."""
    known = depth > 0
    shades = np.zeros(depth.shape)
    if known.any():
        near, far = np.percentile(np.log(depth[known]), [1, 99])
        shades[known] = 1 - 0.85 * np.clip((np.log(depth[known]) - near) / max(far - near, 1e-3), 0, 1)
    return np.repeat((shades * 255).astype(np.uint8)[..., None], 3, 2)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m fathom_training.renderer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pack", type=Path, default=Path("work/pack"))
    parser.add_argument("--out", type=Path, default=Path("work/preview.png"))
    parser.add_argument("--kind", choices=list(KINDS), help="of scene; all of them without")
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--columns", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    renderer = Renderer(AssetPack(arguments.pack), 320, 240, views=1)
    print(renderer.description)
    sampler = Sampler(renderer, arguments.seed)
    tiles = []
    for _ in range(arguments.count):
        sample = sampler.next(arguments.kind)
        known = sample.depth[sample.depth > 0]
        nearest, farthest = known.min(), known.max()
        print(f"{sample.kind}: {nearest:.2f} to {farthest:.1f} m, focal {sample.fx:.0f} px")
        tiles.append(np.concatenate([sample.rgb, depth_as_grey(sample.depth)]))
    blank = np.zeros_like(tiles[0])
    tiles += [blank] * (-len(tiles) % arguments.columns)
    rows = [np.concatenate(tiles[i : i + arguments.columns], 1) for i in range(0, len(tiles), arguments.columns)]
    Image.fromarray(np.concatenate(rows)).save(arguments.out)
    print(f"{arguments.out}; {sampler.rejected} views rejected")


if __name__ == "__main__":
    main()
