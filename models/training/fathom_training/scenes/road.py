"""A road along -z: lanes, kerbs, pavements, cars, and houses, trees or fields beside it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

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

FIRST_Z, LAST_Z = 40, -150
LANE_METRES = 3.2
URBAN_SIDES = ("rows", "rows", "houses", "trees", "mixed", "field")
RURAL_SIDES = ("houses", "trees", "trees", "mixed", "field", "rows")


@dataclass(frozen=True)
class Road:
    """A parabola: at z, its middle is at x = curve z²."""

    half_width: float
    curve: float
    urbanity: float
    """0 for the country, 1 for a town."""
    has_kerb: bool
    pavement: float

    def x(self, z: float) -> float:
        """Of its middle."""
        return self.curve * z * z

    def yaw(self, z: float) -> float:
        """That turns -z to its direction."""
        return math.atan2(2 * self.curve * z, 1.0)

    @property
    def piece(self) -> int:
        """Length of the boxes that it is laid of."""
        return 10 if self.curve else 190

    @property
    def lanes(self) -> int:
        """In both directions together."""
        return int(max(1, round(self.half_width * 2 / LANE_METRES)))

    def pieces(self, last_z: float) -> Iterator[float]:
        """The middles of its pieces."""
        return iter(np.arange(FIRST_Z - self.piece / 2, last_z, -self.piece))


def compose_road(scene: Scene) -> None:
    """A road with everything on and beside it."""
    dice = scene.dice
    half_width = dice.uniform(2.5, 4.4) if dice.chance(0.6) else dice.uniform(4, 8)
    curve = dice.normal() * 0.0025 if dice.chance(0.5) else 0.0
    urbanity = dice.fraction() ** 0.7
    asphalt = scene.material("asphalt", metres=dice.uniform(2, 5)).but(roughness=dice.uniform(0.5, 1))
    third = "asphalt" if urbanity > 0.5 else "ground"
    ground = scene.material("ground", "ground", third, metres=dice.uniform(2.5, 6))
    scene.shape("box", 0, -0.35, -50, 1500, 0.4, 1500, material=ground)
    pavement = dice.uniform(1.2, 3.5)
    road = Road(half_width, curve, urbanity, dice.chance(urbanity + 0.2), pavement)
    paving = scene.material("ground", "floor", "asphalt", metres=dice.uniform(1, 2.5)).but(roughness=1)
    _lay(scene, road, asphalt, paving)
    _paint(scene, road)
    _add_traffic(scene, road)
    for side in (-1, 1):
        _build_side(scene, road, side)
    add_surroundings(scene)
    set_daylight(scene)
    scene.shadow_centre, scene.shadow_radius = (0, 0, -22), 55.0
    scene.far, scene.farthest, scene.near_limit = 700.0, 300.0, 0.7
    scene.bump = dice.uniform(0.1, 0.7)
    scene.draw_viewpoint = lambda dice: _draw_viewpoint(scene, road, dice)


def _lay(scene: Scene, road: Road, asphalt: Material, paving: Material) -> None:
    kerb = Material(tint=(0.6, 0.6, 0.58))
    for z in road.pieces(LAST_Z):
        x, yaw, length = road.x(z), road.yaw(z), road.piece * 1.06
        scene.shape("box", x, -0.12, z, road.half_width * 2, 0.2, length, yaw, asphalt)
        if road.has_kerb:
            for side in (-1, 1):
                middle = x + side * (road.half_width + road.pavement / 2)
                scene.shape("box", middle, -0.06, z, road.pavement, 0.3, length, yaw, paving)
                edge = x + side * (road.half_width + 0.08)
                scene.shape("box", edge, -0.05, z, 0.16, 0.22, length, yaw, kerb)


def _paint(scene: Scene, road: Road) -> None:
    """Lane markings, edge lines and now and then a crossing."""
    dice, half_width = scene.dice, road.half_width
    paint = Material(tint=dice.grey(0.7, 1))
    worn = paint.but(bump=0.8)
    gap, length = dice.uniform(2, 6), dice.uniform(1.5, 4)
    if dice.chance(0.8):
        dash = min(length, 3) if road.curve else length
        for lane in range(1, road.lanes):
            across = -half_width + 2 * half_width * lane / road.lanes
            z: float = FIRST_Z
            while z > -110:
                scene.shape("box", road.x(z) + across, -0.015, z, 0.13, 0.01, dash, road.yaw(z), worn)
                z -= length + gap
    if dice.chance(0.5):
        for side in (-1, 1):
            for z in road.pieces(-120):
                x = road.x(z) + side * (half_width - 0.25)
                scene.shape("box", x, -0.017, z, 0.13, 0.01, road.piece * 1.03, road.yaw(z), worn)
    if dice.chance(0.25):
        z = dice.uniform(-40, -8)
        for stripe in range(int(half_width * 2 / 0.9)):
            x = road.x(z) - half_width + 0.5 + stripe * 0.9
            scene.shape("box", x, -0.014, z, 0.45, 0.01, 3, material=paint)


def _add_traffic(scene: Scene, road: Road) -> None:
    dice = scene.dice
    for side in (-1, 1):
        has_parked = dice.chance(0.5 + 0.4 * road.urbanity)
        on_pavement = dice.uniform(-0.2, 0.9) if road.half_width < 4 else 0
        z = 12.0
        while z > -95:
            z -= dice.uniform(5.0, 8) if has_parked and dice.chance(0.7) else dice.uniform(10, 45)
            if has_parked:
                x = road.x(z) + side * (road.half_width - 1.05 + on_pavement)
                add_car(scene, x, -0.02, z, math.pi / 2 + road.yaw(z) + dice.normal() * 0.03)
    for _ in range(dice.whole(0, 5)):
        z = dice.uniform(-90, -9)
        lane = (dice.whole(0, road.lanes) + 0.5) / road.lanes
        across = -road.half_width + 2 * road.half_width * lane
        if abs(across) > road.half_width - 2.2 and road.lanes > 1:
            continue
        add_car(scene, road.x(z) + across, -0.02, z, math.pi / 2 + road.yaw(z) + dice.normal() * 0.03)


@dataclass(frozen=True)
class _Side:
    road: Road
    sign: int
    """-1 left, 1 right."""
    mode: str
    edge: float
    """Distance of the pavement's back from the road's middle."""
    setback: float
    """Of buildings behind it."""

    def x(self, z: float, away: float) -> float:
        return self.road.x(z) + self.sign * away


def _build_side(scene: Scene, road: Road, sign: int) -> None:
    dice = scene.dice
    mode = dice.pick(URBAN_SIDES if road.urbanity > 0.45 else RURAL_SIDES)
    edge = road.half_width + (road.pavement if road.has_kerb else 0.6)
    setback = dice.uniform(0.3, 7) if dice.chance(0.5) else dice.uniform(0.2, 3)
    side = _Side(road, sign, mode, edge, setback)
    if mode in ("rows", "houses", "mixed"):
        _build_houses(scene, side)
    if dice.chance(0.7):
        _build_fence(scene, side)
    _plant_along(scene, side)
    if mode in ("trees", "field"):
        for _ in range(dice.whole(5, 50)):
            z = dice.uniform(-150, 20)
            if dice.chance(0.7):
                x = side.x(z, edge + dice.uniform(6, 60))
                add_tree(scene, x, -0.2, z, dice.uniform(4, 18))
            else:
                add_bush(scene, side.x(z, edge + dice.uniform(3, 20)), -0.15, z)
    _add_street_lamps(scene, side)
    for _ in range(dice.whole(1, 14)):
        _add_on_pavement(scene, side)
    outdoor = [index for index in scene.pack.by_class.get("ext", []) if 0.3 < scene.pack.table[index]["hi"][1] < 4]
    for _ in range(dice.whole(0, 4)):
        z = dice.uniform(-50, -4)
        model = dice.pick(outdoor)
        scene.asset(model, side.x(z, edge + dice.uniform(0.5, 5)), z, dice.fraction() * 6, y=-0.12)


def _build_houses(scene: Scene, side: _Side) -> None:
    dice = scene.dice
    is_row = side.mode == "rows"
    z, common_height, is_tall = 30.0, dice.uniform(5, 20), dice.chance(0.4)
    while z > -140:
        width = dice.uniform(7, 22) if is_row else dice.uniform(7, 14)
        depth = dice.uniform(7, 14)
        if not is_row:
            height = dice.uniform(3, 7.5)
        elif is_tall:
            height = common_height * dice.uniform(0.75, 1.25)
        else:
            height = dice.uniform(5, 11)
        setback = side.setback if is_row else side.setback + dice.uniform(0, 5)
        middle = z - width / 2
        x = side.x(middle, side.edge + setback + depth / 2)
        has_roof = None if is_row else True
        add_building(scene, x, -0.15, middle, depth, width, height, side.road.yaw(middle), has_roof)
        touches = is_row and dice.chance(0.85)
        z -= width + (dice.uniform(0, 0.5) if touches else dice.uniform(2, 12))


def _build_fence(scene: Scene, side: _Side) -> None:
    """A wall, a fence or a hedge at the pavement's back, with gaps."""
    dice = scene.dice
    height, which, z = dice.uniform(0.6, 2.1), dice.fraction(), dice.uniform(0, 20)
    wall = scene.material("wallx", "wall", "wood", metres=dice.uniform(1, 2))
    fence = scene.texture("fence")
    hedge = scene.texture("leaf") if "leaf" in scene.pack.textures_by_class else -1
    while z > -100:
        length = dice.uniform(2, 9)
        middle = z - length / 2
        if side.setback < 1 and side.mode == "rows":
            break
        if dice.chance(0.85):
            x, yaw = side.x(middle, side.edge + 0.15), side.road.yaw(middle)
            if which < 0.35:
                scene.shape("box", x, height / 2 - 0.1, middle, 0.25, height, length, yaw, wall)
            elif which < 0.7:
                boards = Material(fence, uv=(length / 1.5, 1, 0, 0))
                size = (length, height, 1)
                scene.put(scene.pack.primitive["quad"], (x, height / 2, middle), yaw + math.pi / 2, size, boards)
            else:
                leaves = Material(hedge, dice.grey(0.6, 1.2), bump=1, metres_per_repeat=1.2)
                scene.shape("box", x + side.sign * 0.4, height / 2, middle, 0.8, height, length, yaw, leaves)
        z -= length + (0 if dice.chance(0.8) else dice.uniform(1, 5))


