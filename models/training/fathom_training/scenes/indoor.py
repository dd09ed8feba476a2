"""Rooms of a home, an office or a hall, with their furniture and clutter."""

import math

import numpy as np

from fathom_training.scenes.camera import phone_field_of_view
from fathom_training.scenes.decoration import decorate
from fathom_training.scenes.dice import Dice, sun_direction
from fathom_training.scenes.furnishing import Furnishing
from fathom_training.scenes.furniture import furnish
from fathom_training.scenes.room import Room, Windows, build_room
from fathom_training.scenes.scene import (
    MESH_MATERIAL,
    MOST_LAMPS,
    Array,
    Material,
    Scene,
    Viewpoint,
)
from fathom_training.scenes.structure import add_structure, add_world_outside, lay_rug

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
        add_world_outside(scene, room)
    add_structure(scene, room)
    lay_rug(scene, room, style)
    categories = CATEGORIES.get(style)
    furnishing = Furnishing(scene, room, style, dice.uniform(0.5, 2.0), dice.chance(0.3), categories)
    furnish(furnishing)
    decorate(furnishing)
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


def _light(f: Furnishing) -> None:
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
