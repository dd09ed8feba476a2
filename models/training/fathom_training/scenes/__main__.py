"""Composes scenes, without drawing them, and tells what is in each.

python -m fathom_training.scenes --pack work/pack --kind indoor --count 3
"""

import argparse
from pathlib import Path

import numpy as np

from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.scenes.compose import KINDS, compose_scene


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m fathom_training.scenes",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pack", type=Path, default=Path("work/pack"))
    parser.add_argument("--kind", choices=list(KINDS), help="of scene; any without")
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    pack = AssetPack(arguments.pack)
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        scene = compose_scene(np.random.default_rng(seed), arguments.kind, pack)
        triangles = int(pack.commands[scene.meshes, 0].sum()) // 3
        print(
            f"seed {seed}: {scene.kind}, {len(scene.meshes)} instances, {triangles} triangles, {len(scene.lamps)} lamps"
        )


if __name__ == "__main__":
    main()
