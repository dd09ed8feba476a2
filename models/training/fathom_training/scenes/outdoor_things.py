"""What stands outdoors: trees, people, cars, buildings, hills; and daylight."""

import math

import numpy as np

from fathom_training.scenes.dice import Colour, hsv, sun_direction
from fathom_training.scenes.scene import MESH_MATERIAL, Material, Scene, half_extents, offset


def add_tree(scene: Scene, x: float, y: float, z: float, height: float | None = None) -> None:
    """A tree: crossed pictures of one, a packed model, or a trunk with clumps of leaves."""
    dice = scene.dice
    height = height or dice.uniform(3, 14)
    which, yaw = dice.fraction(), dice.angle()
    models = scene.pack.by_class.get("plant_out")
    if which < 0.28:
        width = height * dice.uniform(0.5, 0.95)
        material = Material(scene.texture("tree"), dice.grey(0.8, 1.2))
        scene.shape("cross", x, y + height * 0.49, z, width, height, width, yaw, material)
    elif which < 0.5 and models:
        model = dice.pick(models)
        top = scene.pack.table[model]["hi"][1]
        scale = height / max(top, 0.1) if top > 2 else 1.0
        scene.put(model, (x, y, z), yaw, (scale, scale, scale))
    else:
        _grow_tree(scene, x, y, z, height, yaw)
    scene.solids.append((x - 0.5, x + 0.5, y, y + 3, z - 0.5, z + 0.5))


def _grow_tree(scene: Scene, x: float, y: float, z: float, height: float, yaw: float) -> None:
    dice = scene.dice
    trunk, bare = height * dice.uniform(0.02, 0.045) * 2, height * dice.uniform(0.25, 0.5)
    bark = scene.material("wood", metres=1).but(tint=(0.45, 0.38, 0.3))
    scene.shape("cone", x, y + height * 0.4, z, trunk, height * 0.8, trunk, yaw, bark)
    leaves = Material(scene.texture("leafa"), dice.grey(0.7, 1.3))
    is_conifer = dice.chance(0.3)
    for _ in range(dice.whole(5, 11)):
        level = dice.fraction()
        taper = (1.1 - level) if is_conifer else (1 - 0.5 * abs(level - 0.4))
        width = height * dice.uniform(0.3, 0.5) * taper
        angle = dice.angle()
        away = height * (0.05 if is_conifer else 0.16) * dice.fraction()
        at_x, at_z = x + away * math.cos(angle), z + away * math.sin(angle)
        at_y = y + bare + (height - bare) * level
        clump = f"clump{dice.whole(0, 3)}"
        scene.shape(clump, at_x, at_y, at_z, width * 1.2, width, width * 1.2, angle, leaves)


def add_bush(scene: Scene, x: float, y: float, z: float) -> None:
    """A few clumps of leaves on the ground."""
    dice = scene.dice
    width = dice.uniform(0.5, 2)
    leaves = Material(scene.texture("leafa"))
    for _ in range(dice.whole(2, 5)):
        clump = f"clump{dice.whole(0, 3)}"
        at_x, at_z = x + dice.uniform(-0.3, 0.3) * width, z + dice.uniform(-0.3, 0.3) * width
        size = width * dice.uniform(0.8, 1.4), width * dice.uniform(0.7, 1.2), width * dice.uniform(0.8, 1.4)
        scene.shape(clump, at_x, y + width * 0.35, at_z, *size, dice.fraction() * 6, leaves)
    half = width * 0.6
    scene.solids.append((x - half, x + half, y, y + width, z - half, z + half))


def add_person(scene: Scene, x: float, y: float, z: float) -> None:
    """A standing person, facing anywhere."""
    dice, pack = scene.dice, scene.pack
    yaw = dice.angle()
    models = [index for index in pack.by_class.get("person", []) if 1.2 < pack.table[index]["hi"][1] < 2.1]
    if models and dice.chance(0.75):
        model = dice.pick(models)
        scene.asset(model, x, z, yaw, y=y, material=MESH_MATERIAL.but(tint=dice.jittered_tint(0.2, 0.5, 1.2)))
        return
    height = dice.uniform(1.5, 1.92)
    width, depth = height * dice.uniform(0.9, 1.2), height * dice.uniform(0.9, 1.2)
    clothes = scene.material("cloth", "photo", flat=0.2).but(metres_per_repeat=dice.uniform(0.5, 1.5))
    scene.shape("person", x, y, z, width, height, depth, yaw, clothes)
    scene.solids.append((x - 0.3, x + 0.3, y, y + height, z - 0.3, z + 0.3))


