"""Rooms of a home, an office or a hall, with their furniture and clutter."""

import math
from dataclasses import dataclass, field

import numpy as np

from fathom_training.scenes.camera import phone_field_of_view
from fathom_training.scenes.clutter import scatter_clutter
from fathom_training.scenes.dice import Dice, hsv, sun_direction
from fathom_training.scenes.outdoor_things import add_building, add_person, add_tree, set_daylight
from fathom_training.scenes.room import Room, Windows, build_room, top_of
from fathom_training.scenes.scene import (
    MESH_MATERIAL,
    MOST_LAMPS,
    Array,
    Material,
    Scene,
    Viewpoint,
    offset,
)

STYLES = (
    "living",
    "living",
    "bedroom",
    "kitchen",
    "office",
    "bath",
    "dining",
    "any",
    "any",
    "corridor",
    "hall",
    "store",
)
CATEGORIES: dict[str, tuple[str, ...]] = {
    "living": ("Living room",),
    "bedroom": ("Bedroom",),
    "kitchen": ("Kitchen",),
    "office": ("Office",),
    "bath": ("Bathroom",),
    "dining": ("Living room", "Kitchen"),
}
TABLES = {"dining": 1, "office": 2, "hall": 6, "kitchen": 1, "any": 1, "living": 1, "store": 3}
SHAPES = ("box", "sphere", "cyl", "cone", "vase", "bowl", "wedge", "roof", "tube")


@dataclass(frozen=True)
class Surface:
    """Something to put things on: a rectangle of half extents about (x, z), at height y."""

    x: float
    z: float
    half_width: float
    half_depth: float
    y: float
    yaw: float


@dataclass
class _Furnishing:
    """What the steps of furnishing share."""

    scene: Scene
    room: Room
    style: str
    density: float
    is_messy: bool
    categories: tuple[str, ...] | None
    surfaces: list[Surface] = field(default_factory=list)

    @property
    def dice(self) -> Dice:
        return self.scene.dice

    @property
    def area(self) -> float:
        return self.room.width * self.room.depth


def compose_indoor(scene: Scene) -> None:
    """A furnished room of a random style."""
    dice = scene.dice
    style = dice.pick(STYLES)
    width, depth, height = _draw_size(dice, style)
    ceiling_casts = dice.chance(0.35)
    shows_picture = dice.chance(0.6)
    layer = scene.texture("photo", "photo", "sky")
    windows = Windows(shows_picture, layer, dice.uniform(0.8, 5))
    room = Room(scene, width, depth, height, windows, ceiling_casts)
    build_room(room)
    if room.sees_outside:
        _add_world_outside(scene, room)
    _add_structure(scene, room)
    _lay_rug(scene, room, style)
    categories = CATEGORIES.get(style)
    furnishing = _Furnishing(scene, room, style, dice.uniform(0.5, 2.0), dice.chance(0.3), categories)
    _furnish(furnishing)
    _decorate(furnishing)
    _light(furnishing)
    scene.shadow_centre = (0, height / 2, 0)
    scene.shadow_radius = math.sqrt(width * width + depth * depth + height * height) / 2 + 0.6
    scene.occlusion_radius, scene.occlusion_strength = dice.uniform(0.25, 0.7), dice.uniform(0.7, 1.4)
    scene.far, scene.farthest, scene.near_limit = 120.0, 80.0, 0.55
    scene.draw_viewpoint = lambda dice: _draw_viewpoint(scene, room, dice)


def _draw_size(dice: Dice, style: str) -> tuple[float, float, float]:
    if style == "corridor":
        width, depth = dice.uniform(1.3, 2.6), dice.uniform(5, 14)
    elif style == "hall":
        width, depth = dice.uniform(7, 12), dice.uniform(7, 14)
    elif style == "bath":
        width, depth = dice.uniform(1.8, 3.5), dice.uniform(2, 4)
    else:
        width, depth = dice.uniform(2.6, 6.5), dice.uniform(2.8, 7.5)
    if dice.chance(0.5):
        width, depth = depth, width
    height = dice.uniform(2.3, 2.9) if dice.chance(0.75) else dice.uniform(2.2, 4.2)
    if style == "hall":
        height = dice.uniform(2.6, 5)
    return width, depth, height


# The room itself


