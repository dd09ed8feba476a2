"""Courtyards, squares, gardens and parks."""

import math

import numpy as np

from fathom_training.scenes.camera import phone_field_of_view
from fathom_training.scenes.dice import Dice
from fathom_training.scenes.outdoor_things import (
    add_building,
    add_bush,
    add_car,
    add_person,
    add_pole,
    add_surroundings,
    add_tree,
    set_daylight,
)
from fathom_training.scenes.scene import Material, Scene, Viewpoint

RIGHT_ANGLES = (0, 1.5708, 3.1416, -1.5708)


def compose_square(scene: Scene) -> None:
    """An open place of 9 to 40 m, as a park or between buildings, seen from anywhere in it."""
    side, relief = lay_out_square(scene)
    scene.draw_viewpoint = lambda dice: _draw_viewpoint(scene, side, relief, dice)


def lay_out_square(scene: Scene, is_level: bool = False) -> tuple[float, float]:
    """The place by daylight. Returns the length of its sides and how high its ground rises, in metres."""
    dice = scene.dice
    is_park = dice.chance(0.4)
    side = dice.uniform(9, 40)
    if is_park:
        ground = scene.material("ground", metres=dice.uniform(2, 6))
    else:
        ground = scene.material("ground", "floor", "ground", "asphalt", metres=dice.uniform(1, 4))
    ground = ground.but(roughness=1)
    scene.shape("box", 0, -0.2, 0, 1500, 0.4, 1500, material=ground)
    relief = 0.0
    if is_park and not is_level and dice.chance(0.6):
        relief = dice.uniform(1, 6)
        terrain, turn = f"terrain{dice.whole(0, 6)}", dice.fraction() * 6
        scene.shape(terrain, 0, 0, 0, side * 4, relief, side * 4, turn, ground)
    if not is_park:
        _enclose(scene, side)
    if dice.chance(0.6):
        _lay_paths(scene, side)
    _fill(scene, side, is_park)
    add_surroundings(scene, -0.3)
    set_daylight(scene)
    scene.shadow_centre, scene.shadow_radius = (0, 1, 0), min(side * 0.75 + 5, 45)
    scene.far, scene.farthest, scene.near_limit = 700.0, 300.0, 0.5
    scene.bump = dice.uniform(0.1, 0.7)
    return side, relief


def _enclose(scene: Scene, side: float) -> None:
    """Rows of buildings on most of the four sides."""
    dice = scene.dice
    for quarter in range(4):
        if dice.chance(0.2):
            continue
        angle = quarter * math.pi / 2
        cosine, sine = math.cos(angle), math.sin(angle)
        length = side * dice.uniform(0.8, 1.6)
        u = -length / 2
        while u < length / 2:
            width, depth = dice.uniform(5, 18), dice.uniform(6, 12)
            height = dice.uniform(3, 16) if dice.chance(0.7) else dice.uniform(10, 30)
            away = side / 2 + depth / 2 + dice.uniform(0, 2)
            middle = u + width / 2
            x, z = middle * cosine + away * sine, -middle * sine + away * cosine
            add_building(scene, x, 0, z, width, depth, height, angle)
            u += width + (0 if dice.chance(0.7) else dice.uniform(1, 6))


def _lay_paths(scene: Scene, side: float) -> None:
    dice = scene.dice
    for _ in range(dice.whole(1, 5)):
        x = dice.uniform(-0.4, 0.4) * side
        y = 0.004 * dice.fraction()
        position = (x, y, dice.uniform(-0.4, 0.4) * side)
        size = (dice.uniform(1.2, 12), 0.03, dice.uniform(1.2, 12))
        turn = dice.fraction() * 3
        material = scene.material("ground", "floor", "asphalt", metres=dice.uniform(0.8, 2.5))
        scene.tilted("box", position, size, (0, turn, 0), material)


def _find_spot(scene: Scene, side: float, reach: float) -> tuple[float, float] | None:
    for _ in range(6):
        x, z = scene.dice.uniform(-0.48, 0.48) * side, scene.dice.uniform(-0.48, 0.48) * side
        if scene.is_free(x - reach, x + reach, z - reach, z + reach):
            return x, z
    return None


