"""Four walls with windows, doors and openings, a floor and a ceiling, centred on the origin."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fathom_training.scenes.dice import hsv
from fathom_training.scenes.scene import Array, Material, Scene, half_extents, size_of

WALL_THICKNESS = 0.15
FLOOR_MARGIN = 6.0
MOST_OPENINGS = 4


@dataclass(frozen=True)
class Wall:
    """A wall seen from inside: u runs along it from its origin, `inward` points into the room."""

    origin: tuple[float, float]
    along: tuple[float, float]
    inward: tuple[float, float]
    length: float
    yaw: float
    """Of furniture with its back to it."""

    def point(self, u: float, inward: float) -> tuple[float, float]:
        """x and z of a point u along the wall and so far from it."""
        (x, z), (ax, az), (nx, nz) = self.origin, self.along, self.inward
        return x + ax * u + nx * inward, z + az * u + nz * inward

    def bounds(self, u0: float, u1: float, inward0: float, inward1: float) -> tuple[float, float, float, float]:
        """x0, x1, z0, z1 of a rectangle along the wall."""
        (x0, z0), (x1, z1) = self.point(u0, inward0), self.point(u1, inward1)
        return min(x0, x1), max(x0, x1), min(z0, z1), max(z0, z1)


@dataclass(frozen=True)
class Opening:
    """A hole in a wall, between u0 and u1 along it and y0 and y1 above the floor."""

    u0: float
    u1: float
    y0: float
    y1: float
    kind: str

    @property
    def middle(self) -> float:
        """Along the wall."""
        return (self.u0 + self.u1) / 2


@dataclass
class Windows:
    """What is behind the windows: a picture that shines, or the world."""

    show_picture: bool
    layer: int
    emission: float


@dataclass
class Room:
    """A room and what its building found out."""

    scene: Scene
    width: float
    depth: float
    height: float
    windows: Windows
    ceiling_casts: bool
    sees_outside: bool = False
    floor_colour: Array = field(default_factory=lambda: np.ones(3))
    """Linear."""
    openings: list[tuple[int, Opening]] = field(default_factory=list)
    """With the index of their wall."""

    def wall(self, index: int) -> Wall:
        """One of the four."""
        w, d = self.width, self.depth
        return (
            Wall((-w / 2, -d / 2), (1, 0), (0, 1), w, 0.0),
            Wall((w / 2, d / 2), (-1, 0), (0, -1), w, math.pi),
            Wall((-w / 2, d / 2), (0, -1), (1, 0), d, math.pi / 2),
            Wall((w / 2, -d / 2), (0, 1), (-1, 0), d, -math.pi / 2),
        )[index]

    def is_wall_free(self, index: int, u0: float, u1: float, y0: float, y1: float) -> bool:
        """Whether no opening is in that part of a wall."""
        return not any(
            wall == index and u0 < hole.u1 + 0.05 and u1 > hole.u0 - 0.05 and y1 > hole.y0 and y0 < hole.y1
            for wall, hole in self.openings
        )

    def place_against_wall(self, model: int, tries: int = 6, y: float | None = None) -> "Placed | None":
        """A model with its back to a free part of some wall, or None where none was found."""
        scene, dice = self.scene, self.scene.dice
        width, depth, height = size_of(scene.pack.table[model])
        placed = self.find_place_at_wall(
            width, depth, height, spare=0.1, margin=0.02, gap=lambda: dice.uniform(0.01, 0.08), tries=tries
        )
        if placed:
            askew = dice.normal() * 0.02 if dice.chance(0.3) else 0
            scene.asset(model, placed.x, placed.z, placed.yaw + askew, y=y)
        return placed

    def find_place_at_wall(
        self,
        width: float,
        depth: float,
        height: float,
        *,
        spare: float,
        margin: float,
        gap: Callable[[], float],
        tries: int = 6,
    ) -> "Placed | None":
        """A free place for something of that size with its back to a wall, or None where none was found.

        The wall is longer by `spare` at least, its ends stay free by `margin`, and `gap` is left behind.
        """
        dice = self.scene.dice
        for _ in range(tries):
            index = dice.whole(0, 4)
            wall = self.wall(index)
            if width > wall.length - spare:
                continue
            u = dice.uniform(width / 2 + margin, wall.length - width / 2 - margin)
            if not self.is_wall_free(index, u - width / 2, u + width / 2, 0.0, height):
                continue
            x, z = wall.point(u, depth / 2 + gap())
            placed = Placed(x, z, wall.yaw, width, depth)
            half_x, half_z = placed.half_extents
            if self.scene.is_free(x - half_x, x + half_x, z - half_z, z + half_z):
                return placed
        return None


@dataclass(frozen=True)
class Placed:
    """Where something was put, and its size."""

    x: float
    z: float
    yaw: float
    width: float
    depth: float

    @property
    def half_extents(self) -> tuple[float, float]:
        """Along x and z."""
        return half_extents(self.width, self.depth, self.yaw)


def build_room(room: Room) -> None:
    """Adds the room's shell to its scene."""
    scene, dice = room.scene, room.scene.dice
    wall_materials = _draw_wall_materials(scene)
    floor = _draw_floor_material(scene)
    shade = np.ones(3) if floor.layer < 0 else scene.pack.texture_mean[floor.layer] / 255
    room.floor_colour = (np.array(floor.tint) * shade) ** 2.2
    if dice.chance(0.8):
        tint = hsv(dice.fraction(), dice.uniform(0, 0.1), dice.uniform(0.6, 1))
        ceiling = Material(tint=tint, roughness=1.0)
    else:
        ceiling = scene.material("wood", "wall", metres=dice.uniform(0.6, 1.5))
    half_x, half_z = room.width / 2 + FLOOR_MARGIN, room.depth / 2 + FLOOR_MARGIN
    x, z = (-half_x, half_x), (-half_z, half_z)
    scene.box(x, (-0.3, 0), z, floor)
    scene.box(x, (room.height, room.height + 0.2), z, ceiling, casts=room.ceiling_casts)
    has_skirting = dice.chance(0.6)
    trim, trim_height = Material(tint=dice.grey(0.2, 1)), dice.uniform(0.05, 0.15)
    for index in range(4):
        builder = _WallBuilder(room, index, wall_materials[index])
        builder.build()
        builder.finish(trim, trim_height if has_skirting else 0.0)


