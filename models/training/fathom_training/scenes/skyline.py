"""What stands tall against the sky: masts, pylons, cranes, chimneys, rockets and towers, from noon to the blue hour."""

import itertools
import math
from dataclasses import dataclass

import numpy as np

from fathom_training.scenes.camera import phone_field_of_view
from fathom_training.scenes.dice import Colour, Dice, hsv
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
from fathom_training.scenes.scene import MOST_LAMPS, Material, Scene, Viewpoint

SMOOTH_SKY_SHARE = 0.65
"""The rest has the clouds and panoramas of other scenes."""
LEAST_DEPTH_SHARE = 0.06
"""Most of such a picture may be sky."""
BLUE_HOUR, DUSK = 0.35, 0.6
"""Of the smooth skies: shares up to which they are of that time; the rest are by day."""


@dataclass(frozen=True)
class Tower:
    """Where something tall stands, and how tall it is, in metres."""

    x: float
    z: float
    height: float


def compose_skyline(scene: Scene) -> None:
    """A wide place with two to eight tall things at up to 150 m, and a camera that looks up at one of them."""
    dice = scene.dice
    reach = math.exp(dice.uniform(math.log(12), math.log(110)))
    ground = scene.material("ground", "asphalt", metres=dice.uniform(2, 6)).but(roughness=1)
    scene.shape("box", 0, -0.2, 0, 1500, 0.4, 1500, material=ground)
    towers = [_add_tower(scene, reach) for _ in range(dice.whole(2, 9))]
    if dice.chance(0.3):
        _hang_wires(scene, towers)
    _fill_ground(scene, reach)
    if dice.chance(0.6):
        add_surroundings(scene, -0.3)
    set_daylight(scene)
    if dice.chance(SMOOTH_SKY_SHARE):
        _smooth_sky(scene, towers)
    scene.shadow_centre, scene.shadow_radius = (0, 1, 0), min(reach + 5, 60)
    scene.far, scene.farthest = 700.0, 300.0
    scene.least_depth_share = LEAST_DEPTH_SHARE
    scene.bump = dice.uniform(0.1, 0.6)
    scene.draw_viewpoint = lambda dice: _draw_viewpoint(scene, towers, reach, dice)


def _add_tower(scene: Scene, reach: float) -> Tower:
    dice = scene.dice
    x, z = dice.uniform(-1, 1) * reach, dice.uniform(-1, 1) * reach
    height = min(reach, 90) * dice.uniform(0.25, 0.9) + 3
    build = dice.pick((_build_lattice, _build_lattice, _build_stack, _build_stack, _build_crane, _build_pole))
    width = build(scene, x, z, height)
    half = width / 2 + 0.3
    scene.solids.append((x - half, x + half, 0, height, z - half, z + half))
    return Tower(x, z, height)


def _steel(dice: Dice) -> Material:
    tint: Colour = hsv(dice.fraction(), dice.uniform(0.3, 0.9), dice.uniform(0.3, 0.9))
    return Material(tint=tint if dice.chance(0.3) else dice.grey(0.06, 0.8), roughness=dice.uniform(0.3, 1))


def _build_lattice(scene: Scene, x: float, z: float, height: float) -> float:
    """Four legs that lean towards each other, braced crosswise. Returns the width at the ground."""
    dice = scene.dice
    steel, yaw = _steel(dice), dice.angle()
    foot = height * dice.uniform(0.06, 0.2)
    taper = dice.uniform(0.15, 1)
    bays = dice.whole(4, 12)
    bar = max(0.04, height * dice.uniform(0.002, 0.006))

    def corner(level: int, side: int) -> tuple[float, float, float]:
        share = level / bays
        radius = foot * (1 - (1 - taper) * share) / math.sqrt(2)
        angle = yaw + (side % 4) * math.pi / 2
        return x + radius * math.cos(angle), height * share, z + radius * math.sin(angle)

    for side in range(4):
        scene.rod(corner(0, side), corner(bays, side), bar * 1.6, steel)
        for level in range(bays):
            scene.rod(corner(level, side), corner(level + 1, side + 1), bar, steel)
            scene.rod(corner(level, side + 1), corner(level + 1, side), bar, steel)
            scene.rod(corner(level + 1, side), corner(level + 1, side + 1), bar, steel)
    if dice.chance(0.4):
        for arm in range(dice.whole(1, 4)):
            y, half = height * (0.95 - 0.12 * arm), foot * dice.uniform(0.6, 1.5)
            ends = [(x + turn * half * math.cos(yaw), y, z + turn * half * math.sin(yaw)) for turn in (-1, 1)]
            scene.rod(ends[0], ends[1], bar * 2, steel)
    return foot