def _add_world_outside(scene: Scene, room: Room) -> None:
    dice = scene.dice
    set_daylight(scene)
    scene.fog = 0
    scene.shape("box", 0, -0.8, 0, 400, 0.4, 400, material=scene.material("ground", metres=4))
    for _ in range(dice.whole(2, 10)):
        angle = dice.angle()
        distance = dice.uniform(max(room.width, room.depth) / 2 + 6, 40)
        x, z = distance * math.cos(angle), distance * math.sin(angle)
        if dice.chance(0.6):
            add_tree(scene, x, -0.6, z)
        else:
            width, depth, height = dice.uniform(6, 15), dice.uniform(6, 15), dice.uniform(4, 15)
            add_building(scene, x * 1.4, -0.6, z * 1.4, width, depth, height, dice.fraction() * 3)


def _add_structure(scene: Scene, room: Room) -> None:
    dice = scene.dice
    is_wide = min(room.width, room.depth) > 3
    if dice.chance(0.3) and is_wide:
        _add_corner_block(scene, room)
    if dice.chance(0.15):
        _add_pillar(scene, room)
    if dice.chance(0.15):
        _add_beams(scene, room)
    if dice.chance(0.07) and is_wide:
        _add_stairs(scene, room)
    if dice.chance(0.08) and room.height > 2.4:
        _slope_ceiling(scene, room)
    if dice.chance(0.06):
        _scatter_shapes(scene, room)


def _occupy(scene: Scene, x: tuple[float, float], height: float, z: tuple[float, float]) -> None:
    scene.footprints.append((*x, *z))
    scene.solids.append((*x, 0, height, *z))


def _add_corner_block(scene: Scene, room: Room) -> None:
    """Makes the room an L."""
    dice = scene.dice
    width, depth = dice.uniform(0.15, 0.4) * room.width, dice.uniform(0.15, 0.4) * room.depth
    side_x, side_z = dice.pick(((-1, -1), (1, -1), (-1, 1), (1, 1)))
    x, z = side_x * (room.width / 2 - width / 2), side_z * (room.depth / 2 - depth / 2)
    height = room.height if dice.chance(0.75) else dice.uniform(0.9, 2.2)
    across, along = (x - width / 2, x + width / 2), (z - depth / 2, z + depth / 2)
    scene.box(across, (0, height), along, scene.material("wall", "wallx", flat=0.6))
    _occupy(scene, across, height, along)


def _add_pillar(scene: Scene, room: Room) -> None:
    dice = scene.dice
    x = dice.uniform(-room.width / 3, room.width / 3)
    z = dice.uniform(-room.depth / 3, room.depth / 3)
    width, height = dice.uniform(0.2, 0.5), room.height
    shape = "cyl" if dice.chance(0.5) else "box"
    material = scene.material("wall", "wallx", flat=0.5)
    scene.shape(shape, x, height / 2, z, width, height, width, material=material)
    _occupy(scene, (x - width / 2, x + width / 2), height, (z - width / 2, z + width / 2))


def _add_beams(scene: Scene, room: Room) -> None:
    material = scene.material("wood", "wall", flat=0.5)
    low = room.height - scene.dice.uniform(0.1, 0.3)
    for beam in range(scene.dice.whole(1, 5)):
        x = -room.width / 2 + room.width * (beam + 0.5) / 4
        scene.box((x - 0.08, x + 0.08), (low, room.height), (-room.depth / 2, room.depth / 2), material)


def _add_stairs(scene: Scene, room: Room) -> None:
    dice = scene.dice
    wall = room.wall(dice.whole(0, 4))
    width, run, rise = dice.uniform(0.8, 1.2), dice.uniform(0.25, 0.32), dice.uniform(0.15, 0.19)
    steps = int(min(room.height / rise, (wall.length - 0.3) / run))
    material = scene.material("wood", "floor", "wall", flat=0.3)
    is_solid = dice.chance(0.6)
    for step in range(steps):
        u, top = (step + 0.5) * run, (step + 1) * rise
        x, z = wall.point(u, width / 2)
        y, thickness = (top / 2, top) if is_solid else (top - 0.02, 0.04)
        scene.shape("box", x, y, z, run + 0.02, thickness, width, wall.yaw, material)
        scene.solids.append((x - 0.5, x + 0.5, 0, top, z - 0.5, z + 0.5))
        if step % 2 == 0:
            x, z = wall.point(u, width)
            scene.shape("cyl", x, top + 0.45, z, 0.03, 0.9, 0.03, material=Material(tint=(0.3, 0.3, 0.3)))
    scene.footprints.append(wall.bounds(0, steps * run, 0, width))


