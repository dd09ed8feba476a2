"""A table from close by, with many small things on it."""

import math

import numpy as np

from fathom_training.scenes.clutter import scatter_clutter
from fathom_training.scenes.dice import Dice
from fathom_training.scenes.furnishing import Surface
from fathom_training.scenes.room import Room, Windows, build_room
from fathom_training.scenes.scene import MOST_LAMPS, Material, Scene, Viewpoint, offset


def compose_tabletop(scene: Scene) -> None:
    """A small room about one table."""
    dice = scene.dice
    width, depth, height = dice.uniform(2, 6), dice.uniform(2, 6), dice.uniform(2.3, 3)
    windows = Windows(True, scene.texture("photo"), dice.uniform(0.8, 4))
    room = Room(scene, width, depth, height, windows, ceiling_casts=False)
    build_room(room)
    table = _build_table(scene, room)
    count = dice.whole(8, 48)
    scatter_clutter(scene, table.x, table.z, table.half_width, table.half_depth, table.y, count, table.yaw, widest=0.45)
    _add_background(scene, room)
    _light(scene, table)
    scene.shadow_centre, scene.shadow_radius = (table.x, table.y, table.z), 1.3
    scene.occlusion_radius, scene.occlusion_strength = dice.uniform(0.06, 0.25), dice.uniform(0.7, 1.4)
    scene.far, scene.farthest, scene.bump = 60.0, 40.0, dice.uniform(0, 0.4)
    scene.draw_viewpoint = lambda dice: _draw_viewpoint(scene, room, table, dice)


def _build_table(scene: Scene, room: Room) -> Surface:
    dice = scene.dice
    half_width, half_depth, y = dice.uniform(0.3, 0.9), dice.uniform(0.25, 0.6), dice.uniform(0.4, 0.95)
    x = dice.uniform(-0.3, 0.3) * (room.width - 2 * half_width)
    z = dice.uniform(-0.3, 0.3) * (room.depth - 2 * half_depth)
    yaw, thickness = dice.angle(), dice.uniform(0.02, 0.06)
    material = scene.material("wood", "cloth", "floor", "label", metres=dice.uniform(0.3, 1.3), flat=0.2)
    material = material.but(roughness=dice.uniform(0.15, 1))
    top = y - thickness / 2
    if dice.chance(0.2):
        scene.shape("cyl", x, top, z, half_width * 2, thickness, half_width * 2, yaw, material)
        half_width = half_depth = half_width * 0.7
    else:
        scene.shape("box", x, top, z, half_width * 2, thickness, half_depth * 2, yaw, material)
    leg = y - thickness
    for side in (-1, 1):
        for end in (-1, 1):
            leg_x, leg_z = offset(x, z, side * (half_width - 0.05), end * (half_depth - 0.05), yaw)
            scene.shape("box", leg_x, leg / 2, leg_z, 0.05, leg, 0.05, yaw, material)
    scene.footprints.append((x - half_width, x + half_width, z - half_depth, z + half_depth))
    return Surface(x, z, half_width, half_depth, y, yaw)


def _add_background(scene: Scene, room: Room) -> None:
    dice = scene.dice
    for _ in range(dice.whole(0, 7)):
        model = dice.pick(scene.models("chair", "wallfurn", "plant", "armchair", "misc"))
        entry = scene.pack.table[model]
        if entry.get("el", 0) < 0.3 and entry["hi"][1] < room.height:
            room.place_against_wall(model)
    for _ in range(dice.whole(0, 4)):
        wall = room.wall(dice.whole(0, 4))
        x, z = wall.point(dice.uniform(0.3, wall.length - 0.3), 0.02)
        y = dice.uniform(1, 1.8)
        size = (dice.uniform(0.3, 1), dice.uniform(0.3, 0.9), 1)
        picture = Material(scene.texture("photo"))
        scene.put(scene.pack.primitive["quad"], (x, y, z), wall.yaw, size, picture)


def _light(scene: Scene, table: Surface) -> None:
    dice = scene.dice
    warmth = dice.uniform(0, 1)
    colour = np.array([1, 1 - 0.2 * warmth, 1 - 0.45 * warmth])
    for _ in range(dice.whole(1, 4)):
        x = table.x + dice.uniform(-1.2, 1.2)
        y = table.y + dice.uniform(0.6, 1.5)
        z = table.z + dice.uniform(-1.2, 1.2)
        scene.lamps.append(((x, y, z), colour * dice.uniform(0.2, 1.4)))
    scene.lamps = scene.lamps[-MOST_LAMPS:]
    brightness = dice.uniform(0.15, 0.5)
    scene.ambient_up, scene.ambient_down = colour * brightness, colour * brightness * 0.8
    scene.sun_direction = (dice.uniform(-0.8, 0.8), 1, dice.uniform(-0.8, 0.8))
    scene.sun_colour = colour * dice.uniform(0.3, 1.8)


def _draw_viewpoint(scene: Scene, room: Room, table: Surface, dice: Dice) -> Viewpoint | None:
    for _ in range(30):
        distance, angle = dice.uniform(0.35, 1.7), dice.angle()
        elevation = math.radians(dice.uniform(6, 62))
        along = dice.uniform(-0.6, 0.6) * table.half_width
        across = dice.uniform(-0.6, 0.6) * table.half_depth
        target_x, target_z = offset(table.x, table.z, along, across, table.yaw)
        target_y = table.y + dice.uniform(0, 0.12)
        flat = distance * math.cos(elevation)
        x, z = target_x + flat * math.cos(angle), target_z + flat * math.sin(angle)
        y = target_y + distance * math.sin(elevation)
        is_outside = abs(x) > room.width / 2 - 0.1 or abs(z) > room.depth / 2 - 0.1 or y > room.height - 0.1
        if is_outside or scene.is_blocked(x, y, z, 0.15):
            continue
        forward_x, forward_y, forward_z = target_x - x, target_y - y, target_z - z
        yaw = math.atan2(forward_x, -forward_z) + dice.normal() * 0.08
        pitch = math.degrees(math.atan2(forward_y, math.hypot(forward_x, forward_z))) + dice.normal() * 3
        return (x, y, z), yaw, pitch, dice.uniform(45, 76)
    return None
