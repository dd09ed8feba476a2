"""Reads Wavefront OBJ and MTL files."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from fathom_training.renderer.asset_pack import Array


@dataclass
class ObjMaterial:
    """Diffuse and specular colour, shininess, opacity, and the name of its texture's file."""

    diffuse: tuple[float, ...] = (0.8, 0.8, 0.8)
    specular: tuple[float, ...] = (0, 0, 0)
    shininess: float = 10.0
    opacity: float = 1.0
    texture: str | None = None


@dataclass
class ObjModel:
    """Positions [n, 3], texture coordinates [k, 2], normals [l, 3]; triangles [m, 3 corners, 3 indices] by material.

    Indices count from 1; 0 is none, and negative ones count from the end.
    """

    positions: Array
    uv: Array
    normals: Array
    materials: dict[str, ObjMaterial]
    faces: dict[str | None, Array] = field(default_factory=dict)


def read_obj(path: Path) -> ObjModel:
    """Reads a model with its materials. Polygons become fans of triangles."""
    positions: list[list[str]] = []
    uv: list[list[str]] = []
    normals: list[list[str]] = []
    materials: dict[str, ObjMaterial] = {}
    faces: dict[str | None, list[tuple[tuple[int, int, int], ...]]] = {}
    current: str | None = None
    for line in path.read_text(errors="replace").split("\n"):
        if line.startswith("v "):
            positions.append(line[2:].split()[:3])
        elif line.startswith("vt "):
            uv.append(line[3:].split()[:2])
        elif line.startswith("vn "):
            normals.append(line[3:].split()[:3])
        elif line.startswith("f "):
            corners = [_corner(text) for text in line.split()[1:]]
            fan = faces.setdefault(current, [])
            fan += [(corners[0], corners[i], corners[i + 1]) for i in range(1, len(corners) - 1)]
        elif line.startswith("usemtl"):
            current = line.split(None, 1)[1].strip() if len(line.split()) > 1 else None
        elif line.startswith("mtllib"):
            materials.update(_read_materials(path.parent / line.split(None, 1)[1].strip()))
    by_material = {name: np.array(fan, np.int64) for name, fan in faces.items()}
    return ObjModel(_array(positions, 3), _array(uv, 2), _array(normals, 3), materials, by_material)


def _corner(text: str) -> tuple[int, int, int]:
    position, uv, normal = (*text.split("/"), "", "")[:3]
    return int(position), int(uv or 0), int(normal or 0)


def _array(rows: list[list[str]], columns: int) -> Array:
    return np.array(rows, np.float64).reshape(-1, columns) if rows else np.zeros((0, columns))


def _read_materials(path: Path) -> dict[str, ObjMaterial]:
    materials: dict[str, ObjMaterial] = {}
    if not path.exists():
        return materials
    current = None
    for line in path.read_text(errors="replace").split("\n"):
        words = line.split()
        if not words:
            continue
        if words[0] == "newmtl":
            current = materials.setdefault(" ".join(words[1:]), ObjMaterial())
        elif current is None:
            continue
        elif words[0] == "Kd":
            current.diffuse = _colour(words) or current.diffuse
        elif words[0] == "Ks":
            current.specular = _colour(words) or current.specular
        elif words[0] == "Ns":
            current.shininess = float(words[1])
        elif words[0] == "d":
            current.opacity = float(words[-1])
        elif words[0] == "map_Kd":
            current.texture = line.split(None, 1)[1].strip()
    return materials


def _colour(words: list[str]) -> tuple[float, ...] | None:
    """None where the file gives something else than numbers."""
    try:
        return tuple(float(word) for word in words[1:4])
    except ValueError:
        return None