def limit_view(room: Room) -> None:
    """Shadows reach over the whole room, and depth counts as far as windows may show."""
    scene, width, depth, height = room.scene, room.width, room.depth, room.height
    scene.shadow_centre = (0, height / 2, 0)
    scene.shadow_radius = math.sqrt(width * width + depth * depth + height * height) / 2 + 0.6
    scene.far, scene.farthest = 120.0, 80.0


def _draw_wall_materials(scene: Scene) -> list[Material]:
    dice = scene.dice
    third = "photo" if dice.chance(0.05) else "wall"
    common = scene.material("wall", "wallx", third, metres=dice.uniform(0.8, 3), flat=0.55)
    if common.layer < 0:
        common = common.but(tint=hsv(dice.fraction(), dice.uniform(0, 0.35) ** 1.3, dice.uniform(0.45, 0.97)))
    return [
        common if dice.chance(0.8) else scene.material("wall", "wallx", "wood", metres=dice.uniform(0.8, 3), flat=0.5)
        for _ in range(4)
    ]


def _draw_floor_material(scene: Scene) -> Material:
    dice = scene.dice
    carpet = "rug" if dice.chance(0.2) else "floor"
    cloth = "cloth" if dice.chance(0.3) else "floor"
    floor = scene.material("floor", "floor", "wood", carpet, cloth, metres=dice.uniform(0.6, 2.4), flat=0.12)
    return floor.but(roughness=dice.uniform(0.15, 0.9))


