"""Meshes in quantised arrays, with a table of what each is."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fathom_training.renderer.asset_pack import Array

MOST_VERTICES = 65535
TRACK_STEPS = (512, 256, 128, 64, 32, 16, 8)
"""Steps a metre, finest first, of the grid on which chunks of a track lie."""
PART_NAMES = ("pos", "nrm", "uv", "lay", "col", "rgh", "idx")


@dataclass
class Triangles:
    """Unwelded triangles: everything [3 m, ...], three corners after another.

    positions in metres; unit normals; uv from the top; texture layers int16; colours uint8 RGB; roughness uint8.
    """

    positions: Array
    normals: Array
    uv: Array
    layers: Array
    colours: Array
    roughness: Array


class MeshPack:
    """Gathers meshes; the index of each is its number in the table."""

    def __init__(self) -> None:
        self._parts: dict[str, list[Array]] = {name: [] for name in PART_NAMES}
        self.table: list[dict[str, Any]] = []
        self._vertices = self._indices = 0

    def add(self, name: str, kind: str, triangles: Triangles, **described: Any) -> bool:
        """Welds, reorders and quantises a mesh. False where it is empty or has too many vertices."""
        positions = np.asarray(triangles.positions, np.float32)
        low, high = positions.min(0), positions.max(0)
        extent = np.maximum(high - low, 1e-6)
        if kind == "track":
            low, extent = _on_common_grid(low, high)
            high = low + extent
            described["top_y"] = float(positions[:, 1].max())
        vertices = {
            "pos": np.round((positions - low) / extent * 65535).astype(np.uint16),
            "nrm": np.clip(np.round(triangles.normals * 127), -127, 127).astype(np.int8),
            "uv": np.asarray(triangles.uv, np.float32).astype(np.float16),
            "lay": np.asarray(triangles.layers, np.int16),
            "col": triangles.colours,
            "rgh": triangles.roughness,
        }
        kept, faces = _weld(vertices)
        if not 3 <= len(kept) <= MOST_VERTICES or len(faces) == 0:
            print(f"{name}: left out, with {len(kept)} vertices and {len(faces)} triangles")
            return False
        for part, values in vertices.items():
            self._parts[part].append(values[kept])
        self._parts["idx"].append(faces.astype(np.uint16).ravel())
        entry = {"vo": self._vertices, "nv": len(kept), "io": self._indices, "ni": faces.size}
        self.table.append({"name": name, "cls": kind, "lo": low.tolist(), "hi": high.tolist(), **entry, **described})
        self._vertices += len(kept)
        self._indices += faces.size
        return True

    def save(self, folder: Path) -> None:
        """Writes meshes.npz and meshes.json."""
        arrays = {name: np.concatenate(parts) for name, parts in self._parts.items()}
        np.savez_compressed(folder / "meshes.npz", **arrays)  # type: ignore[arg-type]
        (folder / "meshes.json").write_text(json.dumps(self.table))


def _on_common_grid(low: Array, high: Array) -> tuple[Array, Array]:
    """Bounds on one grid for all chunks of a track, so that neighbours meet without cracks."""
    low = np.floor(low * 512) / 512
    extent = [next(65535 / step for step in TRACK_STEPS if 65535 / step >= size + 1 / step) for size in high - low]
    return low, np.array(extent)


def _weld(vertices: dict[str, Array]) -> tuple[Array, Array]:
    """Equal vertices become one; they are ordered by first use. Returns which to keep [n], and faces [m, 3]."""
    count = len(vertices["pos"])
    columns = [np.ascontiguousarray(values).reshape(count, -1).view(np.uint8) for values in vertices.values()]
    keys = np.ascontiguousarray(np.concatenate([column.reshape(count, -1) for column in columns], 1))
    rows = keys.view([("", keys.dtype, keys.shape[1])]).ravel()
    _, first, inverse = np.unique(rows, return_index=True, return_inverse=True)
    faces = inverse.reshape(-1, 3)
    faces = faces[(faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])]
    used, first_use = np.unique(faces.ravel(), return_index=True)
    order = used[np.argsort(first_use)]
    renumbered = np.full(len(first), -1)
    renumbered[order] = np.arange(len(order))
    return first[order], renumbered[faces]


def face_normals(corners: Array) -> Array:
    """Of triangles [m, 3, 3]: [m, 3], as long as twice their area."""
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])


def crease_normals(corners: Array, smallest_cosine: float = 0.6) -> Array:
    """Of triangles [m, 3, 3]: smooth normals [m, 3, 3] over welded corners, flat where those differ a lot."""
    flat = face_normals(corners)
    points = corners.reshape(-1, 3)
    keys = np.round(points / max(float(np.ptp(points, axis=0).max()), 1e-6) * 20000).astype(np.int64)
    _, inverse = np.unique(keys, axis=0, return_inverse=True)
    inverse = inverse.reshape(-1, 3)
    smooth = np.zeros((int(inverse.max()) + 1, 3))
    for corner in range(3):
        np.add.at(smooth, inverse[:, corner], flat)
    smooth /= np.maximum(np.linalg.norm(smooth, axis=1, keepdims=True), 1e-12)
    unit = flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12)
    at_corners = smooth[inverse]
    cosine = (at_corners * unit[:, None]).sum(-1, keepdims=True)
    return np.where(cosine > smallest_cosine, at_corners, unit[:, None])
