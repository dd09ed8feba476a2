"""Roads of race tracks, with cars on them and things beside them. Only where the pack holds tracks."""

import math
from dataclasses import dataclass

import numpy as np

from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.scenes.dice import Dice
from fathom_training.scenes.outdoor_things import add_bush, add_car, add_person, add_tree, set_daylight
from fathom_training.scenes.scene import MESH_MATERIAL, Array, Material, Scene, Viewpoint

IDENTITY = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
FEWEST_POINTS = 100
DRAWN_WITHIN_METRES, USED_WITHIN_METRES = 420, 130


@dataclass(frozen=True)
class Track:
    """Its meshes with their centres [n, 3], and points on its road [k, 3], in metres."""

    meshes: Array
    centres: Array
    road: Array


def tracks_of(pack: AssetPack) -> dict[str, Track]:
    """The tracks of a pack by name."""
    meshes = np.array(pack.by_class.get("track", []), int)
    names = np.array([pack.table[index]["name"] for index in meshes])
    tracks = {}
    for name, road in pack.roads.items():
        own = meshes[names == name]
        if len(own) and len(road) > FEWEST_POINTS:
            tracks[name] = Track(own, (pack.low[own] + pack.high[own]) / 2, road)
    return tracks


@dataclass(frozen=True)
class _Stretch:
    """The road around one of its points: its direction (x, z), and its middle relative to the point."""

    direction: Array
    middle: Array


def compose_track(scene: Scene) -> None:
    """Part of a track about a random point of its road."""
    dice, pack = scene.dice, scene.pack
    tracks = tracks_of(pack)
    track = tracks[dice.pick(sorted(tracks))]
    here = track.road[int(dice.rng.integers(len(track.road)))].astype(float)
    distance = np.hypot(track.centres[:, 0] - here[0], track.centres[:, 2] - here[2])
    near = track.meshes[distance < DRAWN_WITHIN_METRES]
    material = MESH_MATERIAL.but(tint=dice.grey(0.85, 1.15), bump=0.15)
    for mesh in near:
        scene.add(int(mesh), IDENTITY, -here, material)
    local = track.road - here
    road = local[np.hypot(local[:, 0], local[:, 2]) < USED_WITHIN_METRES]
    lowest = min(float(np.min(pack.low[near][:, 1])) - here[1], road[:, 1].min())
    scene.shape("box", 0, lowest - 1.5, 0, 3000, 1, 3000, material=scene.material("ground", metres=12))
    _add_traffic(scene, road)
    for _ in range(dice.whole(0, 16)):
        _add_beside(scene, road)
    set_daylight(scene)
    scene.shadow_centre, scene.shadow_radius = (0, 0, 0), 70.0
    scene.far, scene.farthest, scene.near_limit = 700.0, 300.0, 0.8
    scene.bump = dice.uniform(0, 0.35)
    stands = np.nonzero(np.hypot(road[:, 0], road[:, 2]) < 45)[0]
    scene.draw_viewpoint = lambda dice: _draw_viewpoint(scene, road, stands, dice)


def _stretch_at(road: Array, point: Array) -> _Stretch | None:
    """By the covariance of the road's points within 16 m."""
    away = road - point
    close = np.hypot(away[:, 0], away[:, 2]) < 16
    if close.sum() < 4:
        return None
    flat = away[close][:, [0, 2]]
    _, axes = np.linalg.eigh(np.cov(flat.T))
    return _Stretch(axes[:, 1], flat.mean(0))


def _add_traffic(scene: Scene, road: Array) -> None:
    dice = scene.dice
    cars: list[tuple[float, float]] = []
    for _ in range(dice.whole(0, 14)):
        x, y, z = point = road[int(dice.rng.integers(len(road)))]
        if math.hypot(x, z) < 5:
            continue
        stretch = _stretch_at(road, point)
        if stretch is None or any(math.hypot(x - other_x, z - other_z) < 5.5 for other_x, other_z in cars):
            continue
        cars.append((x, z))
        yaw = math.atan2(-stretch.direction[1], stretch.direction[0])
        add_car(scene, x, y + 0.02, z, yaw + dice.normal() * 0.06)


def _add_beside(scene: Scene, road: Array) -> None:
    dice = scene.dice
    point = road[int(dice.rng.integers(len(road)))]
    stretch = _stretch_at(road, point)
    if stretch is None:
        return
    across = np.array([-stretch.direction[1], stretch.direction[0]])
    away = dice.uniform(5.5, 14) * dice.side()
    x = point[0] + stretch.middle[0] * 0.7 + across[0] * away
    z = point[2] + stretch.middle[1] * 0.7 + across[1] * away
    if (np.hypot(road[:, 0] - x, road[:, 2] - z) < 4.5).any():
        return
    which, y = dice.fraction(), point[1] - 0.3
    if which < 0.4:
        add_tree(scene, x, y, z)
    elif which < 0.55:
        add_person(scene, x, y + 0.2, z)
    elif which < 0.65:
        add_bush(scene, x, y, z)
    elif which < 0.85:
        height = dice.uniform(2, 8)
        size = dice.uniform(0.06, 0.25), height, dice.uniform(0.06, 0.25)
        scene.shape("cyl", x, y + height / 2, z, *size, material=Material(tint=dice.grey(0.2, 0.8)))
    else:
        size = dice.uniform(0.3, 2), dice.uniform(1, 3), dice.uniform(0.3, 2)
        scene.shape("box", x, y + 1, z, *size, dice.fraction() * 3, scene.any_material())


def _draw_viewpoint(scene: Scene, road: Array, stands: Array, dice: Dice) -> Viewpoint | None:
    for _ in range(20):
        point = road[stands[int(dice.rng.integers(len(stands)))]]
        stretch = _stretch_at(road, point)
        if stretch is None:
            continue
        forward_x, forward_z = stretch.direction * dice.side()
        is_in_car = dice.chance(0.6)
        y = point[1] + (1.65 + dice.normal() * 0.1 if is_in_car else dice.uniform(1.0, 2.4))
        x, z = point[0] + dice.normal() * 0.6, point[2] + dice.normal() * 0.6
        if scene.is_blocked(x, y, z, 1.2):
            continue
        looks_ahead = dice.chance(0.75)
        turn = dice.normal() * 0.12 if looks_ahead else dice.uniform(-1.5, 1.5)
        yaw = math.atan2(forward_x, -forward_z) + turn
        pitch = -2.5 + 3.5 * dice.normal()
        field_of_view = dice.uniform(76, 92) if dice.chance(0.55) else dice.uniform(50, 85)
        return (x, y, z), yaw, pitch, field_of_view
    return None
