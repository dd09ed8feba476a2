"""Furniture: packed models, and bookcases and counters made of boxes."""

import math

import numpy as np

from fathom_training.scenes.furnishing import Furnishing, Surface
from fathom_training.scenes.room import Room, top_of
from fathom_training.scenes.scene import (
    Material,
    Scene,
    offset,
)
from fathom_training.scenes.structure import occupy

TABLES = {"dining": 1, "office": 2, "hall": 6, "kitchen": 1, "any": 1, "living": 1, "store": 3}


def furnish(f: Furnishing) -> None:
    """Puts furniture in, against the walls first."""
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


def _place_with_surface(f: Furnishing, model: int, tries: int = 6) -> None:
    placed = f.room.place_against_wall(model, tries)
    if placed:
        top = top_of(f.scene.pack.table[model])
        f.surfaces.append(Surface(placed.x, placed.z, placed.width / 2, placed.depth / 2, top, placed.yaw))


def _place_sofa(f: Furnishing) -> None:
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


def _place_tables(f: Furnishing) -> None:
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


def _place_table(f: Furnishing, table: int, chair: int) -> None:
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


def _place_chair(f: Furnishing, chair: int, table: Surface) -> None:
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


def _place_along_walls(f: Furnishing) -> None:
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


def _build_bookcase(f: Furnishing) -> None:
    scene, room, dice = f.scene, f.room, f.dice
    width, height, depth = dice.uniform(0.5, 2.2), dice.uniform(0.7, 2.2), dice.uniform(0.22, 0.4)
    placed = room.find_place_at_wall(width, depth, height, spare=0.2, margin=0.0, gap=lambda: 0.01)
    if placed:
        x, z = placed.x, placed.z
        half_x, half_z = placed.half_extents
        _fill_bookcase(scene, Surface(x, z, width / 2, depth / 2, height, placed.yaw))
        occupy(scene, (x - half_x, x + half_x), height, (z - half_z, z + half_z))


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


def _build_counter(f: Furnishing) -> None:
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
    occupy(scene, (x0, x1), height, (z0, z1))
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


def _place_freely(f: Furnishing) -> None:
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