def _slope_ceiling(scene: Scene, room: Room) -> None:
    """An attic: the ceiling comes down along one side."""
    dice = scene.dice
    slope = dice.uniform(0.5, 1.0)
    reach = dice.uniform(0.25, 0.6) * room.depth
    low = room.height - reach * math.tan(slope)
    if low > 0.5:
        centre = (0, (room.height + low) / 2, room.depth / 2 - reach / 2)
        size = (room.width + 0.3, 0.05, reach / math.cos(slope) + 0.05)
        scene.tilted("box", centre, size, (slope, 0, 0), scene.material("wall", "wood", flat=0.6))
        along = (room.depth / 2 - reach, room.depth / 2)
        scene.solids.append((-room.width / 2, room.width / 2, low - 0.1, room.height, *along))


def _scatter_shapes(scene: Scene, room: Room) -> None:
    """Shapes anywhere in the air: domain randomisation."""
    dice = scene.dice
    for _ in range(dice.whole(6, 30)):
        width = dice.uniform(0.05, 0.6)
        shape = dice.pick(SHAPES)
        position = (
            dice.uniform(-0.45, 0.45) * room.width,
            dice.uniform(0.1, 0.8) * room.height,
            dice.uniform(-0.45, 0.45) * room.depth,
        )
        size = [width * dice.uniform(0.4, 1.5) for _ in range(3)]
        angles = (dice.fraction() * 6, dice.fraction() * 6, dice.fraction() * 6)
        scene.tilted(shape, position, size, angles, scene.any_material())


def _lay_rug(scene: Scene, room: Room, style: str) -> None:
    dice = scene.dice
    if dice.chance(0.4) and style != "bath":
        width = dice.uniform(1, min(3.2, room.width * 0.8))
        depth = dice.uniform(1, min(3.2, room.depth * 0.8))
        position = (dice.uniform(-0.2, 0.2) * room.width, 0.006, dice.uniform(-0.2, 0.2) * room.depth)
        angles = (0, dice.normal() * 0.15, 0)
        material = Material(scene.texture("rug", "cloth"), roughness=1)
        scene.tilted("box", position, (width, 0.012, depth), angles, material)


# Furniture


def _furnish(f: _Furnishing) -> None:
    if f.style in ("bedroom", "any") and f.dice.chance(0.85):
        _place_with_surface(f, f.dice.pick(f.scene.models("bed")), tries=10)
    if f.style in ("living", "any", "hall"):
        _place_sofa(f)
    _place_tables(f)
    for _ in range(int(np.clip(f.area * f.density * 0.5, 5, 34))):
        _place_along_walls(f)
    if f.style in ("kitchen", "store") or f.dice.chance(0.1):
        _build_counter(f)
    for _ in range(int(np.clip(f.area * f.density * 0.16, 0, 14))):
        _place_freely(f)


def _place_with_surface(f: _Furnishing, model: int, tries: int = 6) -> None:
    placed = f.room.place_against_wall(model, tries)
    if placed:
        top = top_of(f.scene.pack.table[model])
        f.surfaces.append(Surface(placed.x, placed.z, placed.width / 2, placed.depth / 2, top, placed.yaw))


def _place_sofa(f: _Furnishing) -> None:
    scene, room, dice = f.scene, f.room, f.dice
    sofa = dice.pick(scene.models("sofa"))
    placed = room.place_against_wall(sofa, 8) if dice.chance(0.6) else None
    if not placed or not dice.chance(0.8):
        return
    table = dice.pick(scene.models("coffee", where=lambda entry: entry["hi"][1] < 0.7))
    entry = scene.pack.table[table]
    away = placed.depth / 2 + 0.4 + (entry["hi"][2] - entry["lo"][2]) / 2
    x, z = placed.x + math.sin(placed.yaw) * away, placed.z + math.cos(placed.yaw) * away
    reach = max(entry["hi"][0], entry["hi"][2])
    if _is_inside(room, x, z, reach) and scene.is_free(x - reach, x + reach, z - reach, z + reach):
        scene.asset(table, x, z, placed.yaw)
        f.surfaces.append(Surface(x, z, entry["hi"][0], entry["hi"][2], top_of(entry), placed.yaw))