def _plant_along(scene: Scene, side: _Side) -> None:
    dice, road = scene.dice, side.road
    is_planted = side.mode in ("trees", "mixed") or dice.chance(0.6)
    spacing = dice.uniform(4, 18) if is_planted else 60
    z = dice.uniform(-5, 10)
    while z > -130:
        z -= spacing * dice.uniform(0.6, 1.4)
        if side.mode == "rows" and side.setback < 2:
            away = side.edge - 0.5 if road.has_kerb else side.edge + 0.6
        else:
            away = side.edge + dice.uniform(0.3, 6 if side.mode in ("trees", "mixed", "field") else 1.5)
        if dice.chance(0.85):
            add_tree(scene, side.x(z, away), -0.1, z, dice.uniform(4, 15))
        else:
            add_bush(scene, side.x(z, away), -0.1, z)


def _add_street_lamps(scene: Scene, side: _Side) -> None:
    dice, pack = scene.dice, scene.pack
    lamps = [
        index
        for index in pack.by_class.get("ext", []) + pack.by_class.get("ceil_lamp", [])
        if "treet l" in pack.table[index]["name"]
    ]
    z, spacing, height = dice.uniform(-10, 10), dice.uniform(15, 40), dice.uniform(4, 9)
    model = dice.pick(lamps) if lamps else None
    if not dice.chance(0.7):
        return
    while z > -110:
        x = side.x(z, side.road.half_width + 0.5)
        if model is not None and height < 6:
            material = Material(layer=-2, tint=(0.5, 0.5, 0.5))
            scene.asset(model, x, z, side.sign * math.pi / 2, y=0, material=material)
        else:
            add_pole(scene, x, 0, z, height, 0.14, (0.4, 0.4, 0.4))
            arm = Material(tint=(0.5, 0.5, 0.5))
            scene.shape("box", x - side.sign * 0.6, height, z, 1.4, 0.12, 0.25, material=arm)
        scene.solids.append((x - 0.2, x + 0.2, 0, height, z - 0.2, z + 0.2))
        z -= spacing