def _build_stack(scene: Scene, x: float, z: float, height: float) -> float:
    """Rounds one upon another: a chimney, a silo, a minaret or a rocket. Returns the width at the ground."""
    dice = scene.dice
    width = height * dice.uniform(0.05, 0.3)
    foot, bottom = width, 0.0
    parts = dice.whole(1, 5)
    material = scene.material("wallx", "wall", metres=dice.uniform(1, 3), flat=0.6)
    for part in range(parts):
        length = height * dice.uniform(0.6, 1.4) / parts
        scene.shape("cyl", x, bottom + length / 2, z, width, length, width, material=material)
        bottom += length
        if dice.chance(0.4):
            material = scene.material("wallx", "wall", metres=dice.uniform(1, 3), flat=0.8)
        if part + 1 < parts:
            width *= dice.uniform(0.75, 1.05)
    if dice.chance(0.6):
        nose = width * dice.uniform(0.5, 2.5)
        scene.shape("cone", x, bottom + nose / 2, z, width, nose, width, material=material)
    return foot


def _build_crane(scene: Scene, x: float, z: float, height: float) -> float:
    """A mast with a long jib. Returns the width at the ground."""
    dice = scene.dice
    foot = _build_lattice(scene, x, z, height)
    steel, yaw = _steel(dice), dice.angle()
    length, top = height * dice.uniform(0.4, 1.0), height * dice.uniform(1.06, 1.15)
    cosine, sine = math.cos(yaw), math.sin(yaw)
    bar = max(0.05, height * 0.004)
    far, back = (
        (x + length * cosine, height, z + length * sine),
        (x - 0.3 * length * cosine, height, z - 0.3 * length * sine),
    )
    scene.rod(far, back, bar * 3, steel)
    scene.rod((x, height, z), (x, top, z), bar * 2, steel)
    for end in (far, back):
        scene.rod((x, top, z), end, bar, steel)
    drop = height * dice.uniform(0.1, 0.8)
    hook = x + 0.7 * length * cosine, z + 0.7 * length * sine
    scene.rod((hook[0], height, hook[1]), (hook[0], height - drop, hook[1]), bar * 0.6, steel)
    return foot


def _build_pole(scene: Scene, x: float, z: float, height: float) -> float:
    """A street lamp, a flagpole or an aerial. Returns its width."""
    dice = scene.dice
    height = min(height, dice.uniform(4, 20))
    width = dice.uniform(0.1, 0.4)
    add_pole(scene, x, 0, z, height, width, dice.grey(0.1, 0.9))
    return width


def _hang_wires(scene: Scene, towers: list[Tower]) -> None:
    """From each tall thing to the next, straight: their sag is less than a picture shows at these spans."""
    dice = scene.dice
    wire = Material(tint=dice.grey(0.02, 0.2))
    for one, other in itertools.pairwise(towers):
        for _ in range(dice.whole(1, 4)):
            share = dice.uniform(0.7, 0.98)
            start, end = (one.x, one.height * share, one.z), (other.x, other.height * share, other.z)
            scene.rod(start, end, dice.uniform(0.02, 0.08), wire)


