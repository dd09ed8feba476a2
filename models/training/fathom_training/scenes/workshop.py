"""Garages, workshops, stores and shops: racks full of things, benches, machines, pipes, tools on walls."""

import itertools
import math

import numpy as np

from fathom_training.scenes.clutter import scatter_clutter
from fathom_training.scenes.decoration import decorate
from fathom_training.scenes.dice import Dice
from fathom_training.scenes.furnishing import Furnishing, Surface
from fathom_training.scenes.machine import Frame, build_machine, build_two_wheeler, metal
from fathom_training.scenes.room import Placed, Room, Windows, build_room, limit_view
from fathom_training.scenes.room_light import light_room
from fathom_training.scenes.scene import Material, Scene, Viewpoint, half_extents
from fathom_training.scenes.structure import add_structure, add_world_outside, occupy

TRIES = 6
BICYCLES = ("Bike", "Bicycle")
"""Packed models, whose catalogue sizes are too small."""

Point = tuple[float, float, float]


def compose_workshop(scene: Scene) -> None:
    """A room where work is done or goods are kept, and something worth a photo in it."""
    room, subjects = fill_workshop(scene)
    scene.draw_viewpoint = lambda dice: _draw_viewpoint(scene, room, subjects, dice)


def fill_workshop(scene: Scene) -> tuple[Room, list[Point]]:
    """The room, lit, and what to look at in it."""
    dice = scene.dice
    width, depth, height = dice.uniform(2.8, 8), dice.uniform(2.8, 8), dice.uniform(2.3, 4.2)
    windows = Windows(dice.chance(0.6), scene.texture("photo", "photo", "sky"), dice.uniform(0.8, 5))
    room = Room(scene, width, depth, height, windows, ceiling_casts=dice.chance(0.35))
    build_room(room)
    if room.sees_outside:
        add_world_outside(scene, room)
    add_structure(scene, room)
    subjects = [subject for _ in range(dice.whole(1, 5)) if (subject := _place_subject(scene, room))]
    furnishing = Furnishing(scene, room, "workshop", 1.0, dice.chance(0.8), None)
    for _ in range(dice.whole(3, 13)):
        _build_rack(scene, room)
    for _ in range(dice.whole(0, 4)):
        _build_bench(furnishing)
    for _ in range(dice.whole(0, 7)):
        _hang_tools(scene, room)
    for _ in range(dice.whole(0, 12)):
        _run_pipe(scene, room)
    for _ in range(dice.whole(0, 9)):
        _lean_something(scene, room)
    for _ in range(dice.whole(1, 18)):
        _stack_something(scene, room)
    decorate(furnishing)
    light_room(furnishing)
    limit_view(room)
    scene.occlusion_radius, scene.occlusion_strength = dice.uniform(0.2, 0.7), dice.uniform(0.7, 1.4)
    scene.near_limit = 0.5
    return room, subjects


def _find_spot(scene: Scene, room: Room, half_x: float, half_z: float) -> tuple[float, float] | None:
    for _ in range(TRIES):
        reach_x, reach_z = room.width / 2 - half_x - 0.05, room.depth / 2 - half_z - 0.05
        if reach_x <= 0 or reach_z <= 0:
            return None
        x, z = scene.dice.uniform(-reach_x, reach_x), scene.dice.uniform(-reach_z, reach_z)
        if scene.is_free(x - half_x, x + half_x, z - half_z, z + half_z):
            return x, z
    return None


def _place_subject(scene: Scene, room: Room) -> Point | None:
    """A machine, a motorcycle or a bicycle, and the point to look at."""
    dice, yaw = scene.dice, scene.dice.angle()
    is_machine = dice.chance(0.4)
    length, height, depth = dice.uniform(0.4, 2), dice.uniform(0.4, 1.7), dice.uniform(0.3, 1.2)
    if not is_machine:
        length, height, depth = 2.1, 1.1, 0.7
    half_x, half_z = half_extents(length, depth, yaw)
    spot = _find_spot(scene, room, half_x, half_z)
    if spot is None:
        return None
    x, z = spot
    if is_machine:
        build_machine(Frame(scene, x, z, yaw), length, height, depth)
    elif dice.chance(0.2):
        _place_packed_bicycle(scene, x, z, yaw)
    else:
        build_two_wheeler(Frame(scene, x, z, yaw))
    occupy(scene, (x - half_x, x + half_x), height, (z - half_z, z + half_z))
    return x, height * dice.uniform(0.3, 0.9), z


