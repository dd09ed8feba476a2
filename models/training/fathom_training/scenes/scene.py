"""A scene while it is composed: instances of meshes with their materials, lights, and where things stand."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.scenes.dice import Dice, hsv

Array = npt.NDArray[Any]

INSTANCE = np.dtype([("m", "f4", (3, 4)), ("tint", "f4", 4), ("mat", "f4", 4), ("ex", "f4", 4)])
"""Rows of the transform to world metres; tint and bump; layer, metres per repeat, emission, roughness; UV."""
INSTANCE_BYTES = INSTANCE.itemsize
MOST_LAMPS = 6
MESH_LAYERS = -2
"""The mesh's own textures."""
NO_TEXTURE = -1
# Where a pack was made without a source, another class of texture stands in for the one that only it has.
STAND_INS = {"tree": "leafa", "leaf": "ground", "roof": "wallx", "forest": "leafa"}


@dataclass(frozen=True)
class Material:
    """How a surface looks. Roughness below 0 is the mesh's own; `metres_per_repeat` above 0 projects the texture."""

    layer: int = NO_TEXTURE
    tint: Sequence[float] = (1, 1, 1)
    roughness: float = -1.0
    bump: float = 0.5
    metres_per_repeat: float = 0.0
    emission: float = 0.0
    uv: tuple[float, float, float, float] = (1, 1, 0, 0)
    """Scale and offset of texture coordinates."""

    def but(self, **changes: Any) -> "Material":
        """The same with some values changed."""
        return replace(self, **changes)


MESH_MATERIAL = Material(layer=MESH_LAYERS)
Viewpoint = tuple[tuple[float, float, float], float, float, float]
"""Position in metres, yaw in radians, pitch in degrees (up positive), horizontal field of view in degrees."""
DrawViewpoint = Callable[[Dice], Viewpoint | None]


