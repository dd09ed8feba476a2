"""What a room has besides walls, floor and ceiling, and what is outside."""

import math

from fathom_training.scenes.outdoor_things import add_building, add_tree, set_daylight
from fathom_training.scenes.room import Room
from fathom_training.scenes.scene import (
    Material,
    Scene,
)

SHAPES = ("box", "sphere", "cyl", "cone", "vase", "bowl", "wedge", "roof", "tube")


def add_world_outside(scene: Scene, room: Room) -> None:
    """Ground, trees and houses that windows show."""
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


def add_structure(scene: Scene, room: Room) -> None:
    """Now and then corners, pillars, beams, stairs, a slope or shapes in the air."""
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


def occupy(scene: Scene, x: tuple[float, float], height: float, z: tuple[float, float]) -> None:
    """Marks a box on the floor as taken and solid."""
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
    occupy(scene, across, height, along)


def _add_pillar(scene: Scene, room: Room) -> None:
    dice = scene.dice
    x = dice.uniform(-room.width / 3, room.width / 3)
    z = dice.uniform(-room.depth / 3, room.depth / 3)
    width, height = dice.uniform(0.2, 0.5), room.height
    shape = "cyl" if dice.chance(0.5) else "box"
    material = scene.material("wall", "wallx", flat=0.5)
    scene.shape(shape, x, height / 2, z, width, height, width, material=material)
    occupy(scene, (x - width / 2, x + width / 2), height, (z - width / 2, z + width / 2))


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


def lay_rug(scene: Scene, room: Room, style: str) -> None:
    """A rug, in two rooms of five."""
    dice = scene.dice
    if dice.chance(0.4) and style != "bath":
        width = dice.uniform(1, min(3.2, room.width * 0.8))
        depth = dice.uniform(1, min(3.2, room.depth * 0.8))
        position = (dice.uniform(-0.2, 0.2) * room.width, 0.006, dice.uniform(-0.2, 0.2) * room.depth)
        angles = (0, dice.normal() * 0.15, 0)
        material = Material(scene.texture("rug", "cloth"), roughness=1)
        scene.tilted("box", position, (width, 0.012, depth), angles, material)