def _place_packed_bicycle(scene: Scene, x: float, z: float, yaw: float) -> None:
    dice = scene.dice
    models = [index for index, entry in enumerate(scene.pack.table) if entry["name"] in BICYCLES]
    if not models:
        return
    model = dice.pick(models)
    length = float((scene.pack.high[model] - scene.pack.low[model]).max())
    scale = dice.uniform(1.6, 1.8) / length
    scene.put(model, (x, 0, z), yaw, (scale, scale, scale))


def _build_rack(scene: Scene, room: Room) -> None:
    """Posts and boards with things on every board, against a wall or free, as in a shop's aisle."""
    dice = scene.dice
    width, depth, height = (
        dice.uniform(0.7, 2.6),
        dice.uniform(0.3, 0.7),
        dice.uniform(0.9, min(2.8, room.height - 0.2)),
    )
    placed = _at_wall(room, width, depth, height) if dice.chance(0.75) else None
    if placed is None:
        yaw = dice.pick((0.0, math.pi / 2))
        spot = _find_spot(scene, room, *half_extents(width, depth, yaw))
        if spot is None:
            return
        placed = Placed(*spot, yaw, width, depth)
    frame, post, material = Frame(scene, placed.x, placed.z, placed.yaw), dice.uniform(0.02, 0.05), metal(dice)
    board = scene.material("wood", metres=1, flat=0.5)
    _add_posts(frame, ((width - post) / 2, (depth - post) / 2), post, height, material)
    if dice.chance(0.3):
        frame.part("box", (0, height / 2, -depth / 2), (width, height, 0.01), board)
    levels = max(2, int(height / dice.uniform(0.3, 0.65)))
    gap = (height - 0.1) / levels
    for level in range(levels + 1):
        y = 0.08 + gap * level
        frame.part("box", (0, y - 0.012), (width, 0.024, depth), board)
        is_top = level == levels
        if dice.chance(0.5 if is_top else 0.85):
            _fill_board(frame, width, depth, y, gap if not is_top else 0.5)
    _occupy_place(scene, placed, height)


def _fill_board(frame: Frame, width: float, depth: float, y: float, gap: float) -> None:
    """A row of boxes, or things at random."""
    scene, dice = frame.scene, frame.scene.dice
    if dice.chance(0.45):
        count = dice.whole(3, 16)
        widest = min(gap * 0.9, depth)
        scatter_clutter(scene, frame.x, frame.z, width / 2, depth / 2, y, count, frame.yaw, widest=widest)
        return
    at, goods = -width / 2 + 0.05, scene.any_material()
    shape, length, tall = (
        dice.pick(("box", "box", "box", "cyl", "bottle")),
        dice.uniform(0.06, 0.4),
        dice.uniform(0.4, 0.9),
    )
    while at < width / 2 - 0.08:
        if dice.chance(0.35):
            goods, length, tall = scene.any_material(), dice.uniform(0.06, 0.45), dice.uniform(0.3, 0.95)
            shape = dice.pick(("box", "box", "box", "cyl", "bottle"))
        across = min(length if shape != "box" else depth * dice.uniform(0.5, 1), depth)
        top = gap * tall
        size = (min(length, width / 2 - at) * 0.95, top, across)
        frame.part(shape, (at + size[0] / 2, y + top / 2, (depth - across) / 2 * dice.uniform(0, 1)), size, goods)
        at += length + (dice.uniform(0, 0.2) if dice.chance(0.3) else 0.005)


def _build_bench(f: Furnishing) -> None:
    scene, room, dice = f.scene, f.room, f.dice
    width, depth, height = dice.uniform(0.9, 2.6), dice.uniform(0.45, 0.8), dice.uniform(0.7, 1.0)
    placed = _at_wall(room, width, depth, height)
    if placed is None:
        return
    frame, legs = Frame(scene, placed.x, placed.z, placed.yaw), metal(dice)
    top = scene.material("wood", "wall", metres=1, flat=0.3)
    frame.part("box", (0, height - 0.03), (width, 0.06, depth), top)
    _add_posts(frame, (width / 2 - 0.05, depth / 2 - 0.05), 0.06, height - 0.06, legs)
    if dice.chance(0.6):
        frame.part("box", (0, 0.2), (width, 0.03, depth * 0.9), top)
        f.surfaces.append(Surface(frame.x, frame.z, width / 2, depth / 2 * 0.9, 0.215, frame.yaw))
    if dice.chance(0.6):
        at = frame.point(dice.uniform(-0.35, 0.35) * width, height)
        build_machine(
            Frame(scene, at[0], at[2], frame.yaw, height),
            dice.uniform(0.15, 0.4),
            dice.uniform(0.15, 0.4),
            dice.uniform(0.15, 0.4),
        )
    f.surfaces.append(Surface(frame.x, frame.z, width / 2, depth / 2, height, frame.yaw))
    _occupy_place(scene, placed, height)