def _add_on_pavement(scene: Scene, side: _Side) -> None:
    """A person, a sign or a bin."""
    dice, road = scene.dice, side.road
    z = dice.uniform(-60, 0)
    x = side.x(z, road.half_width + dice.uniform(0.4, road.pavement))
    which = dice.fraction()
    if which < 0.4:
        add_person(scene, x, 0.03 if road.has_kerb else -0.1, z)
    elif which < 0.7:
        height = dice.uniform(2, 3)
        add_pole(scene, x, 0, z, height, 0.07, (0.5, 0.5, 0.5))
        if dice.chance(0.6):
            size = (dice.uniform(0.5, 0.8), 0.02, dice.uniform(0.5, 0.8))
            material = scene.material("label", "photo", flat=0.6).but(metres_per_repeat=0.0)
            scene.tilted("cyl", (x, height, z), size, (math.pi / 2, 0, 0), material)
        else:
            size = (dice.uniform(0.4, 1.2), dice.uniform(0.3, 0.8), 0.03)
            material = scene.material("label", flat=0.5).but(metres_per_repeat=0.0)
            scene.shape("box", x, height, z, *size, material=material)
    else:
        width = dice.uniform(0.4, 0.9)
        shape = dice.pick(("box", "cyl"))
        material = scene.material("wood", "wall", flat=0.8)
        scene.shape(shape, x, width * 0.7, z, width, width * 1.4, width, material=material)


def _draw_viewpoint(scene: Scene, road: Road, dice: Dice) -> Viewpoint | None:
    for _ in range(20):
        z = dice.uniform(-35, 8)
        is_in_car = dice.chance(0.65)
        if is_in_car:
            x = road.x(z) + dice.uniform(-0.6, 0.6) * road.half_width
            y = 1.65 + dice.normal() * 0.08
        else:
            x = road.x(z) + dice.uniform(-1, 1) * (road.half_width + road.pavement)
            y = dice.uniform(1.2, 1.8)
        if scene.is_blocked(x, y, z, 0.7):
            continue
        turn = 0 if dice.chance(0.85) else math.pi
        yaw = -road.yaw(z) + turn + dice.normal() * (0.08 if is_in_car else 0.5)
        pitch = -2 + 3 * dice.normal() if is_in_car else -3 + 7 * dice.normal()
        is_wide = is_in_car and dice.chance(0.7)
        return (x, y, z), yaw, pitch, dice.uniform(77, 90) if is_wide else dice.uniform(50, 82)
    return None