def _is_inside(room: Room, x: float, z: float, margin: float) -> bool:
    return abs(x) < room.width / 2 - margin and abs(z) < room.depth / 2 - margin


def _place_tables(f: _Furnishing) -> None:
    scene, dice = f.scene, f.dice
    table = dice.pick(scene.models("table"))
    chair = dice.pick(scene.models("chair", where=lambda entry: 0.7 < entry["hi"][1] < 1.3 and entry["w"] < 0.8))
    for _ in range(TABLES.get(f.style, 0)):
        if dice.chance(0.25):
            continue
        if dice.chance(0.3) or f.style != "hall":
            table = dice.pick(scene.models("table", where=lambda entry: entry["hi"][1] < 1.2))
            chair = dice.pick(
                scene.models("chair", where=lambda entry: 0.6 < entry["hi"][1] < 1.3 and entry["w"] < 0.8)
            )
        _place_table(f, table, chair)


def _place_table(f: _Furnishing, table: int, chair: int) -> None:
    scene, room, dice = f.scene, f.room, f.dice
    entry = scene.pack.table[table]
    half_width, half_depth = entry["hi"][0], entry["hi"][2]
    for _ in range(6):
        yaw = dice.pick((0, math.pi / 2)) if dice.chance(0.7) else dice.fraction() * 3.14
        if yaw == 0:
            reach_x, reach_z = half_width, half_depth
        elif yaw == math.pi / 2:
            reach_x, reach_z = half_depth, half_width
        else:
            reach_x = reach_z = max(half_width, half_depth)
        if reach_x > room.width / 2 - 0.2 or reach_z > room.depth / 2 - 0.2:
            continue
        x = dice.uniform(-room.width / 2 + reach_x, room.width / 2 - reach_x)
        z = dice.uniform(-room.depth / 2 + reach_z, room.depth / 2 - reach_z)
        if not scene.is_free(x - reach_x, x + reach_x, z - reach_z, z + reach_z, 0.1):
            continue
        scene.asset(table, x, z, yaw)
        surface = Surface(x, z, half_width, half_depth, top_of(entry), yaw)
        f.surfaces.append(surface)
        for _ in range(dice.whole(0, 7)):
            _place_chair(f, chair, surface)
        break


def _place_chair(f: _Furnishing, chair: int, table: Surface) -> None:
    dice = f.dice
    side = dice.whole(0, 4)
    along, gap = dice.uniform(-0.7, 0.7), dice.uniform(0, 0.35)
    out_x, out_z = table.half_width + gap, table.half_depth + gap
    local_x, local_z, turn = (
        (along * table.half_width, out_z, math.pi),
        (along * table.half_width, -out_z, 0.0),
        (out_x, along * table.half_depth, -math.pi / 2),
        (-out_x, along * table.half_depth, math.pi / 2),
    )[side]
    x, z = offset(table.x, table.z, local_x, local_z, table.yaw)
    if _is_inside(f.room, x, z, 0.3) and f.scene.is_free(x - 0.18, x + 0.18, z - 0.18, z + 0.18, 0.0):
        f.scene.asset(chair, x, z, table.yaw + turn + dice.normal() * 0.25)


def _place_along_walls(f: _Furnishing) -> None:
    scene, room, dice = f.scene, f.room, f.dice
    if dice.chance(0.2):
        _build_bookcase(f)
        return
    categories = f.categories if dice.chance(0.75) else None
    model = dice.pick(
        scene.models(
            "wallfurn",
            "wallfurn",
            "table",
            "chair",
            "armchair",
            "plant",
            "floor_lamp",
            "misc",
            "sofa",
            categories=categories,
        )
    )
    entry = scene.pack.table[model]
    highest, elevation = entry["hi"][1], entry.get("el", 0)
    if highest > room.height or (elevation > 0.5 and entry["cls"] != "wallfurn"):
        return
    placed = room.place_against_wall(model, y=0 if elevation < 0.6 else min(elevation, room.height - highest))
    if placed and highest < 1.35 and entry["cls"] in ("wallfurn", "table", "misc") and elevation < 0.1:
        half_width, half_depth = placed.width / 2, placed.depth / 2
        f.surfaces.append(Surface(placed.x, placed.z, half_width, half_depth, top_of(entry), placed.yaw))


