"""Reads what fathom_training.assets packed, adds the primitives, and lays both out for the GPU."""

import io
import json
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from fathom_training.renderer.primitives import Mesh, primitives

Array = npt.NDArray[Any]

PACKED_TEXTURE_PX = 256
NO_LAYER = -1
VERTEX = np.dtype([("p", "f4", 3), ("n", "u1", 4), ("u", "f2", 2), ("c", "u1", 4), ("l", "f4")])
"""Position in metres; normal as 127 + 127 n; texture coordinates; colour and roughness; texture layer or -1."""


class AssetPack:
    """Meshes, textures and road points of a pack folder.

    `table` describes each mesh (name, class, bounds in metres); `low`, `high` [n, 3] are the bounds; `commands` [n, 5]
    the indirect draw of each; `by_class` and `textures_by_class` give indices by class name; `roads` the points [k, 3]
    of each track's road, in metres.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        if not (self.folder / "meshes.npz").exists():
            raise FileNotFoundError(
                f"{self.folder}: holds no asset pack. "
                f"Make one: python -m fathom_training.assets pack --out {self.folder}"
            )
        self.table: list[dict[str, Any]] = json.loads((self.folder / "meshes.json").read_text())
        self.textures: list[dict[str, Any]] = json.loads((self.folder / "tex.json").read_text())
        roads = self.folder / "tracks.npz"
        self.roads: dict[str, Array] = dict(np.load(roads)) if roads.exists() else {}
        self.primitive: dict[str, int] = {}
        self._lay_out_vertices(dict(np.load(self.folder / "meshes.npz")), primitives())
        self.low = np.array([entry["lo"] for entry in self.table], "f4")
        self.high = np.array([entry["hi"] for entry in self.table], "f4")
        self.commands = np.array([[entry["ni"], 1, entry["io"], entry["vo"], 0] for entry in self.table], "u4")
        self.by_class = _indices_by_class(self.table)
        self.textures_by_class = _indices_by_class(self.textures)
        self.texture_mean = np.array([texture["mean"] for texture in self.textures], "f4")

    def _lay_out_vertices(self, packed: dict[str, Array], shapes: dict[str, Mesh]) -> None:
        positions = [_dequantised(packed["pos"], self.table)]
        normals, uvs = [np.pad(packed["nrm"], ((0, 0), (0, 1)))], [packed["uv"]]
        colours = [np.concatenate([packed["col"], packed["rgh"][:, None]], 1)]
        layers, indices = [packed["lay"]], [packed["idx"].astype("u4")]
        vertices, index_count = len(packed["pos"]), len(packed["idx"])
        for name, mesh in shapes.items():
            count = len(mesh.positions)
            self.primitive[name] = len(self.table)
            low, high = mesh.positions.min(0).tolist(), mesh.positions.max(0).tolist()
            entry = {"vo": vertices, "nv": count, "io": index_count, "ni": mesh.faces.size}
            self.table.append({"name": name, "cls": "prim", "lo": low, "hi": high, **entry})
            positions.append(mesh.positions.astype("f4"))
            normals.append(np.pad(np.round(mesh.normals * 127).astype("i1"), ((0, 0), (0, 1))))
            uvs.append(mesh.uv.astype("f2"))
            layers.append(np.full(count, NO_LAYER, "i2"))
            colours.append(np.tile(np.array([255, 255, 255, 200], "u1"), (count, 1)))
            indices.append(mesh.faces.astype("u4").ravel())
            vertices += count
            index_count += mesh.faces.size
        self.vertices = np.zeros(vertices, VERTEX)
        self.vertices["p"] = np.concatenate(positions)
        self.vertices["n"] = (np.concatenate(normals).astype("i2") + 127).astype("u1")
        self.vertices["u"] = np.concatenate(uvs)
        self.vertices["c"] = np.concatenate(colours)
        self.vertices["l"] = np.concatenate(layers)
        self.indices = np.concatenate(indices)

    def load_textures(self, side_px: int = PACKED_TEXTURE_PX) -> Array:
        """Every texture as RGBA, uint8 [n, side, side, 4]; decoded once and kept beside the pack."""
        packed = self.folder / "tex.bin"
        cache = self.folder / f"textures.{side_px}.{packed.stat().st_size}.{len(self.textures)}.npy"
        if cache.exists():
            return np.load(cache, mmap_mode="r")
        decoded = self._decode_textures(packed.read_bytes(), side_px)
        partial = cache.with_suffix(f".{os.getpid()}.npy")
        np.save(partial, decoded)
        os.replace(partial, cache)
        return decoded

    def _decode_textures(self, raw: bytes, side_px: int) -> Array:
        decoded = np.full((len(self.textures), side_px, side_px, 4), 255, "u1")
        offset = 0
        for index, texture in enumerate(self.textures):
            picture = Image.open(io.BytesIO(raw[offset : offset + texture["nj"]]))
            offset += texture["nj"]
            if picture.size != (side_px, side_px):
                picture = picture.resize((side_px, side_px))  # type: ignore[assignment]
            decoded[index, ..., :3] = np.asarray(picture.convert("RGB"))
            if texture["na"]:
                alpha = np.frombuffer(zlib.decompress(raw[offset : offset + texture["na"]]), "u1")
                offset += texture["na"]
                alpha = alpha.reshape(PACKED_TEXTURE_PX, PACKED_TEXTURE_PX)
                if side_px != PACKED_TEXTURE_PX:
                    alpha = np.asarray(Image.fromarray(alpha).resize((side_px, side_px)))
                decoded[index, ..., 3] = alpha
        return decoded


def _dequantised(quantised: Array, table: list[dict[str, Any]]) -> Array:
    """uint16 [n, 3] within each mesh's bounds -> metres."""
    positions = np.empty((len(quantised), 3), "f4")
    for entry in table:
        part = slice(entry["vo"], entry["vo"] + entry["nv"])
        low, high = np.array(entry["lo"]), np.array(entry["hi"])
        positions[part] = quantised[part] / 65535.0 * np.maximum(high - low, 1e-6) + low
    return positions


def _indices_by_class(entries: list[dict[str, Any]]) -> dict[str, list[int]]:
    by_class: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        by_class.setdefault(entry["cls"], []).append(index)
    return by_class