def _at_wall(room: Room, width: float, depth: float, height: float) -> Placed | None:
    return room.find_place_at_wall(width, depth, height, spare=0.2, margin=0.05, gap=lambda: 0.02, tries=TRIES)


def _add_posts(frame: Frame, reach: tuple[float, float], post: float, height: float, material: Material) -> None:
    """Four square posts that stand on the floor, so far along and across from the middle."""
    for side in (-1, 1):
        for end in (-1, 1):
            frame.part("box", (side * reach[0], height / 2, end * reach[1]), (post, height, post), material)


def _occupy_place(scene: Scene, placed: Placed, height: float) -> None:
    half_x, half_z = placed.half_extents
    occupy(scene, (placed.x - half_x, placed.x + half_x), height, (placed.z - half_z, placed.z + half_z))


def _hang_tools(scene: Scene, room: Room) -> None:
    """Thin things side by side on a wall, often before a board."""
    dice = scene.dice
    wall = room.wall(dice.whole(0, 4))
    width, low = min(dice.uniform(0.6, 2.5), wall.length - 0.2), dice.uniform(1.0, 1.6)
    u0 = dice.uniform(0.1, wall.length - width - 0.05)
    if dice.chance(0.6):
        x, z = wall.point(u0 + width / 2, 0.015)
        board = scene.material("wood", "wall", metres=0.5, flat=0.5)
        scene.shape("box", x, low + 0.3, z, width, 0.8, 0.02, wall.yaw, board)
    for _ in range(dice.whole(4, 26)):
        x, z = wall.point(u0 + dice.uniform(0.03, width - 0.03), 0.05)
        top, length, angle = low + dice.uniform(0.2, 0.65), dice.uniform(0.1, 0.6), dice.normal() * 0.15
        frame, material = Frame(scene, x, z, wall.yaw), metal(dice)
        frame.rod((0, top), (length * math.sin(angle), top - length), dice.uniform(0.008, 0.04), material)
        if dice.chance(0.5):
            size = (dice.uniform(0.03, 0.2), dice.uniform(0.02, 0.1), 0.03)
            frame.part(dice.pick(("box", "box", "sphere")), (0, top), size, metal(dice))
        elif dice.chance(0.3):
            scene.tilted("ring", frame.point(0, top), (0.15, 0.1, 0.15), (math.pi / 2, wall.yaw, 0), metal(dice))


def _run_pipe(scene: Scene, room: Room) -> None:
    """A pipe along a wall or under the ceiling, or a cable that sags between two points."""
    dice = scene.dice
    wall = room.wall(dice.whole(0, 4))
    width, material = dice.uniform(0.012, 0.16), metal(dice)
    away = width / 2 + dice.uniform(0.01, 0.3)
    y = room.height - dice.uniform(0.05, 0.8)
    (x0, z0), (x1, z1) = wall.point(0, away), wall.point(wall.length, away)
    which = dice.fraction()
    if which < 0.4:
        scene.rod((x0, y, z0), (x1, y, z1), width, material)
    elif which < 0.65:
        x, z = wall.point(dice.uniform(0.1, 0.9) * wall.length, away)
        scene.rod((x, 0, z), (x, room.height, z), width, material)
    else:
        _hang_cable(scene, room, y)


def _hang_cable(scene: Scene, room: Room, y: float) -> None:
    dice = scene.dice
    ends = [
        np.array([dice.uniform(-0.48, 0.48) * room.width, y, dice.uniform(-0.48, 0.48) * room.depth]) for _ in range(2)
    ]
    sag, width, material, pieces = dice.uniform(0.05, 0.9), dice.uniform(0.006, 0.02), metal(dice), 8
    shares = np.linspace(0, 1, pieces + 1)
    points = [ends[0] * (1 - share) + ends[1] * share - (0, 4 * sag * share * (1 - share), 0) for share in shares]
    for start, end in itertools.pairwise(points):
        scene.rod(start, end, width, material)