class Scene:
    """Made by one of the composers, read by the renderer. Everything is in metres and linear light."""

    def __init__(self, kind: str, dice: Dice, pack: AssetPack) -> None:
        self.kind, self.dice, self.pack = kind, dice, pack
        self._rows: list[tuple[float, ...]] = []
        self._meshes: list[int] = []
        self._casts: list[bool] = []
        self.sun_direction: Sequence[float] = (0.3, 1, 0.2)
        self.sun_colour: Any = (1, 1, 1)
        self.ambient_up, self.ambient_down = np.array([0.3, 0.3, 0.32]), np.array([0.2, 0.19, 0.18])
        self.lamps: list[tuple[Sequence[float], Any]] = []
        """Position and colour of each point light."""
        self.shadow_centre: Sequence[float] = (0, 1, 0)
        self.shadow_radius = 8.0
        self.fog, self.fog_colour = 0.0, np.ones(3)
        self.occlusion_radius, self.occlusion_strength = 0.45, 1.0
        self.bump = dice.uniform(0, 0.5)
        self.reflections = float(dice.chance(0.6))
        self.grain = dice.uniform(0, 0.8) if dice.chance(0.8) else 0.0
        self.saturation = dice.uniform(0.45, 1.05)
        """Of its pictures."""
        self.sky_horizon: Any = (0.7, 0.8, 1)
        self.sky_zenith: Any = (0.2, 0.4, 0.9)
        self.cloud_colour: Any = (1, 1, 1)
        self.sky_parameters: tuple[float, float, float, float] = (-1, 0, 0, 0)
        """Panorama's layer or -1, amount of cloud, rotation, seed."""
        self.near = 0.05 if kind in ("indoor", "tabletop", "workshop") else 0.2
        self.far = 120.0
        self.farthest = 90.0
        """Depth beyond this counts as none."""
        self.least_depth_share = 0.3
        """A picture of whose pixels fewer have depth is thrown away."""
        self.near_limit = 0.0
        """A picture with nearly half of its depth below this is thrown away; 0 for no limit."""
        self.solids: list[tuple[float, float, float, float, float, float]] = []
        """What a camera must not be in: x0, x1, y0, y1, z0, z1."""
        self.footprints: list[tuple[float, float, float, float]] = []
        """What stands on the floor: x0, x1, z0, z1."""
        self.fields_of_view = (38.0, 102.0)
        """Narrowest and widest, horizontal, in degrees: a viewpoint's is held to them."""
        self.draw_viewpoint: DrawViewpoint = lambda _: None

    def finish(self) -> "Scene":
        """Lays the instances out for the GPU."""
        count = len(self._rows)
        values = np.array(self._rows, "f4").reshape(count, 24)
        self.instances = np.zeros(count, INSTANCE)
        self.instances["m"] = values[:, :12].reshape(count, 3, 4)
        for name, first in (("tint", 12), ("mat", 16), ("ex", 20)):
            self.instances[name] = values[:, first : first + 4]
        self.meshes, self.casts_shadow = np.array(self._meshes, np.int64), np.array(self._casts, bool)
        self._solid_boxes = np.array(self.solids, float).reshape(-1, 6)
        return self

    def is_blocked(self, x: float, y: float, z: float, margin: float) -> bool:
        """Whether a point is within `margin` of something solid. Only once finished."""
        box = self._solid_boxes
        inside_x = (x > box[:, 0] - margin) & (x < box[:, 1] + margin)
        inside_y = (y > box[:, 2] - margin) & (y < box[:, 3] + margin)
        inside_z = (z > box[:, 4] - margin) & (z < box[:, 5] + margin)
        return bool((inside_x & inside_y & inside_z).any())

    def is_free(self, x0: float, x1: float, z0: float, z1: float, gap: float = 0.03) -> bool:
        """Whether nothing stands on that part of the floor."""
        return not any(
            x0 < taken[1] + gap and x1 > taken[0] - gap and z0 < taken[3] + gap and z1 > taken[2] - gap
            for taken in self.footprints
        )

    # Placing meshes

    def add(
        self,
        mesh: int,
        linear: Sequence[Sequence[float]] | Array,
        position: Sequence[float],
        material: Material,
        casts: bool = True,
    ) -> None:
        """An instance of a mesh: a 3 x 3 matrix to world axes, then a shift."""
        (a, b, c), (d, e, f), (g, h, i) = linear
        x, y, z = position
        transform = (a, b, c, x, d, e, f, y, g, h, i, z)
        red, green, blue = material.tint
        surface = (material.layer, material.metres_per_repeat, material.emission, material.roughness)
        self._rows.append((*transform, red, green, blue, material.bump, *surface, *material.uv))
        self._meshes.append(mesh)
        self._casts.append(casts)

    def put(
        self,
        mesh: int,
        position: Sequence[float],
        yaw: float,
        size: Sequence[float],
        material: Material = MESH_MATERIAL,
        casts: bool = True,
    ) -> None:
        """A mesh scaled, turned about y, and shifted."""
        cosine, sine = math.cos(yaw), math.sin(yaw)
        sx, sy, sz = size
        linear = ((cosine * sx, 0, sine * sz), (0, sy, 0), (-sine * sx, 0, cosine * sz))
        self.add(mesh, linear, position, material, casts)

    def shape(
        self,
        name: str,
        x: float,
        y: float,
        z: float,
        sx: float,
        sy: float,
        sz: float,
        yaw: float = 0.0,
        material: Material | None = None,
        casts: bool = True,
    ) -> None:
        """A primitive about its centre."""
        self.put(self.pack.primitive[name], (x, y, z), yaw, (sx, sy, sz), material or Material(), casts)

    def box(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        z: tuple[float, float],
        material: Material,
        casts: bool = True,
    ) -> None:
        """A box by its bounds."""
        centre = (x[0] + x[1]) / 2, (y[0] + y[1]) / 2, (z[0] + z[1]) / 2
        self.shape("box", *centre, x[1] - x[0], y[1] - y[0], z[1] - z[0], material=material, casts=casts)

    def tilted(
        self,
        name: str,
        position: Sequence[float],
        size: Sequence[float],
        angles: tuple[float, float, float],
        material: Material,
    ) -> None:
        """A primitive turned about z, then x, then y; angles are given as about x, y, z in radians."""
        (cx, cy, cz), (sx, sy, sz) = np.cos(angles), np.sin(angles)
        about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
        about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
        self.add(self.pack.primitive[name], about_y @ about_x @ about_z * np.array(size), position, material)

    def rod(self, start: Sequence[float], end: Sequence[float], width: float, material: Material) -> None:
        """A round bar between two points."""
        along = np.subtract(end, start).astype(float)
        aside = np.cross(along, (1, 0, 0) if abs(along[0]) < abs(along[1]) + abs(along[2]) else (0, 1, 0))
        aside = aside * (width / max(float(np.linalg.norm(aside)), 1e-9))
        other = np.cross(aside, along) / max(float(np.linalg.norm(along)), 1e-9)
        middle = (np.add(start, end) / 2).tolist()
        self.add(self.pack.primitive["tube"], np.stack([aside, along, other], 1), middle, material)

    def asset(
        self,
        index: int,
        x: float,
        z: float,
        yaw: float = 0.0,
        y: float | None = None,
        material: Material | None = None,
        solid: bool = True,
        on_floor: bool = True,
    ) -> None:
        """A packed model, now and then a little larger, smaller or differently tinted than in its catalogue."""
        entry = self.pack.table[index]
        scale = self.dice.uniform(0.93, 1.07) if self.dice.chance(0.6) else 1.0
        if y is None:
            y = entry.get("el", 0) if entry["cls"] == "wallitem" else 0
        if material is None:
            tinted = self.dice.chance(0.3)
            material = MESH_MATERIAL.but(tint=self.dice.jittered_tint(0.25, 0.35, 1.3)) if tinted else MESH_MATERIAL
        self.put(index, (x, y, z), yaw, (scale, scale, scale), material)
        width, depth, height = (np.array(entry["hi"]) - entry["lo"])[[0, 2, 1]] * scale
        half_x, half_z = half_extents(width, depth, yaw)
        if solid:
            self.solids.append((x - half_x, x + half_x, y, y + height, z - half_z, z + half_z))
        if on_floor:
            self.footprints.append((x - half_x, x + half_x, z - half_z, z + half_z))

    # Choosing materials and models

    def texture(self, *classes: str) -> int:
        """A texture of one of the classes."""
        wanted = classes[int(self.dice.rng.integers(len(classes)))]
        by_class = self.pack.textures_by_class
        return self.dice.pick(by_class.get(wanted) or by_class.get(STAND_INS.get(wanted, "")) or by_class["photo"])

    def material(self, *classes: str, metres: float = 0.0, flat: float = 0.0) -> Material:
        """A material of one of the classes, `metres` per repeat (0: any); `flat` is the chance of plain paint."""
        dice = self.dice
        if dice.chance(flat):
            tint = hsv(dice.fraction(), dice.uniform(0, 0.7) ** 1.5, dice.uniform(0.15, 0.95))
            return Material(tint=tint, roughness=dice.uniform(0.3, 1), bump=dice.uniform(0, 0.6))
        colour: Sequence[float] = (1.0, 1.0, 1.0)
        if dice.chance(0.35):
            brightness = dice.uniform(0.6, 1)
            colour = tuple(np.array(colour) * brightness * (1 + 0.12 * dice.rng.normal(size=3)))
        layer = self.texture(*classes)
        repeat = metres or dice.uniform(0.4, 2.2)
        roughness, bump = dice.uniform(0.25, 1), dice.uniform(0, 0.5)
        return Material(layer, colour, roughness, bump, repeat, uv=(1, 1, dice.fraction(), dice.fraction()))

    def any_material(self) -> Material:
        """Of anything that small things are made of."""
        repeat = self.dice.uniform(0.15, 1.2)
        return self.material("wood", "cloth", "wall", "floor", "photo", "label", "wallx", metres=repeat, flat=0.45)

    def models(
        self,
        *classes: str,
        categories: tuple[str, ...] | None = None,
        where: Callable[[dict[str, Any]], bool] | None = None,
    ) -> list[int]:
        """Packed models of the classes; a condition that leaves none is dropped."""
        found = [index for name in classes for index in self.pack.by_class.get(name, [])]
        if categories is not None:
            found = [index for index in found if self.pack.table[index].get("cat") in categories] or found
        if where is not None:
            found = [index for index in found if where(self.pack.table[index])] or found
        return found


def half_extents(width: float, depth: float, yaw: float) -> tuple[float, float]:
    """Half of the x and z extents of a rectangle turned about y."""
    cosine, sine = abs(math.cos(yaw)), abs(math.sin(yaw))
    return (width * cosine + depth * sine) / 2, (width * sine + depth * cosine) / 2


def offset(x: float, z: float, along: float, across: float, yaw: float) -> tuple[float, float]:
    """x and z of a point given along and across a thing at (x, z) that is turned by yaw."""
    cosine, sine = math.cos(yaw), math.sin(yaw)
    return x + along * cosine + across * sine, z - along * sine + across * cosine


def size_of(entry: dict[str, Any]) -> tuple[float, float, float]:
    """Width, depth and height of a packed model."""
    (x0, y0, z0), (x1, y1, z1) = entry["lo"], entry["hi"]
    return x1 - x0, z1 - z0, y1 - y0