def add_car(scene: Scene, x: float, y: float, z: float, yaw: float) -> None:
    """A car that drives along yaw, 0 for +x, forwards or backwards. None where the pack has no vehicle at all."""
    dice, pack = scene.dice, scene.pack
    vehicles = [index for index in pack.by_class.get("vehicle", []) if pack.table[index]["hi"][1] > 0.9]
    racing = pack.by_class.get("car", [])
    if not vehicles and not racing:
        return
    if vehicles and (dice.chance(0.65) or not racing):
        model = dice.pick(vehicles)
        (x0, _, z0), (x1, _, z1) = pack.table[model]["lo"], pack.table[model]["hi"]
        facing = yaw + (math.pi / 2 if z1 - z0 > x1 - x0 else 0)
    else:
        model, facing = dice.pick(racing), yaw
    facing += math.pi if dice.chance(0.5) else 0
    tint: Colour
    if dice.chance(0.5):
        tint = hsv(dice.fraction(), dice.uniform(0, 0.8), dice.uniform(0.2, 1.1))
    else:
        tint = dice.grey(0.15, 1.1)
    paint = MESH_MATERIAL.but(tint=tint, roughness=dice.uniform(0.15, 0.45), bump=0)
    # Racing cars wear liveries that no street shows: many are painted over.
    if pack.table[model]["cls"] == "car" and dice.chance(0.4):
        paint = paint.but(layer=Material().layer)
    scene.asset(model, x, z, facing, y=y, material=paint)


def add_building(
    scene: Scene,
    x: float,
    y: float,
    z: float,
    width: float,
    depth: float,
    height: float,
    yaw: float,
    has_roof: bool | None = None,
) -> None:
    """A box with a facade, a gable or flat roof, and a few balconies or pilasters."""
    dice = scene.dice
    layer, repeat = scene.texture("facade"), dice.uniform(9, 14)
    tint = tuple(np.clip(dice.uniform(0.7, 1.1) + 0.06 * dice.rng.normal(size=3), 0.3, 1.2).tolist())
    facade = Material(layer, tint, 0.9, 0.1, repeat)
    scene.shape("box", x, y + height / 2, z, width, height, depth, yaw, facade)
    if has_roof is None:
        has_roof = dice.chance(0.5)
    if has_roof:
        rise = min(width, depth) * dice.uniform(0.25, 0.5)
        tiles = scene.material("roof", "wallx", "wall", metres=dice.uniform(1.5, 3))
        tiles = tiles.but(tint=hsv(dice.uniform(0, 0.08), dice.uniform(0.1, 0.6), dice.uniform(0.25, 0.8)))
        scene.shape("roof", x, y + height + rise / 2, z, width * 1.08, rise, depth * 1.1, yaw, tiles)
    else:
        slab = Material(tint=dice.grey(0.2, 0.8))
        scene.shape("box", x, y + height + 0.2, z, width + 0.3, 0.4, depth + 0.3, yaw, slab)
    for _ in range(dice.whole(0, 6)):
        along, up = dice.uniform(-0.45, 0.45) * width, dice.uniform(0.15, 0.95) * height
        side = 1 if dice.chance(0.5) else -1
        size_x, size_z, size_y = dice.uniform(0.8, 3), dice.uniform(0.3, 1.4), dice.uniform(0.2, 1.2)
        at_x, at_z = offset(x, z, along, side * (depth / 2 + size_z / 2), yaw)
        scene.shape("box", at_x, y + up, at_z, size_x, size_y, size_z, yaw, scene.material("wall", "wood", flat=0.5))
    half_x, half_z = half_extents(width, depth, yaw)
    scene.solids.append((x - half_x, x + half_x, y, y + height, z - half_z, z + half_z))


def add_pole(scene: Scene, x: float, y: float, z: float, height: float, width: float, tint: Colour) -> None:
    """An upright cylinder that stands on y."""
    scene.shape("cyl", x, y + height / 2, z, width, height, width, material=Material(tint=tint))