def _fill(scene: Scene, side: float, is_park: bool) -> None:
    dice, pack = scene.dice, scene.pack
    outdoor = [index for index in pack.by_class.get("ext", []) if 0.25 < pack.table[index]["hi"][1] < 6]
    for _ in range(dice.whole(3, 16)):
        is_outdoor = dice.chance(0.7)
        choices = outdoor if is_outdoor else scene.models("chair", "table", "plant", "misc")
        model = dice.pick(choices)
        entry = pack.table[model]
        spot = _find_spot(scene, side, max(entry["hi"][0], entry["hi"][2]))
        if spot:
            yaw = dice.angle() if dice.chance(0.5) else dice.pick(RIGHT_ANGLES)
            scene.asset(model, *spot, yaw, y=-0.02)
    for _ in range(dice.whole(1, 14) * (2 if is_park else 1)):
        spot = _find_spot(scene, side, 0.7)
        if spot:
            x, z = spot
            if dice.chance(0.7):
                add_tree(scene, x, -0.05, z, dice.uniform(2.5, 12))
            else:
                add_bush(scene, x, 0, z)
            scene.footprints.append((x - 0.7, x + 0.7, z - 0.7, z + 0.7))
    for _ in range(dice.whole(0, 8)):
        spot = _find_spot(scene, side, 0.4)
        if spot:
            add_person(scene, spot[0], 0, spot[1])
    for _ in range(dice.whole(0, 7)):
        spot = _find_spot(scene, side, 2.3)
        if spot:
            add_car(scene, spot[0], 0, spot[1], dice.pick((0, 1.5708)) + dice.normal() * 0.1)
    for _ in range(dice.whole(0, 9)):
        _add_barrier(scene, side)


def _add_barrier(scene: Scene, side: float) -> None:
    """A wall, a fence, a hedge, steps or a pole."""
    dice = scene.dice
    which = dice.fraction()
    spot = _find_spot(scene, side, 1.0)
    if not spot:
        return
    x, z = spot
    yaw = dice.pick((0, 1.5708)) if dice.chance(0.7) else dice.fraction() * 3
    if which < 0.3:
        size = dice.uniform(1, 7), dice.uniform(0.4, 2), dice.uniform(0.15, 0.5)
        material = scene.material("wallx", "wall", "wood", metres=dice.uniform(1, 2), flat=0.2)
        scene.shape("box", x, 0.4, z, *size, yaw, material)
    elif which < 0.5:
        length, height = dice.uniform(2, 9), dice.uniform(0.8, 2)
        fence = Material(scene.texture("fence"), uv=(length / 1.5, 1, 0, 0))
        scene.put(scene.pack.primitive["quad"], (x, height / 2, z), yaw, (length, height, 1), fence)
    elif which < 0.65:
        size = dice.uniform(1, 6), dice.uniform(0.6, 2.2), dice.uniform(0.5, 1.2)
        scene.shape("box", x, 0.5, z, *size, yaw, Material(scene.texture("leaf"), bump=1, metres_per_repeat=1.2))
    elif which < 0.8:
        width = dice.uniform(1, 4)
        material = scene.material("wallx", "asphalt", "floor", metres=1.5)
        for step in range(dice.whole(2, 9)):
            position = x + math.sin(yaw) * step * 0.3, 0.08 + step * 0.08, z + math.cos(yaw) * step * 0.3
            scene.tilted("box", position, (width, 0.16 + 0.16 * step, 0.3), (0, yaw, 0), material)
    else:
        add_pole(scene, x, 0, z, dice.uniform(2, 7), 0.12, dice.grey(0.2, 0.8))
    scene.solids.append((x - 1, x + 1, 0, 2, z - 1, z + 1))


def _draw_viewpoint(scene: Scene, side: float, relief: float, dice: Dice) -> Viewpoint | None:
    for _ in range(25):
        x, z = dice.uniform(-0.5, 0.5) * side, dice.uniform(-0.5, 0.5) * side
        y = dice.uniform(1.3, 1.8) if dice.chance(0.8) else dice.uniform(0.4, 3)
        if dice.chance(0.5):
            to_border = side * 0.5 / max(abs(x), abs(z), 0.1) * 0.95
            x, z = x * to_border, z * to_border
        y += relief * 0.25
        if scene.is_blocked(x, y, z, 0.5):
            continue
        target_x, target_z = dice.uniform(-0.35, 0.35) * side, dice.uniform(-0.35, 0.35) * side
        yaw = math.atan2(target_x - x, -(target_z - z))
        pitch = float(np.clip(-4 + 8 * dice.normal(), -30, 25))
        field_of_view = phone_field_of_view(dice) if dice.chance(0.75) else dice.uniform(40, 95)
        return (x, y, z), yaw, pitch, field_of_view
    return None
