"""Fetches the pinned asset packages and packs them.

python -m fathom_training.assets fetch --sources work/sources
python -m fathom_training.assets pack --sources work/sources --out work/pack
"""

import argparse
import hashlib
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import numpy as np

from fathom_training.assets.furniture import load_furniture
from fathom_training.assets.mesh_pack import MeshPack
from fathom_training.assets.panoramas import add_panoramas
from fathom_training.assets.pictures import add_materials, add_photographs
from fathom_training.assets.posters import add_posters
from fathom_training.assets.procedural import add_procedural
from fathom_training.assets.sources import Unpacked, fetch, used_sources
from fathom_training.assets.texture_pack import TexturePack
from fathom_training.assets.torcs import game_folder, load_cars, load_tracks
from fathom_training.renderer.asset_pack import Array

SEED = 7


def pack(sources: Unpacked, out: Path, posters: int) -> None:
    """Writes the pack and its manifest: the sources with their licences, and whose models it holds."""
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    textures, meshes = TexturePack(), MeshPack()
    add_materials(textures, sources)
    add_procedural(textures, rng)
    add_photographs(textures, sources, rng)
    add_panoramas(textures, sources, rng)
    roads: dict[str, Array] = {}
    if sources.has("torcs"):
        game = game_folder(sources.root("torcs"))
        load_cars(game, textures, meshes)
        roads = load_tracks(game, textures, meshes)
    load_furniture(sources.folder / "furniture", textures, meshes)
    textures.save(out)
    meshes.save(out)
    if roads:
        np.savez_compressed(out / "tracks.npz", **roads)  # type: ignore[arg-type]
    add_posters(textures, out, posters)
    textures.save(out)
    creators = sorted({entry["by"] for entry in meshes.table if entry.get("by")}, key=str.casefold)
    manifest = {
        "copyleft": sources.with_copyleft,
        "posters": posters,
        "sources": [asdict(source) for source in used_sources(sources.with_copyleft)],
        "modelCreators": creators,
        "sha256": {name: _sha256(out / name) for name in ("meshes.json", "tex.bin")},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
    print("meshes", dict(Counter(entry["cls"] for entry in meshes.table)))
    print("textures", dict(Counter(entry["cls"] for entry in textures.entries)))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m fathom_training.assets",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("step", choices=["fetch", "pack"])
    parser.add_argument("--sources", type=Path, default=Path("work/sources"), help="folder of the unpacked packages")
    parser.add_argument("--out", type=Path, default=Path("work/pack"), help="folder of the pack")
    parser.add_argument("--posters", type=int, default=160, help="rendered pictures that hang in rooms")
    parser.add_argument(
        "--with-copyleft",
        action="store_true",
        help="use the GPL, CC BY-SA and Free Art sources too; without it only CC BY, CC0 and procedural ones",
    )
    arguments = parser.parse_args()
    if arguments.step == "fetch":
        fetch(arguments.sources, arguments.with_copyleft)
    else:
        pack(Unpacked(arguments.sources, arguments.with_copyleft), arguments.out, arguments.posters)


if __name__ == "__main__":
    main()