def _build_bookcase(f: _Furnishing) -> None:
    scene, room, dice = f.scene, f.room, f.dice
    width, height, depth = dice.uniform(0.5, 2.2), dice.uniform(0.7, 2.2), dice.uniform(0.22, 0.4)
    for _ in range(6):
        index = dice.whole(0, 4)
        wall = room.wall(index)
        if width > wall.length - 0.2:
            continue
        u = dice.uniform(width / 2, wall.length - width / 2)
        if not room.is_wall_free(index, u - width / 2, u + width / 2, 0, height):
            continue
        x, z = wall.point(u, depth / 2 + 0.01)
        half_x, half_z = (width / 2, depth / 2) if wall.runs_along_x else (depth / 2, width / 2)
        if not scene.is_free(x - half_x, x + half_x, z - half_z, z + half_z):
            continue
        _fill_bookcase(scene, Surface(x, z, width / 2, depth / 2, height, wall.yaw))
        _occupy(scene, (x - half_x, x + half_x), height, (z - half_z, z + half_z))
        return


def _fill_bookcase(scene: Scene, case: Surface) -> None:
    """Sides, back and boards, then what stands on them; `case.y` is its height."""
    dice = scene.dice
    width, depth, height, board = 2 * case.half_width, 2 * case.half_depth, case.y, 0.02
    material = scene.material("wood", metres=1, flat=0.4)

    def part(along: float, y: float, across: float, size: tuple[float, float, float], material: Material) -> None:
        x, z = offset(case.x, case.z, along, across, case.yaw)
        scene.shape("box", x, y, z, *size, case.yaw, material)

    for side in (-1, 1):
        part(side * (width / 2 - board / 2), height / 2, 0, (board, height, depth), material)
    if dice.chance(0.8):
        part(0, height / 2, -depth / 2 + 0.005, (width, height, 0.01), material)
    shelves = max(2, int(height / dice.uniform(0.28, 0.45)))
    gap = (height - 0.07) / shelves
    for shelf in range(shelves + 1):
        y = 0.05 + gap * shelf
        part(0, y, 0, (width - board, board, depth), material)
        if shelf == shelves:
            break
        at = -width / 2 + 0.03
        while at < width / 2 - 0.1:
            length = min(dice.uniform(0.1, 0.8), width / 2 - at - 0.03)
            if dice.chance(0.65):
                tall = gap * dice.uniform(0.5, 0.9)
                across = dice.uniform(-0.03, 0.02)
                layer = scene.texture("books")
                mirrored = min(1, length / 0.4) * (1 if dice.chance(0.5) else -1)
                books = Material(layer, uv=(mirrored, 1, dice.fraction(), 0))
                part(at + length / 2, y + tall / 2 + 0.01, across, (length, tall, depth * 0.75), books)
            elif dice.chance(0.6):
                tall = gap * dice.uniform(0.3, 0.8)
                size = (min(length, 0.3) * 0.9, tall, depth * 0.6)
                part(at + length / 2, y + tall / 2 + 0.01, 0, size, scene.any_material())
            at += length + dice.uniform(0, 0.15)


def _build_counter(f: _Furnishing) -> None:
    """A kitchen or shop counter along a wall, often with cupboards above."""
    scene, room, dice = f.scene, f.room, f.dice
    index = dice.whole(0, 4)
    wall = room.wall(index)
    depth, height = dice.uniform(0.5, 0.7), dice.uniform(0.8, 0.95)
    u0, u1 = dice.uniform(0, wall.length * 0.3), dice.uniform(wall.length * 0.5, wall.length)
    x0, x1, z0, z1 = wall.bounds(u0, u1, 0, depth)
    if not scene.is_free(x0, x1, z0, z1) or not room.is_wall_free(index, u0, u1, 0, height):
        return
    material = scene.material("wood", flat=0.6)
    scene.box((x0, x1), (0.08, height - 0.04), (z0, z1), material)
    scene.box((x0, x1), (height - 0.04, height), (z0, z1), scene.material("wood", "floor", "wall", flat=0.4))
    _occupy(scene, (x0, x1), height, (z0, z1))
    doors = max(1, int((u1 - u0) / 0.5))
    width = (u1 - u0) / doors
    handle = Material(tint=(0.6, 0.6, 0.6), roughness=0.2)
    for door in range(doors):
        u = u0 + (door + 0.5) * width
        x, z = wall.point(u, depth + 0.01)
        scene.shape("box", x, height * 0.48, z, width - 0.02, height * 0.8, 0.02, wall.yaw, material)
        x, z = wall.point(u, depth + 0.03)
        scene.shape("box", x, height * 0.8, z, 0.12, 0.015, 0.02, wall.yaw, handle)
    f.surfaces.append(Surface((x0 + x1) / 2, (z0 + z1) / 2, (u1 - u0) / 2, depth / 2, height, wall.yaw))
    if dice.chance(0.6) and room.is_wall_free(index, u0, u1, 1.3, 2.3):
        for door in range(doors):
            if dice.chance(0.15):
                continue
            x, z = wall.point(u0 + (door + 0.5) * width, 0.33 / 2)
            scene.shape("box", x, 1.8, z, width - 0.01, 0.7, 0.33, wall.yaw, material)


