"""Photographs for posters, windows and skies, and textures of materials."""

import re
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image

from fathom_training.assets.sources import WALLPAPERS, Unpacked
from fathom_training.assets.texture_pack import TexturePack
from fathom_training.assets.torcs import game_folder

LARGEST_SIDE_PX = 1600
CROPS = 3
SAMPLES = {
    "astronaut": "photo",
    "immunohistochemistry": "photo",
    "brick": "wallx",
    "grass": "ground",
    "gravel": "ground",
    "camera": "photo",
    "coins": "photo",
    "page": "photo",
    "text": "photo",
    "hubble_deep_field": "photo",
    "retina": "photo",
    "moon": "photo",
    "colorwheel": "photo",
}
"""Not coffee, chelsea and rocket, which Fathom shows as its examples: a network that saw them as posters on walls takes
the very photos for flat."""
FREE_WALLPAPERS = (
    "Picture_0B_by_freespace",
    "Picture_1A_by_freespace",
    "Wine_by_Jakkub_Mede",
    "aitzgorri_by_Aitzol_Berasategi",
    "friends_by_Aitzol_Berasategi",
    "life_by_Aitzol_Berasategi",
    "picosdeeuropa_by_Aitzol_Berasategi",
    "seeding_by_Clements_Engelhardt",
    "sunset_by_Aitzol_Berasategi",
    "umang_by_Abhishek_Mudgal",
)
"""Those of Lomiri's wallpapers that are under CC BY or CC0; the others are under CC BY-SA."""
UNUSED_WALLPAPER = ("screenshot", "1080x1920", "720x1440", "_5640", "1622x")
SWEET_HOME_TEXTURES = {
    "grass": "ground",
    "oldWoodenFloor": "floor",
    "redTiles": "roof",
    "roughcast": "wall",
    "smallBricks": "wallx",
    "blackAndWhiteTiles": "floor",
    "wallBeigeTile": "wall",
    "stoneTiles": "floor",
    "blueTiles": "floor",
    "greyTile": "floor",
    "woodenFloor": "floor",
    "pavingStone": "ground",
    "stone2Wall": "wallx",
    "pebbles": "ground",
    "smallRedBricks": "wallx",
    "marbleWall": "wall",
    "stone3Wall": "wallx",
    "smallWhiteBricks": "wallx",
    "lightBlueTile": "floor",
    "stoneWall": "wallx",
    "darkBlueTile": "floor",
    "beigeTile": "floor",
    "boxTree": "leaf",
}
TORCS_TEXTURES = (
    (re.compile(r"tree\d+\.rgb|treeg1|arbor"), "tree", 80),
    (re.compile(r"tr-(grass\d?|gravel|sand\d?|dirt|dirtb|snow)\.rgb"), "ground", 78),
    (re.compile(r"tr-(asphalt|concrete|concrete4|road1)\.rgb|concrete2?\.rgb"), "asphalt", 78),
    (re.compile(r"tr-stone-wall|tr-wall\.|rock\d"), "wallx", 78),
    (re.compile(r"building\d|treebui"), "facade", 78),
    (re.compile(r"forest\d"), "forest", 80),
)
TORCS_SKIES = (
    "road/alpine-1",
    "road/aalborg",
    "road/street-1",
    "road/forza",
    "road/e-track-3",
    "road/brondehach",
    "road/spring",
    "road/ruudskogen",
    "road/wheel-2",
    "dirt/dirt-3",
)


def add_materials(textures: TexturePack, sources: Unpacked) -> None:
    """Textures of Sweet Home 3D and TORCS, as far as they may be used."""
    if sources.has("textures"):
        folder = sources.folder / "sweethome3d-jar/com/eteks/sweethome3d/io/resources/textures"
        for name, kind in SWEET_HOME_TEXTURES.items():
            textures.add_file(folder / f"{name}.jpg", kind)
    if sources.has("torcs"):
        game = game_folder(sources.root("torcs"))
        for path in sorted((game / "data/textures").iterdir()):
            match = next((rule for rule in TORCS_TEXTURES if rule[0].match(path.name)), None)
            if match:
                textures.add_file(path, match[1], match[2])
        for track in TORCS_SKIES:
            background = game / "tracks" / track / "background.png"
            if background.exists():
                textures.add_file(background, "sky", 80)


def add_photographs(textures: TexturePack, sources: Unpacked, rng: np.random.Generator) -> None:
    """Wallpapers with crops of them, as far as they may be used, and scikit-image's samples."""
    folders = [sources.root(name) for name in WALLPAPERS if sources.has(name)]
    free = sources.root("lomiri") / "usr/share/backgrounds"
    for path in [*_wallpapers(folders), *(free / f"{name}.jpg" for name in FREE_WALLPAPERS)]:
        _add_with_crops(textures, path, rng)
    for name, kind in SAMPLES.items():
        sample = _sample(name)
        if sample is not None:
            textures.add(sample, kind, quality=75)


def _add_with_crops(textures: TexturePack, path: Path, rng: np.random.Generator) -> None:
    image = Image.open(path).convert("RGB")
    image.thumbnail((LARGEST_SIDE_PX, LARGEST_SIDE_PX), Image.Resampling.BOX)
    textures.add(image, "photo", key=str(path), quality=72)
    width, height = image.size
    for _ in range(CROPS):
        side = int(rng.uniform(0.2, 0.8) * min(width, height))
        x, y = int(rng.integers(0, width - side + 1)), int(rng.integers(0, height - side + 1))
        crop = image.crop((x, y, x + side, y + side))
        if np.asarray(crop.convert("L")).std() >= 6:
            textures.add(crop, "photo", quality=70)


def _wallpapers(folders: list[Path]) -> list[Path]:
    """The smallest file of each picture."""
    smallest: dict[str, Path] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            is_picture = path.suffix in (".jpg", ".png", ".webp") and path.is_file()
            if not is_picture or any(text in str(path) for text in UNUSED_WALLPAPER):
                continue
            of_one = str(path.parent) if "contents" in str(path) else str(path).replace("_3840x2160", "")
            if of_one not in smallest or path.stat().st_size < smallest[of_one].stat().st_size:
                smallest[of_one] = path
    return sorted(smallest.values())


def _sample(name: str) -> Image.Image | None:
    """None where scikit-image would have to download it."""
    try:
        return Image.fromarray(getattr(skimage.data, name)()).convert("RGB")
    except (ImportError, OSError, ModuleNotFoundError):
        print(f"scikit-image's {name}: left out, it does not come with the package")
        return None
