"""What several tests need: software GL, a small asset pack, the shipped model."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from fathom_training.assets.mesh_pack import MeshPack, Triangles
from fathom_training.assets.noise import picture
from fathom_training.assets.texture_pack import TexturePack
from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.renderer.renderer import Renderer

torch.set_num_threads(2)

WIDTH, HEIGHT = 128, 96


@pytest.fixture(scope="session")
def shipped() -> Path:
    return Path(__file__).resolve().parents[2] / "fathom-s.onnx"


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> AssetPack:
    """One grey texture and one triangle: primitives are all that a test scene is made of."""
    folder = tmp_path_factory.mktemp("pack")
    textures, meshes = TexturePack(), MeshPack()
    textures.add(picture(np.full((8, 8, 3), 128.0)), "photo")
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], float)
    normals, uv = np.tile([0.0, 0, 1], (3, 1)), np.zeros((3, 2))
    layers, colours, rough = np.zeros(3, np.int16), np.full((3, 3), 255, np.uint8), np.full(3, 200, np.uint8)
    assert meshes.add("triangle", "misc", Triangles(corners, normals, uv, layers, colours, rough))
    textures.save(folder)
    meshes.save(folder)
    (folder / "manifest.json").write_text(json.dumps({"sha256": {}, "copyleft": False}))
    return AssetPack(folder)


@pytest.fixture(scope="session")
def renderer(pack: AssetPack) -> Iterator[Renderer]:
    try:
        made = Renderer(pack, WIDTH, HEIGHT, views=2, texture_px=64, shadow_px=256)
    except Exception as error:
        # moderngl raises a bare Exception where a library or a driver is missing.
        pytest.skip(f"no OpenGL 4.3 through EGL on this machine, so nothing can be rendered: {error}")
    yield made
    made.release()