def _place_freely(f: _Furnishing) -> None:
    scene, room, dice = f.scene, f.room, f.dice
    last = "ext" if dice.chance(0.1) else "chair"
    categories = f.categories if dice.chance(0.5) else None
    found = scene.models("chair", "armchair", "plant", "misc", "floor_lamp", "coffee", last, categories=categories)
    model = dice.pick(found)
    entry = scene.pack.table[model]
    reach = max(entry["hi"][0], entry["hi"][2])
    is_too_large = entry["hi"][1] > room.height - 0.1 or reach > min(room.width, room.depth) / 2 - 0.3
    if is_too_large or entry.get("el", 0) > 0.3:
        return
    for _ in range(4):
        x = dice.uniform(-room.width / 2 + reach, room.width / 2 - reach)
        z = dice.uniform(-room.depth / 2 + reach, room.depth / 2 - reach)
        if scene.is_free(x - reach, x + reach, z - reach, z + reach):
            scene.asset(model, x, z, dice.angle())
            break


# Small things


def _decorate(f: _Furnishing) -> None:
    dice, room = f.dice, f.room
    for top in f.surfaces:
        if dice.chance(0.9):
            count = dice.whole(1, 18 if f.is_messy else 9)
            scatter_clutter(f.scene, top.x, top.z, top.half_width, top.half_depth, top.y, count, top.yaw)
    for _ in range(dice.whole(0, 30 if f.is_messy else 9)):
        _drop_on_floor(f.scene, room)
    for _ in range(dice.whole(2, 22)):
        _hang_on_wall(f.scene, room)
    for _ in range(dice.whole(0, 5)):
        _mount_board(f.scene, room)
    for _ in range(dice.whole(1, 4) if dice.chance(0.2) else 0):
        x = dice.uniform(-room.width / 2 + 0.4, room.width / 2 - 0.4)
        z = dice.uniform(-room.depth / 2 + 0.4, room.depth / 2 - 0.4)
        if f.scene.is_free(x - 0.3, x + 0.3, z - 0.3, z + 0.3):
            add_person(f.scene, x, 0, z)


def _drop_on_floor(scene: Scene, room: Room) -> None:
    dice = scene.dice
    x = dice.uniform(-room.width / 2 + 0.2, room.width / 2 - 0.2)
    z = dice.uniform(-room.depth / 2 + 0.2, room.depth / 2 - 0.2)
    width = dice.uniform(0.08, 0.5)
    if not scene.is_free(x - width / 2, x + width / 2, z - width / 2, z + width / 2):
        return
    which = dice.fraction()
    height = width * dice.uniform(0.4, 1.2)
    if which < 0.5:
        side, turn = width * dice.uniform(0.6, 1), dice.angle()
        scene.shape("box", x, height / 2, z, side, height, width, turn, scene.any_material())
    elif which < 0.65:
        material = scene.any_material().but(metres_per_repeat=0.0)
        scene.shape("sphere", x, width / 2, z, width, width, width, material=material)
    elif which < 0.8:
        material = scene.any_material()
        scene.shape("cyl", x, height / 2, z, width * 0.6, height, width * 0.6, material=material)
    elif which < 0.9:
        scatter_clutter(scene, x, z, 0.3, 0.3, 0.01, 3)
    else:
        material = scene.any_material().but(metres_per_repeat=0.0)
        scene.shape("bowl", x, height / 2, z, width, height, width, material=material)
    _occupy(scene, (x - width / 2, x + width / 2), height, (z - width / 2, z + width / 2))


