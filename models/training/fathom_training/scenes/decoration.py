"""Small things on tables, floors and walls; people."""

from fathom_training.scenes.clutter import scatter_clutter
from fathom_training.scenes.dice import hsv
from fathom_training.scenes.furnishing import Furnishing
from fathom_training.scenes.outdoor_things import add_person
from fathom_training.scenes.room import Room
from fathom_training.scenes.scene import (
    Material,
    Scene,
)
from fathom_training.scenes.structure import occupy


def decorate(f: Furnishing) -> None:
    """Puts small things on surfaces, floor and walls, and now and then people."""
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
    occupy(scene, (x - width / 2, x + width / 2), height, (z - width / 2, z + width / 2))


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
