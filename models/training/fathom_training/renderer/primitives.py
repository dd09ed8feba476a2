"""Unit meshes made of formulas: boxes, turned shapes, foliage, terrain, a figure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

FOLIAGE_SEED = 3
CLUMPS = 3
TERRAINS = 6
QUAD_POSITIONS = np.array([(-0.5, -0.5, 0), (0.5, -0.5, 0), (0.5, 0.5, 0), (-0.5, 0.5, 0)])
QUAD_UV = np.array([(0, 1), (1, 1), (1, 0), (0, 0)])
QUAD_FACES = np.array([(0, 1, 2), (0, 2, 3)])


@dataclass
class Mesh:
    """Positions [n, 3] in metres, y up; unit normals [n, 3]; texture coordinates [n, 2]; triangles [m, 3]."""

    positions: Array
    normals: Array
    uv: Array
    faces: Array


@dataclass
class _MeshBuilder:
    positions: list[Any] = field(default_factory=list)
    normals: list[Any] = field(default_factory=list)
    uv: list[Any] = field(default_factory=list)
    faces: list[Any] = field(default_factory=list)

    def vertex(self, position: Any, normal: Any, uv: Any) -> None:
        self.positions.append(position)
        self.normals.append(normal)
        self.uv.append(uv)

    def fan(self, first: int, corners: int) -> None:
        self.faces += [(first, first + k, first + k + 1) for k in range(1, corners - 1)]

    def mesh(self) -> Mesh:
        return Mesh(*(np.array(part) for part in (self.positions, self.normals, self.uv, self.faces)))


def primitives() -> dict[str, Mesh]:
    """Every primitive by name, of about unit size about the origin (a person stands on y = 0 and is 1 tall)."""
    quarter = np.linspace(0, np.pi / 2, 8)
    half = np.linspace(-np.pi / 2, np.pi / 2, 11)
    meshes = {
        "box": _box(),
        "cyl": _turned([(0, -0.5), (0.5, -0.5), (0.5, 0.5), (0, 0.5)], 20, smooth=False, repeats=(1, 1)),
        "tube": _turned([(0.5, -0.5), (0.5, 0.5)], 14, smooth=False),
        "cone": _turned([(0.5, -0.5), (0, 0.5)], 16, smooth=False),
        "sphere": _turned(np.stack([0.5 * np.cos(half), 0.5 * np.sin(half)], 1), 18),
        "vase": _turned(
            [
                (0.0, -0.5),
                (0.28, -0.5),
                (0.42, -0.3),
                (0.5, -0.05),
                (0.4, 0.2),
                (0.2, 0.35),
                (0.22, 0.45),
                (0.28, 0.5),
                (0.24, 0.49),
                (0.16, 0.3),
            ],
            18,
        ),
        "bowl": _turned(
            [(0, -0.5), (0.25, -0.5), (0.42, -0.1), (0.5, 0.5), (0.47, 0.5), (0.38, -0.08), (0.2, -0.4), (0, -0.4)],
            20,
        ),
        "bottle": _turned(
            [
                (0, -0.5),
                (0.48, -0.5),
                (0.5, -0.45),
                (0.5, 0.1),
                (0.4, 0.22),
                (0.17, 0.3),
                (0.17, 0.45),
                (0.2, 0.47),
                (0.2, 0.5),
                (0, 0.5),
            ],
            16,
        ),
        "mug": _turned([(0, -0.5), (0.46, -0.5), (0.5, -0.46), (0.5, 0.5), (0.45, 0.5), (0.44, -0.4), (0, -0.42)], 20),
        "lampshade": _turned([(0.5, -0.5), (0.3, 0.5)], 20, smooth=False),
        "dome": _turned(np.stack([0.5 * np.cos(quarter), np.sin(quarter) - 0.5], 1), 18),
        "quad": Mesh(QUAD_POSITIONS, np.tile([0, 0, 1.0], (4, 1)), QUAD_UV, QUAD_FACES),
        "cross": _crossed_boards(),
    }
    # One stream for foliage and terrain, so that their order here is part of what they look like.
    rng = np.random.RandomState(FOLIAGE_SEED)
    meshes.update({f"clump{variant}": _leaf_clump(rng) for variant in range(CLUMPS)})
    meshes.update({f"terrain{variant}": _terrain(rng, 1.1 if variant < 3 else 0.9) for variant in range(TERRAINS)})
    meshes["roof"] = _prism(
        [(-0.5, -0.5, -0.5), (0.5, -0.5, -0.5), (0.5, -0.5, 0.5), (-0.5, -0.5, 0.5), (-0.5, 0.5, 0), (0.5, 0.5, 0)],
        triangle_uv=[(0, 1), (1, 1), (0.5, 0)],
    )
    meshes["wedge"] = _prism(
        [
            (-0.5, -0.5, -0.5),
            (0.5, -0.5, -0.5),
            (0.5, -0.5, 0.5),
            (-0.5, -0.5, 0.5),
            (-0.5, 0.5, -0.5),
            (0.5, 0.5, -0.5),
        ],
        triangle_uv=[(0, 1), (1, 1), (1, 0)],
    )
    meshes["person"] = _person(meshes["sphere"], meshes["tube"])
    meshes["ring"] = _ring(thickness=0.13, segments=20, sides=8)
    meshes["wheel"] = _wheel(_ring(thickness=0.035, segments=28, sides=6), meshes["tube"], spokes=9)
    return meshes


def _box() -> Mesh:
    builder = _MeshBuilder()
    for axis in range(3):
        for side in (-1, 1):
            normal = np.zeros(3)
            normal[axis] = side
            along_u, along_v = _face_axes(axis)
            first = len(builder.positions)
            for u, v in ((0, 0), (1, 0), (1, 1), (0, 1)):
                builder.vertex(normal * 0.5 + along_u * (u - 0.5) + along_v * (v - 0.5), normal, (u, 1 - v))
            builder.fan(first, 4)
    return builder.mesh()


def _face_axes(axis: int) -> tuple[Array, Array]:
    """u runs along z on the x faces and along x elsewhere; v runs up where the face is upright."""
    x, y, z = np.eye(3)
    return [(z, y), (x, z), (x, y)][axis]


def _turned(
    profile: Sequence[tuple[float, float]] | Array,
    segments: int,
    smooth: bool = True,
    repeats: tuple[float, float] = (2, 1),
) -> Mesh:
    """A profile of (radius, y) turned about the y axis; `repeats` is how often a texture goes around and along."""
    points = np.array(profile, float)
    angles = np.linspace(0, 2 * np.pi, segments + 1)
    builder = _MeshBuilder()
    tangents = np.gradient(points, axis=0) if smooth else None
    for ring in range(len(points) - 1):
        first = len(builder.positions)
        for end in (ring, ring + 1):
            tangent = tangents[end] if tangents is not None else points[ring + 1] - points[ring]
            outward = np.array([tangent[1], -tangent[0]])
            outward /= max(float(np.linalg.norm(outward)), 1e-9)
            v = (1 - end / (len(points) - 1)) * repeats[1]
            for i, angle in enumerate(angles):
                cosine, sine = np.cos(angle), np.sin(angle)
                builder.vertex(
                    (points[end, 0] * cosine, points[end, 1], points[end, 0] * sine),
                    (outward[0] * cosine, outward[1], outward[0] * sine),
                    (i / segments * repeats[0], v),
                )
        for i in range(segments):
            low, high = first + i, first + segments + 1 + i
            builder.faces += [(low, high, low + 1), (low + 1, high, high + 1)]
    return builder.mesh()


def _ring(thickness: float, segments: int, sides: int) -> Mesh:
    """A torus about the y axis of outer radius 0.5; `thickness` is the radius of its tube."""
    angles = np.linspace(-np.pi, np.pi, sides + 1)
    return _turned(np.stack([0.5 - thickness + thickness * np.cos(angles), thickness * np.sin(angles)], 1), segments)


def _wheel(rim: Mesh, tube: Mesh, spokes: int) -> Mesh:
    """A rim about the y axis, with thin spokes from side to side and a hub."""
    builder = _MeshBuilder()

    def attach(part: Mesh, size: tuple[float, ...], turn: Array) -> None:
        first = len(builder.positions)
        for position, normal, uv in zip(part.positions * np.array(size), part.normals, part.uv, strict=True):
            builder.vertex(turn @ position, turn @ normal, uv)
        builder.faces.extend((part.faces + first).tolist())

    attach(rim, (1, 1, 1), np.eye(3))
    attach(tube, (0.12, 0.14, 0.12), np.eye(3))
    for spoke in range(spokes):
        cosine, sine = np.cos(spoke * np.pi / spokes), np.sin(spoke * np.pi / spokes)
        along_spoke = np.array([[0, cosine, -sine], [1, 0, 0], [0, sine, cosine]])
        attach(tube, (0.012, 0.95, 0.012), along_spoke)
    return builder.mesh()


def _crossed_boards() -> Mesh:
    """Three upright boards through one axis, lit as a round crown."""
    builder = _MeshBuilder()
    for board in range(3):
        cosine, sine = np.cos(board * np.pi / 3), np.sin(board * np.pi / 3)
        first = len(builder.positions)
        for (x, y, _), uv in zip(QUAD_POSITIONS, QUAD_UV, strict=True):
            normal = np.array([x * cosine * 1.5, 0.6 + y, x * sine * 1.5])
            builder.vertex((x * cosine, y, x * sine), normal / np.linalg.norm(normal), uv)
        builder.fan(first, 4)
    return builder.mesh()


def _leaf_clump(rng: np.random.RandomState, quads: int = 26) -> Mesh:
    """Quads at random around a ball."""
    builder = _MeshBuilder()
    for _ in range(quads):
        direction = rng.normal(size=3)
        direction /= np.linalg.norm(direction)
        centre = direction * 0.5 * rng.uniform(0.35, 0.8)
        size = rng.uniform(0.35, 0.6)
        axes, _ = np.linalg.qr(rng.normal(size=(3, 3)))
        first = len(builder.positions)
        for (x, y, _), uv in zip(QUAD_POSITIONS, QUAD_UV, strict=True):
            position = centre + axes[0] * x * size + axes[1] * y * size
            normal = position / max(float(np.linalg.norm(position)), 1e-6) * 0.8 + np.array([0, 0.3, 0])
            builder.vertex(position, normal / np.linalg.norm(normal), uv)
        builder.fan(first, 4)
    return builder.mesh()


def _terrain(rng: np.random.RandomState, roughness: float, cells: int = 40) -> Mesh:
    """A unit square of hills, heights -0.5 to 0.5, from five octaves of warped sines."""
    grid = np.linspace(-0.5, 0.5, cells + 1)
    x, z = np.meshgrid(grid, grid, indexing="ij")
    height = np.zeros_like(x)
    for octave in range(5):
        frequency = 2**octave * 2.2
        amplitude = 0.5**octave * roughness
        phase = rng.uniform(0, 6.28, 4)
        along_x = np.sin(x * frequency * 3 + phase[0] + 1.3 * np.sin(z * frequency * 1.7 + phase[1]))
        along_z = np.sin(z * frequency * 3 + phase[2] + 1.3 * np.sin(x * frequency * 1.9 + phase[3]))
        height += amplitude * along_x * along_z
    height = height / np.abs(height).max() * 0.5
    slope_x, slope_z = np.gradient(height, grid, grid)
    normals = np.stack([-slope_x, np.ones_like(slope_x), -slope_z], -1).reshape(-1, 3)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    corner = (np.arange(cells)[:, None] * (cells + 1) + np.arange(cells)[None]).ravel()
    across = corner + cells + 2
    faces = np.concatenate([np.stack([corner, corner + 1, across], 1), np.stack([corner, across, across - 1], 1)])
    return Mesh(np.stack([x, height, z], -1).reshape(-1, 3), normals, np.stack([x, z], -1).reshape(-1, 2), faces)


def _prism(corners: Sequence[tuple[float, float, float]], triangle_uv: Sequence[tuple[float, float]]) -> Mesh:
    """Two sloped or upright quads over a base and the triangles at their ends; the base itself is left open."""
    builder = _MeshBuilder()
    for face in ((3, 2, 5, 4), (1, 0, 4, 5), (0, 3, 4), (2, 1, 5)):
        points = np.array([corners[corner] for corner in face])
        normal = np.cross(points[1] - points[0], points[2] - points[0])
        normal /= np.linalg.norm(normal)
        uv = [(0, 1), (1, 1), (1, 0), (0, 0)] if len(face) == 4 else triangle_uv
        first = len(builder.positions)
        for point, coordinates in zip(points, uv, strict=True):
            builder.vertex(point, normal, coordinates)
        builder.fan(first, len(face))
    return builder.mesh()


def _person(sphere: Mesh, tube: Mesh) -> Mesh:
    """A figure of ellipsoids and tubes. Its parts take their colours from different corners of one texture."""
    builder = _MeshBuilder()

    def attach(part: Mesh, size: tuple[float, ...], centre: tuple[float, ...], corner: tuple[float, float]) -> None:
        first = len(builder.positions)
        scale = np.array(size)
        for position, normal, uv in zip(part.positions, part.normals, part.uv, strict=True):
            scaled = normal / scale
            builder.vertex(
                position * scale + centre,
                scaled / max(float(np.linalg.norm(scaled)), 1e-9),
                (uv[0] * 0.2 + corner[0], uv[1] * 0.2 + corner[1]),
            )
        builder.faces.extend((part.faces + first).tolist())

    skin = (0.0, 0.0)
    attach(sphere, (0.12, 0.15, 0.13), (0, 0.92, 0), skin)
    attach(sphere, (0.24, 0.32, 0.15), (0, 0.70, 0), (0.3, 0.3))
    attach(sphere, (0.21, 0.22, 0.15), (0, 0.53, 0), (0.3, 0.5))
    for side in (-1, 1):
        attach(tube, (0.1, 0.48, 0.11), (side * 0.055, 0.25, 0), (0.6, 0.6))
        attach(sphere, (0.1, 0.06, 0.19), (side * 0.055, 0.03, 0.04), (0.1, 0.8))
        attach(tube, (0.065, 0.36, 0.07), (side * 0.145, 0.62, 0), (0.3, 0.3))
        attach(sphere, (0.06, 0.09, 0.06), (side * 0.145, 0.42, 0), skin)
    return builder.mesh()