def _hang_on_wall(scene: Scene, room: Room) -> None:
    dice = scene.dice
    index = dice.whole(0, 4)
    wall = room.wall(index)
    width, height = dice.uniform(0.2, 1.3), dice.uniform(0.2, 1.1)
    if wall.length < width + 0.3:
        return
    u, y = dice.uniform(width / 2 + 0.1, wall.length - width / 2 - 0.1), dice.uniform(1.2, 1.9)
    left, right = u - width / 2 - 0.1, u + width / 2 + 0.1
    if y + height / 2 > room.height - 0.05:
        return
    if not room.is_wall_free(index, left, right, y - height / 2 - 0.1, y + height / 2 + 0.1):
        return
    if dice.chance(0.3):
        model = dice.pick(scene.models("wallitem"))
        entry = scene.pack.table[model]
        if entry["w"] < 0.15 or entry["hi"][1] + max(entry["el"], 0.9) > room.height:
            return
        x, z = wall.point(u, 0.02 + (entry["hi"][2] - entry["lo"][2]) / 2)
        scene.asset(model, x, z, wall.yaw, y=max(entry["el"], 0.3), on_floor=False)
        return
    frame = dice.uniform(0, 0.05)
    if frame > 0.01:
        x, z = wall.point(u, 0.02)
        tint = hsv(dice.uniform(0, 0.15), dice.uniform(0, 0.6), dice.uniform(0.05, 0.9))
        size = (width + frame * 2, height + frame * 2, 0.03)
        scene.shape("box", x, y, z, *size, wall.yaw, Material(tint=tint, roughness=0.4))
    part = dice.uniform(0.5, 1)
    layer = scene.texture("photo", "photo", "books" if dice.chance(0.1) else "photo")
    uv = (part, part, dice.uniform(0, 1 - part), dice.uniform(0, 1 - part))
    picture = Material(layer, roughness=dice.uniform(0.2, 1), bump=0, uv=uv)
    x, z = wall.point(u, 0.038)
    scene.put(scene.pack.primitive["quad"], (x, y, z), wall.yaw, (width, height, 1), picture)


def _mount_board(scene: Scene, room: Room) -> None:
    dice = scene.dice
    index = dice.whole(0, 4)
    wall = room.wall(index)
    width = dice.uniform(0.4, 1.4)
    u = dice.uniform(width / 2, max(width / 2 + 0.01, wall.length - width / 2))
    y, depth = dice.uniform(1.1, 2.0), dice.uniform(0.15, 0.3)
    if wall.length > width and room.is_wall_free(index, u - width / 2, u + width / 2, y - 0.1, y + 0.4):
        x, z = wall.point(u, depth / 2)
        scene.shape("box", x, y, z, width, 0.03, depth, wall.yaw, scene.material("wood", flat=0.4))
        count = dice.whole(1, 6)
        scatter_clutter(scene, x, z, width / 2, depth / 2, y + 0.015, count, wall.yaw, widest=0.25)


# Light and camera


def _light(f: _Furnishing) -> None:
    scene, room, dice = f.scene, f.room, f.dice
    warmth = dice.uniform(0, 1)
    colour = np.array([1, 1 - 0.22 * warmth, 1 - 0.5 * warmth])
    lamps = 1 + (f.area > 16) + (f.area > 40) + dice.chance(0.3)
    for _ in range(lamps):
        spread = 0.1 if lamps == 1 else 0.4
        x, z = dice.uniform(-spread, spread) * room.width, dice.uniform(-spread, spread) * room.depth
        strength = dice.uniform(0.3, 3.2) * (1 if dice.chance(0.85) else 0.2)
        y = _hang_lamp(scene, room, x, z, colour, strength)
        scene.lamps.append(((x, max(y, 1.5), z), colour * strength))
    scene.lamps = scene.lamps[-MOST_LAMPS:]
    brightness = dice.uniform(0.12, 0.55)
    ambient = (colour * 0.6 + 0.4) * brightness
    floor = room.floor_colour / max(float(room.floor_colour.max()), 0.2)
    scene.ambient_up = ambient * dice.uniform(0.6, 1.0)
    scene.ambient_down = ambient * dice.uniform(0.5, 0.9) * (0.5 + 0.5 * floor)
    if room.ceiling_casts:
        elevation, azimuth = math.radians(dice.uniform(15, 55)), dice.angle()
        scene.sun_direction = sun_direction(elevation, azimuth)
        scene.sun_colour = np.array([1, 0.92, 0.8]) * dice.uniform(2, 7)
    else:
        scene.sun_direction = (dice.uniform(-0.5, 0.5), 1.0, dice.uniform(-0.5, 0.5))
        scene.sun_colour = colour * dice.uniform(0.2, 1.0)