def _fill_ground(scene: Scene, reach: float) -> None:
    dice = scene.dice
    for _ in range(dice.whole(0, 6)):
        x, z = dice.uniform(-1, 1) * reach, dice.uniform(-1, 1) * reach
        width, depth, height = dice.uniform(4, 16), dice.uniform(4, 12), dice.uniform(2.5, 12)
        add_building(scene, x, 0, z, width, depth, height, dice.angle())
    for _ in range(dice.whole(0, 10)):
        x, z = dice.uniform(-1, 1) * reach, dice.uniform(-1, 1) * reach
        which = dice.fraction()
        if which < 0.4:
            add_tree(scene, x, 0, z)
        elif which < 0.6:
            add_bush(scene, x, 0, z)
        elif which < 0.8:
            add_person(scene, x, 0, z)
        else:
            add_car(scene, x, 0, z, dice.angle())


def _smooth_sky(scene: Scene, towers: list[Tower]) -> None:
    """No cloud at all, so that only the horizon's shade and what stands before it tell a sky from a wall."""
    dice = scene.dice
    scene.sky_parameters = (-1, 0.0, 0.0, 0.0)
    scene.fog = 0.0
    time = dice.fraction()
    if time < BLUE_HOUR:
        brightness = dice.uniform(0.1, 0.5)
        scene.sun_colour = np.zeros(3)
        scene.sky_zenith = np.array([0.1, 0.2, 0.5]) * brightness
        scene.sky_horizon = scene.sky_zenith * dice.uniform(1, 3) + np.array([0.3, 0.2, 0.15]) * dice.uniform(0, 0.3)
        scene.ambient_up, scene.ambient_down = scene.sky_zenith * 1.5, scene.sky_zenith * 0.8
        _light_lamps(scene, towers)
    elif time < DUSK:
        warmth = np.array([1.0, dice.uniform(0.5, 0.8), dice.uniform(0.25, 0.7)])
        scene.sky_horizon, scene.sky_zenith = (
            warmth * dice.uniform(0.4, 1),
            np.array([0.3, 0.35, 0.6]) * dice.uniform(0.3, 1),
        )
    else:
        pale = dice.fraction()
        zenith = np.array([0.2, 0.42, 0.9]) * (1 - pale) + np.array([0.85, 0.88, 0.92]) * pale
        scene.sky_zenith = zenith * dice.uniform(0.6, 1.1)
        scene.sky_horizon = (zenith + (1 - zenith) * dice.uniform(0, 0.9)) * dice.uniform(0.7, 1.1)


def _light_lamps(scene: Scene, towers: list[Tower]) -> None:
    dice = scene.dice
    for tower in towers[: dice.whole(0, MOST_LAMPS + 1)]:
        colour = np.array([1.0, dice.uniform(0.6, 0.95), dice.uniform(0.3, 0.9)])
        position = tower.x + dice.normal(), dice.uniform(0.1, 1) * min(tower.height, 12) + 0.5, tower.z + dice.normal()
        scene.lamps.append((position, colour * dice.uniform(5, 60)))
        size = dice.uniform(0.1, 0.5)
        scene.shape(
            "sphere", *position, size, size, size, material=Material(tint=tuple(colour), emission=8), casts=False
        )


def _draw_viewpoint(scene: Scene, towers: list[Tower], reach: float, dice: Dice) -> Viewpoint | None:
    for _ in range(25):
        target = dice.pick(towers)
        away, angle = reach * dice.uniform(0.3, 1.4) + 2, dice.angle()
        x, z = target.x + away * math.cos(angle), target.z + away * math.sin(angle)
        y = dice.uniform(1.2, 1.9) if dice.chance(0.75) else dice.uniform(0.3, 12)
        if scene.is_blocked(x, y, z, 0.5):
            continue
        yaw = math.atan2(target.x - x, -(target.z - z)) + dice.normal() * 0.25
        elevation = math.degrees(math.atan2(target.height * dice.uniform(0, 0.9) - y, away))
        pitch = float(np.clip(elevation + 4 * dice.normal(), -10, 45))
        field_of_view = phone_field_of_view(dice) if dice.chance(0.7) else dice.uniform(40, 95)
        return (x, y, z), yaw, pitch, field_of_view
    return None
