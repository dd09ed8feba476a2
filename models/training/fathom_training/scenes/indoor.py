"""Rooms of a home, an office or a hall, with their furniture and clutter."""

import math

import numpy as np

from fathom_training.scenes.camera import phone_field_of_view
from fathom_training.scenes.decoration import decorate
from fathom_training.scenes.dice import Dice
from fathom_training.scenes.furnishing import Furnishing
from fathom_training.scenes.furniture import furnish
from fathom_training.scenes.room import Room, Windows, build_room, limit_view
from fathom_training.scenes.room_light import light_room
from fathom_training.scenes.scene import Scene, Viewpoint
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
    """A furnished room of a random style, seen from anywhere in it."""
    room = furnish_home(scene)
    scene.draw_viewpoint = lambda dice: _draw_viewpoint(scene, room, dice)


def furnish_home(scene: Scene) -> Room:
    """A furnished room of a random style, lit."""
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
    light_room(furnishing)
    limit_view(room)
    scene.occlusion_radius, scene.occlusion_strength = dice.uniform(0.25, 0.7), dice.uniform(0.7, 1.4)
    scene.near_limit = 0.55
    return room


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
