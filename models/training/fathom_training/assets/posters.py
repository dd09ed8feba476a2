"""Rendered pictures as posters: where few photographs hang on walls, a network learns that photographs are flat."""

from pathlib import Path

from PIL import Image

from fathom_training.assets.texture_pack import TexturePack
from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.renderer.renderer import Renderer
from fathom_training.renderer.sampler import Sampler, Views

WIDTH_PX, HEIGHT_PX = 512, 384
SEED = 20261125
"""Of no training run, nor of the pictures that models are scored on."""
SHARES = {"indoor": 0.31, "road": 0.23, "street": 0.14, "tabletop": 0.1, "workshop": 0.1, "skyline": 0.12}
"""Of their own: a pack stays the same whatever training is given to see."""


def add_posters(textures: TexturePack, pack: Path, count: int) -> None:
    """Renders scenes of many kinds with what the pack holds so far, and adds the pictures as photographs."""
    renderer = Renderer(AssetPack(pack), WIDTH_PX, HEIGHT_PX, views=1)
    sampler = Sampler(renderer, SEED, Views(shares=SHARES))
    for _ in range(count):
        textures.add(Image.fromarray(sampler.next().rgb), "photo", quality=75)
    renderer.release()
    # Decoded textures of a pack without its posters, which nothing reads again.
    for decoded in pack.glob("textures.*.npy"):
        decoded.unlink()
