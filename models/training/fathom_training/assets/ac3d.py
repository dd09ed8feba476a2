"""Reads AC3D models, as TORCS keeps its tracks and cars."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from fathom_training.renderer.asset_pack import Array

TRIANGLES, STRIP = 0, 4
"""Kinds of surface; others are lines."""


@dataclass
class AcPart:
    """One object: corners [m, 3, 3] in metres, y up; texture coordinates [m, 3, 2]; its path and texture's name."""

    path: str
    texture: str | None
    corners: Array
    uv: Array


@dataclass
class _Object:
    path: str = ""
    texture: str | None = None
    shift: Array = field(default_factory=lambda: np.zeros(3))
    rotation: Array = field(default_factory=lambda: np.eye(3))
    vertices: list[list[float]] = field(default_factory=list)
    triangles: list[list[int]] = field(default_factory=list)
    uv: list[list[tuple[float, float]]] = field(default_factory=list)
    surface: int = TRIANGLES


def read_ac(path: Path) -> list[AcPart]:
    """All objects of a file, in world coordinates."""
    return _Reader(path.read_text(errors="replace").split("\n")).read()


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines, self._next = lines, 0
        self._parts: list[AcPart] = []

    def read(self) -> list[AcPart]:
        while self._next < len(self._lines):
            words = self._words()
            if words and words[0] == "OBJECT":
                self._read_object(np.zeros(3), np.eye(3), "")
        return self._parts

    def _words(self) -> list[str]:
        self._next += 1
        return self._lines[self._next - 1].split()

    def _read_object(self, parent_shift: Array, parent_rotation: Array, parent_path: str) -> None:
        item = _Object()
        name = ""
        while self._next < len(self._lines):
            words = self._words()
            match words:
                case ["name", *rest]:
                    name = " ".join(rest).strip('"')
                case ["texture", texture, *_] if item.texture is None:
                    item.texture = texture.strip('"')
                case ["loc", *rest]:
                    item.shift = np.array([float(word) for word in rest[:3]])
                case ["rot", *rest]:
                    item.rotation = np.array([float(word) for word in rest[:9]]).reshape(3, 3).T
                case ["data", *_]:
                    self._next += 1
                case ["numvert", count, *_]:
                    item.vertices = [[float(word) for word in self._words()[:3]] for _ in range(int(count))]
                case ["SURF", flags, *_]:
                    item.surface = int(flags, 16) & 15
                case ["refs", count, *_]:
                    self._read_surface(item, int(count))
                case ["kids", count, *_]:
                    rotation = parent_rotation @ item.rotation
                    shift = parent_shift + parent_rotation @ item.shift
                    item.path = f"{parent_path}/{name}"
                    self._finish(item, shift, rotation)
                    for _ in range(int(count)):
                        self._read_object(shift, rotation, item.path)
                    return

    def _read_surface(self, item: _Object, count: int) -> None:
        corners = []
        for _ in range(count):
            index, u, v = self._words()[:3]
            corners.append((int(index), (float(u), float(v))))
        for a, b, c in _triangulated(item.surface, count):
            item.triangles.append([corners[a][0], corners[b][0], corners[c][0]])
            item.uv.append([corners[a][1], corners[b][1], corners[c][1]])

    def _finish(self, item: _Object, shift: Array, rotation: Array) -> None:
        if item.triangles:
            corners = np.array(item.vertices)[np.array(item.triangles)] @ rotation.T + shift
            self._parts.append(AcPart(item.path, item.texture, corners, np.array(item.uv)))


def _triangulated(surface: int, count: int) -> list[tuple[int, int, int]]:
    if surface == TRIANGLES:
        return [(0, i, i + 1) for i in range(1, count - 1)]
    if surface == STRIP:
        return [(i, i + 1, i + 2) if i % 2 == 0 else (i + 1, i, i + 2) for i in range(count - 2)]
    return []