class _WallBuilder:
    """One wall: the parts between its openings, then what fills each."""

    def __init__(self, room: Room, index: int, material: Material) -> None:
        self.room, self.index, self.material = room, index, material
        self.scene, self.dice, self.wall = room.scene, room.scene.dice, room.wall(index)
        self.openings = self._draw_openings()

    def slab(
        self,
        u: tuple[float, float],
        y: tuple[float, float],
        material: Material,
        inward: tuple[float, float] = (-WALL_THICKNESS, 0.0),
    ) -> None:
        """A box along the wall, `inward` from and to."""
        x0, x1, z0, z1 = self.wall.bounds(*u, *inward)
        self.scene.box((x0, x1), y, (z0, z1), material)

    def build(self) -> None:
        """The wall with its openings filled."""
        u = -WALL_THICKNESS
        height = self.room.height
        for opening in self.openings:
            across = (opening.u0, opening.u1)
            self.slab((u, opening.u0), (0, height), self.material)
            if opening.y0 > 0.02:
                self.slab(across, (0, opening.y0), self.material)
            if opening.y1 < height - 0.02:
                self.slab(across, (opening.y1, height), self.material)
            u = opening.u1
            frame_width = self.dice.uniform(0.03, 0.09)
            tint = hsv(self.dice.uniform(0, 0.12), self.dice.uniform(0, 0.5), self.dice.uniform(0.2, 1))
            frame = Material(tint=tint, roughness=0.5)
            fill = {"window": self._fill_window, "door": self._fill_door, "passage": self._fill_passage}[opening.kind]
            fill(opening, frame, frame_width)
            self.room.openings.append((self.index, opening))
        self.slab((u, self.wall.length + WALL_THICKNESS), (0, height), self.material)

    def finish(self, trim: Material, skirting_height: float) -> None:
        """Skirting (0: none), now and then a cornice, a panelled lower half."""
        dice, length, height = self.dice, self.wall.length, self.room.height
        to_floor = [opening for opening in self.openings if opening.y0 < 0.1]
        if skirting_height:
            u = 0.0
            for start, end in [(opening.u0, opening.u1) for opening in to_floor] + [(length, length)]:
                if start > u:
                    self.slab((u, start), (0, skirting_height), trim, (0, 0.015))
                u = end
        if dice.chance(0.12):
            low, reach = height - dice.uniform(0.05, 0.15), dice.uniform(0.03, 0.1)
            self.slab((0, length), (low, height), trim, (0, reach))
        if dice.chance(0.12) and not to_floor:
            top = min([dice.uniform(0.7, 1.4)] + [opening.y0 - 0.05 for opening in self.openings])
            panel = self.scene.material("wood", "floor", "wall", flat=0.3)
            self.slab((0, length), (0, top), panel, (0, 0.012))

    def _draw_openings(self) -> list[Opening]:
        dice, length, height = self.dice, self.wall.length, self.room.height
        openings: list[Opening] = []
        u = dice.uniform(0.2, 1.0)
        while u < length - 0.9 and len(openings) < MOST_OPENINGS:
            which = dice.fraction()
            if which < 0.30:
                width = min(dice.uniform(0.6, 2.4), length - u - 0.2)
                y0 = dice.uniform(0.0, 1.1) if dice.chance(0.8) else 0.05
                y1 = min(height - 0.1, max(y0 + 0.5, dice.uniform(1.8, 2.5)))
                openings.append(Opening(u, u + width, y0, y1, "window"))
            elif which < 0.45:
                width = dice.uniform(0.75, 1.0)
                openings.append(Opening(u, u + width, 0, min(2.05, height - 0.1), "door"))
            elif which < 0.52:
                width = min(dice.uniform(0.9, 2.2), length - u - 0.2)
                y1 = min(dice.uniform(2.05, 2.5), height - 0.05)
                openings.append(Opening(u, u + width, 0, y1, "passage"))
            else:
                width = dice.uniform(0.5, 2.0)
            u += width + dice.uniform(0.3, 2.0)
        return openings

    def _fill_window(self, hole: Opening, frame: Material, frame_width: float) -> None:
        dice, room, scene = self.dice, self.room, self.scene
        self._frame_window(hole, frame, frame_width)
        middle_y = (hole.y0 + hole.y1) / 2
        if room.windows.show_picture:
            x, z = self.wall.point(hole.middle, -WALL_THICKNESS - 0.02)
            part = dice.uniform(0.3, 1)
            mirrored = part * (1 if dice.chance(0.5) else -1)
            uv = (mirrored, part, dice.fraction() * 0.3, dice.fraction() * (1 - part))
            view = Material(room.windows.layer, emission=room.windows.emission, uv=uv)
            size = (hole.u1 - hole.u0, hole.y1 - hole.y0, 1)
            scene.put(scene.pack.primitive["quad"], (x, middle_y, z), self.wall.yaw, size, view, casts=False)
        else:
            room.sees_outside = True
        if hole.y0 > 0.3 and dice.chance(0.6):
            sill = (hole.y0 - 0.04, hole.y0)
            self.slab((hole.u0 - 0.05, hole.u1 + 0.05), sill, frame, (0, dice.uniform(0.05, 0.25)))
        x, z = self.wall.point(hole.middle, 0.3)
        area = min((hole.u1 - hole.u0) * (hole.y1 - hole.y0), 3)
        light = np.array([0.8, 0.9, 1.0]) * room.windows.emission * dice.uniform(0.15, 0.4) * area
        scene.lamps.append(((x, middle_y, z), light))
        if dice.chance(0.4):
            self._hang_curtains(hole)
        elif dice.chance(0.15):
            low = dice.uniform(hole.y0, hole.y1)
            blind = scene.material("cloth", "wall", flat=0.6)
            self.slab((hole.u0, hole.u1), (low, hole.y1), blind, (-0.02, 0.0))

    def _frame_window(self, hole: Opening, frame: Material, width: float) -> None:
        deep, shallow = (-WALL_THICKNESS * 0.7, -WALL_THICKNESS * 0.2), (-WALL_THICKNESS * 0.6, -WALL_THICKNESS * 0.3)
        across, upright = (hole.u0, hole.u1), (hole.y0, hole.y1)
        self.slab((hole.u0, hole.u0 + width), upright, frame, deep)
        self.slab((hole.u1 - width, hole.u1), upright, frame, deep)
        self.slab(across, (hole.y0, hole.y0 + width), frame, deep)
        self.slab(across, (hole.y1 - width, hole.y1), frame, deep)
        for bar in range(self.dice.whole(0, 3)):
            u = hole.u0 + (hole.u1 - hole.u0) * (bar + 1) / 3
            self.slab((u - width / 2, u + width / 2), upright, frame, shallow)
        if self.dice.chance(0.3):
            y = (hole.y0 + hole.y1) / 2
            self.slab(across, (y - width / 2, y + width / 2), frame, shallow)

    def _hang_curtains(self, hole: Opening) -> None:
        dice, scene = self.dice, self.scene
        material = scene.material("cloth", metres=dice.uniform(0.3, 1.2), flat=0.3)
        top = min(self.room.height - 0.03, hole.y1 + 0.2)
        bottom = max(0.02, dice.uniform(-0.3, hole.y0))
        for first, direction in ((hole.u0 - 0.1, 1), (hole.u1 + 0.1, -1)):
            width = (hole.u1 - hole.u0) * dice.uniform(0.15, 0.45)
            folds = max(3, int(width / 0.08))
            for fold in range(folds):
                x, z = self.wall.point(first + direction * fold * width / folds, 0.09 + 0.02 * (fold % 2))
                scene.shape("tube", x, (top + bottom) / 2, z, 0.1, top - bottom, 0.09, material=material)

    def _fill_door(self, hole: Opening, frame: Material, frame_width: float) -> None:
        dice, scene = self.dice, self.scene
        leaf = scene.material("wood", metres=dice.uniform(0.8, 2), flat=0.5)
        face = -WALL_THICKNESS if dice.chance(0.25) else -0.06
        width = hole.u1 - hole.u0
        self.slab((hole.u0, hole.u1), (0, hole.y1), leaf, (-WALL_THICKNESS, face))
        if dice.chance(0.7):
            for row in range(2):
                for column in range(dice.whole(1, 3)):
                    start = hole.u0 + 0.1 + column * width / 2.2
                    end = hole.u0 + 0.1 + (column + 0.75) * width / 2.2
                    self.slab((start, end), (0.15 + row, 0.9 + row), leaf, (face, face + 0.012))
        for u in ((hole.u0 - frame_width, hole.u0), (hole.u1, hole.u1 + frame_width)):
            self.slab(u, (0, hole.y1 + frame_width), frame, (0, 0.02))
        self.slab((hole.u0, hole.u1), (hole.y1, hole.y1 + frame_width), frame, (0, 0.02))
        x, z = self.wall.point(hole.u1 - 0.08, face + 0.05)
        scene.shape("sphere", x, 1.02, z, 0.06, 0.06, 0.06, material=Material(tint=(0.7, 0.65, 0.5), roughness=0.2))
        scene.footprints.append(self.wall.bounds(hole.u0, hole.u1, 0, 0.7))

    def _fill_passage(self, hole: Opening, _frame: Material, _frame_width: float) -> None:
        """A space next door, with a back wall and two side walls."""
        dice, scene, height = self.dice, self.scene, self.room.height
        deep, wider = dice.uniform(1.2, 4.5), dice.uniform(0.2, 2.5)
        material = scene.material("wall", "wallx", flat=0.6)
        back = -WALL_THICKNESS - deep
        left, right = hole.u0 - wider, hole.u1 + wider
        self.slab((left, right), (0, height), material, (back - 0.1, back))
        self.slab((left - 0.1, left), (0, height), material, (back, -WALL_THICKNESS))
        self.slab((right, right + 0.1), (0, height), material, (back, -WALL_THICKNESS))
        if dice.chance(0.7):
            model = dice.pick(scene.models("wallfurn", "chair", "table", "plant"))
            front = scene.pack.table[model]["hi"][2] + 0.05
            x, z = self.wall.point(hole.middle + dice.uniform(-0.5, 0.5), back + front)
            scene.asset(model, x, z, self.wall.yaw, on_floor=False)
        if dice.chance(0.5):
            x, z = self.wall.point(hole.middle, back + 0.02)
            size = (dice.uniform(0.4, 1), dice.uniform(0.4, 0.8), 1)
            picture = Material(scene.texture("photo"))
            scene.put(scene.pack.primitive["quad"], (x, 1.5, z), self.wall.yaw, size, picture)
        x, z = self.wall.point(hole.middle, -WALL_THICKNESS - deep / 2)
        scene.lamps.append(((x, height - 0.5, z), np.array([1, 0.9, 0.75]) * dice.uniform(0.2, 2)))
        scene.footprints.append(self.wall.bounds(hole.u0, hole.u1, 0, 0.5))


def top_of(entry: dict[str, Any]) -> float:
    """Height at which things stand on a packed model."""
    top, highest = entry.get("top", entry["hi"][1]), entry["hi"][1]
    return float(min(top, highest) if entry.get("top", 0) > 0.1 else highest)