def add_surroundings(scene: Scene, y: float = -1.0) -> None:
    """What closes the horizon: hills, distant buildings, woods."""
    dice = scene.dice
    if dice.chance(0.7):
        for _ in range(dice.whole(1, 5)):
            angle, width = dice.angle(), dice.uniform(100, 400)
            away, height = width * 0.75 + dice.uniform(70, 250), dice.uniform(15, 90)
            terrain, turn = f"terrain{dice.whole(0, 6)}", dice.fraction() * 6
            green = scene.material("ground", metres=25).but(tint=(0.6, 0.75, 0.6))
            x, z = away * math.cos(angle), away * math.sin(angle)
            scene.shape(terrain, x, y, z, width, height, width, turn, green)
    for _ in range(dice.whole(0, 8)):
        angle, away = dice.angle(), dice.uniform(90, 300)
        width, depth, height = dice.uniform(10, 40), dice.uniform(10, 30), dice.uniform(8, 50)
        x, z = away * math.cos(angle), away * math.sin(angle)
        add_building(scene, x, y, z, width, depth, height, dice.fraction() * 3)
    if dice.chance(0.6):
        for _ in range(dice.whole(10, 60)):
            angle, away, height = dice.angle(), dice.uniform(70, 200), dice.uniform(6, 18)
            x, z = away * math.cos(angle), away * math.sin(angle)
            tree = Material(scene.texture("tree"))
            scene.shape("cross", x, y + height * 0.48, z, height * 0.8, height, height * 0.8, angle * 7, tree)


def set_daylight(scene: Scene) -> None:
    """Sun, sky and haze: mostly sunny or overcast, now and then dusk."""
    dice = scene.dice
    elevation, azimuth = math.radians(dice.uniform(12, 70)), dice.angle()
    scene.sun_direction = sun_direction(elevation, azimuth)
    which = dice.fraction()
    if which < 0.55:
        warmth = max(0, 1 - math.degrees(elevation) / 35)
        scene.sun_colour = np.array([1, 0.93 - 0.2 * warmth, 0.84 - 0.4 * warmth]) * dice.uniform(1.6, 3.4)
        brightness = dice.uniform(0.35, 0.8)
        scene.ambient_up = np.array([0.42, 0.55, 0.8]) * brightness
        scene.ambient_down = np.array([0.35, 0.32, 0.26]) * brightness
        scene.sky_horizon = np.array([0.75, 0.85, 1.0]) * dice.uniform(0.7, 1.1)
        scene.sky_zenith = np.array([0.16, 0.36, 0.85]) * dice.uniform(0.6, 1.2)
        scene.cloud_colour = np.ones(3) * dice.uniform(1, 1.4)
        clouds = dice.uniform(0, 0.7)
    elif which < 0.9:
        scene.sun_colour = np.ones(3) * dice.uniform(0.0, 0.5)
        brightness = dice.uniform(0.7, 1.3)
        scene.ambient_up = np.array([0.9, 0.95, 1.05]) * brightness
        scene.ambient_down = np.array([0.35, 0.34, 0.32]) * brightness
        grey = dice.uniform(0.7, 1.3)
        scene.sky_horizon, scene.sky_zenith = np.array([0.9, 0.94, 1.0]) * grey, np.array([0.75, 0.82, 0.95]) * grey
        scene.cloud_colour = np.ones(3) * dice.uniform(0.8, 1.3)
        clouds = dice.uniform(0.4, 1)
    else:
        scene.sun_colour = np.array([1, 0.6, 0.35]) * dice.uniform(0.3, 1)
        scene.ambient_up = np.array([0.35, 0.35, 0.55]) * dice.uniform(0.4, 0.8)
        scene.ambient_down = scene.ambient_up * 0.6
        scene.sky_horizon = np.array([0.9, 0.6, 0.45]) * dice.uniform(0.5, 1)
        scene.sky_zenith = np.array([0.2, 0.25, 0.5]) * dice.uniform(0.5, 1)
        scene.cloud_colour = np.array([0.9, 0.6, 0.5])
        clouds = dice.uniform(0, 0.8)
    has_panorama = dice.chance(0.4) and "sky" in scene.pack.textures_by_class
    panorama = scene.texture("sky") if has_panorama else -1
    scene.sky_parameters = (panorama, clouds, dice.fraction(), dice.uniform(0, 50))
    scene.fog = dice.uniform(0.0004, 0.006) if dice.chance(0.6) else 0
    scene.fog_colour = np.asarray(scene.sky_horizon) * 0.9
    scene.occlusion_radius, scene.occlusion_strength = dice.uniform(0.6, 1.5), dice.uniform(0.6, 1.2)