def _lean_something(scene: Scene, room: Room) -> None:
    """A ladder, planks or pipes against a wall."""
    dice = scene.dice
    index = dice.whole(0, 4)
    wall = room.wall(index)
    height, foot = dice.uniform(1, min(2.8, room.height - 0.1)), dice.uniform(0.1, 0.7)
    u = dice.uniform(0.4, wall.length - 0.4)
    if not room.is_wall_free(index, u - 0.3, u + 0.3, 0, height):
        return
    # Along a wall `along` is u, and `across` points into the room.
    x, z = wall.point(u, 0.0)
    frame = Frame(scene, x, z, wall.yaw)
    if dice.chance(0.45):
        material, half = metal(dice) if dice.chance(0.6) else scene.material("wood", metres=1), dice.uniform(0.16, 0.25)
        for side in (-half, half):
            frame.rod((side, 0, foot), (side, height, 0.04), 0.05, material)
        for rung in range(1, int(height / 0.28)):
            share = rung * 0.28 / height
            at = foot * (1 - share) + 0.04 * share
            frame.rod((-half, height * share, at), (half, height * share, at), 0.03, material)
        return
    for _ in range(dice.whole(1, 7)):
        side, drift = dice.uniform(-0.3, 0.3), dice.normal() * 0.1
        material = scene.material("wood", metres=1, flat=0.3) if dice.chance(0.6) else metal(dice)
        top = height * dice.uniform(0.6, 1)
        frame.rod((side, 0, foot), (side + drift, top, 0.05), dice.uniform(0.015, 0.12), material)


def _stack_something(scene: Scene, room: Room) -> None:
    """Tyres, crates, a barrel or a bucket on the floor."""
    dice = scene.dice
    width = dice.uniform(0.25, 0.75)
    spot = _find_spot(scene, room, width / 2, width / 2)
    if spot is None:
        return
    x, z = spot
    which, y = dice.fraction(), 0.0
    if which < 0.3:
        rubber = Material(tint=dice.grey(0.02, 0.15), roughness=0.9)
        for _ in range(dice.whole(1, 6)):
            scene.shape("ring", x, y + 0.1, z, width, 0.75, width, dice.angle(), rubber)
            y += 0.2
    elif which < 0.7:
        for _ in range(dice.whole(1, 5)):
            tall, turn = dice.uniform(0.15, 0.45), dice.normal() * 0.15
            material = scene.any_material()
            scene.shape("box", x, y + tall / 2, z, width * dice.uniform(0.7, 1), tall, width * 0.8, turn, material)
            y += tall
    elif which < 0.85:
        y = dice.uniform(0.5, 0.95)
        scene.shape("cyl", x, y / 2, z, width, y, width, dice.angle(), metal(dice))
    else:
        y = width
        scene.shape("bowl", x, y / 2, z, width * 0.8, y, width * 0.8, dice.angle(), metal(dice))
    occupy(scene, (x - width / 2, x + width / 2), y, (z - width / 2, z + width / 2))


def _draw_viewpoint(scene: Scene, room: Room, subjects: list[Point], dice: Dice) -> Viewpoint | None:
    """Towards a subject from 1 to 5 m, or into the room."""
    for _ in range(40):
        if subjects and dice.chance(0.7):
            target_x, target_y, target_z = dice.pick(subjects)
            distance, angle = dice.uniform(1.0, 5.0), dice.angle()
            x, z = target_x + distance * math.cos(angle), target_z + distance * math.sin(angle)
        else:
            x, z = dice.uniform(-0.47, 0.47) * room.width, dice.uniform(-0.47, 0.47) * room.depth
            target_x, target_z = dice.uniform(-0.4, 0.4) * room.width, dice.uniform(-0.4, 0.4) * room.depth
            target_y = dice.uniform(0.4, 1.5)
        y = dice.uniform(0.6, min(1.8, room.height - 0.2))
        is_outside = abs(x) > room.width / 2 - 0.15 or abs(z) > room.depth / 2 - 0.15
        distance = math.hypot(target_x - x, target_z - z)
        if is_outside or distance < 0.8 or scene.is_blocked(x, y, z, 0.2):
            continue
        yaw = math.atan2(target_x - x, -(target_z - z)) + dice.normal() * 0.12
        pitch = math.degrees(math.atan2(target_y - y, distance)) + dice.normal() * 4
        field_of_view = dice.uniform(54, 76) if dice.chance(0.5) else dice.uniform(36, 95)
        return (x, y, z), yaw, float(np.clip(pitch, -50, 25)), field_of_view
    return None