def _hang_lamp(scene: Scene, room: Room, x: float, z: float, colour: Array, strength: float) -> float:
    """Returns the height from which it shines."""
    dice, ceiling = scene.dice, room.height
    tint = tuple(colour.tolist())
    which = dice.fraction()
    if which < 0.35 and scene.models("ceil_lamp"):
        model = dice.pick(scene.models("ceil_lamp"))
        height: float = scene.pack.table[model]["hi"][1]
        turn = dice.fraction() * 6
        emission = dice.uniform(0.0, 1.5) if dice.chance(0.5) else 0.0
        scene.put(model, (x, ceiling - height, z), turn, (1, 1, 1), MESH_MATERIAL.but(emission=emission))
        return ceiling - height - 0.05
    if which < 0.6:
        width, depth = dice.uniform(0.2, 0.5), dice.uniform(0.2, 0.5)
        glow = Material(tint=tint, emission=strength * 2)
        scene.shape("dome", x, ceiling - 0.05, z, width, -0.1, depth, material=glow, casts=False)
        return ceiling - 0.12
    if which < 0.8:
        width, depth = dice.uniform(0.3, 1.3), dice.uniform(0.1, 0.6)
        turn = dice.pick((0, 1.57))
        glow = Material(tint=tint, emission=strength * 2.5)
        scene.shape("box", x, ceiling - 0.02, z, width, 0.05, depth, turn, glow, casts=False)
        return ceiling - 0.1
    y = ceiling - dice.uniform(0.4, 1.0)
    cable = Material(tint=(0.1, 0.1, 0.1))
    scene.shape("cyl", x, (ceiling + y) / 2, z, 0.015, ceiling - y, 0.015, material=cable)
    shade = dice.pick(("lampshade", "sphere", "dome"))
    size = dice.uniform(0.2, 0.5), dice.uniform(0.15, 0.4), dice.uniform(0.2, 0.5)
    glow = Material(tint=tint, emission=strength * 1.2)
    scene.shape(shade, x, y, z, *size, material=glow, casts=False)
    return y - 0.15


def _draw_viewpoint(scene: Scene, room: Room, dice: Dice) -> Viewpoint | None:
    width, depth = room.width, room.depth
    margin_x, margin_z = min(0.35, width * 0.2), min(0.35, depth * 0.2)
    for _ in range(30):
        x = dice.uniform(-width / 2 + margin_x, width / 2 - margin_x)
        z = dice.uniform(-depth / 2 + margin_z, depth / 2 - margin_z)
        if dice.chance(0.6):
            # From near a wall one sees more of the room.
            if dice.chance(width / (width + depth)):
                z = math.copysign(depth / 2 - dice.uniform(margin_z, margin_z + 0.8), z)
            else:
                x = math.copysign(width / 2 - dice.uniform(margin_x, margin_x + 0.8), x)
            x = float(np.clip(x, -width / 2 + 0.2, width / 2 - 0.2))
            z = float(np.clip(z, -depth / 2 + 0.2, depth / 2 - 0.2))
        is_standing = dice.chance(0.7)
        y = dice.uniform(1.1, 1.75) if is_standing else dice.uniform(0.3, min(2.2, room.height - 0.15))
        if scene.is_blocked(x, y, z, 0.22):
            continue
        target_x, target_z = dice.uniform(-0.45, 0.45) * width, dice.uniform(-0.45, 0.45) * depth
        is_close = math.hypot(target_x - x, target_z - z) < 0.35 * min(width, depth)
        if is_close and dice.chance(0.8):
            continue
        yaw = math.atan2(target_x - x, -(target_z - z))
        pitch = float(np.clip(-8 + 9 * dice.normal(), -38, 20))
        if dice.chance(0.12):
            pitch = dice.uniform(-50, 25)
        field_of_view = phone_field_of_view(dice) if dice.chance(0.75) else dice.uniform(40, 100)
        return (x, y, z), yaw, pitch, field_of_view
    return None
