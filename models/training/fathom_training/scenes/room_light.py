"""Lamps and daylight of a room."""

import math

import numpy as np

from fathom_training.scenes.dice import sun_direction
from fathom_training.scenes.furnishing import Furnishing
from fathom_training.scenes.room import Room
from fathom_training.scenes.scene import MESH_MATERIAL, MOST_LAMPS, Array, Material, Scene


def light_room(f: Furnishing) -> None:
    """Hangs lamps, sets what falls in from outside and what comes back from the walls."""
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
