"""Somebody or something that a photo is taken of, by a lens that suits: people, pets, bicycles, cars, things."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from fathom_training.scenes.dice import Dice
from fathom_training.scenes.indoor import furnish_home
from fathom_training.scenes.machine import Frame, build_machine, build_two_wheeler
from fathom_training.scenes.outdoor_things import add_bush, add_car, add_person, add_tree
from fathom_training.scenes.scene import Scene, Viewpoint, half_extents, size_of
from fathom_training.scenes.square import lay_out_square
from fathom_training.scenes.structure import occupy
from fathom_training.scenes.workshop import fill_workshop

NARROWEST_DEGREES, WIDEST_DEGREES = 18.0, 85.0
HOME_SHARE, WORKSHOP_SHARE, CROWD_SHARE = 0.35, 0.25, 0.15
TRIES = 12
FROM_WALL = 0.25
NOT_UPRIGHT = ("Sitting", "Lying")
"""Packed people who would float."""
PICTURE_ASPECT = 0.75
"""Height to width of what is rendered."""


@dataclass(frozen=True)
class Subject:
    """Where it stands, its larger horizontal extent and its height, in metres."""

    x: float
    z: float
    width: float
    height: float


@dataclass(frozen=True)
class Stage:
    """The floor that there is, of half extents about the origin."""

    scene: Scene
    half_x: float
    half_z: float

    def find_spot(self, half_width: float, half_depth: float) -> tuple[float, float] | None:
        """The middle of a free place of that size, or None where none was found."""
        dice = self.scene.dice
        reach_x, reach_z = self.half_x - half_width, self.half_z - half_depth
        if reach_x <= 0 or reach_z <= 0:
            return None
        for _ in range(TRIES):
            x, z = dice.uniform(-reach_x, reach_x), dice.uniform(-reach_z, reach_z)
            if self.scene.is_free(x - half_width, x + half_width, z - half_depth, z + half_depth):
                return x, z
        return None


PlaceSubject = Callable[[Stage], Subject | None]


def compose_subject(scene: Scene) -> None:
    """A home, a workshop or an open place, and one to four subjects in it, or a crowd."""
    dice = scene.dice
    where = dice.fraction()
    is_inside = where < HOME_SHARE + WORKSHOP_SHARE
    if is_inside:
        room = furnish_home(scene) if where < HOME_SHARE else fill_workshop(scene)[0]
        stage = Stage(scene, room.width / 2 - FROM_WALL, room.depth / 2 - FROM_WALL)
    else:
        side, _ = lay_out_square(scene, is_level=True)
        stage = Stage(scene, side / 2, side / 2)
    is_crowd = not is_inside and dice.chance(CROWD_SHARE)
    count = dice.whole(8, 40) if is_crowd else dice.whole(1, 5)
    places: tuple[PlaceSubject, ...] = (place_person,)
    if not is_crowd:
        places = INSIDE if is_inside else OUTSIDE
    placed = [dice.pick(places)(stage) for _ in range(count)]
    subjects = [subject for subject in placed if subject]
    scene.near_limit = 0.3
    scene.fields_of_view = NARROWEST_DEGREES, WIDEST_DEGREES
    scene.draw_viewpoint = lambda dice: view_subject(stage, subjects, dice)


def place_person(stage: Stage) -> Subject | None:
    """A person, or now and then a pet."""
    scene, dice = stage.scene, stage.scene.dice
    spot = stage.find_spot(0.4, 0.4)
    if spot is None:
        return None
    people = scene.models("person", where=lambda entry: not entry["name"].startswith(NOT_UPRIGHT))
    if not people or dice.chance(0.25):
        add_person(scene, spot[0], 0, spot[1])
        return Subject(*spot, 0.6, 1.7)
    model = dice.pick(people)
    scene.asset(model, *spot, dice.angle(), y=0)
    return _subject_of(scene, model, spot)


def place_model(stage: Stage) -> Subject | None:
    """A piece of furniture, a plant, a thing of the garden or the garage."""
    scene, dice = stage.scene, stage.scene.dice
    models = scene.models(
        *("ext", "chair", "armchair", "plant", "misc", "table"),
        where=lambda entry: 0.3 < entry["hi"][1] < 2.2 and max(size_of(entry)[:2]) < 2.4,
    )
    if not models:
        return None
    model = dice.pick(models)
    width, depth, _ = size_of(scene.pack.table[model])
    half = max(width, depth) / 2
    spot = stage.find_spot(half, half)
    if spot is None:
        return None
    scene.asset(model, *spot, dice.angle(), y=0)
    return _subject_of(scene, model, spot)


def _subject_of(scene: Scene, model: int, spot: tuple[float, float]) -> Subject:
    width, depth, height = size_of(scene.pack.table[model])
    return Subject(*spot, max(width, depth), height)


def place_two_wheeler(stage: Stage) -> Subject | None:
    """A bicycle or a motorcycle."""
    return _place_built(stage, 2.1, 1.1, 0.7, build_two_wheeler)


def place_machine(stage: Stage) -> Subject | None:
    """Shafts, drums and pipes."""
    dice = stage.scene.dice
    length, height, depth = dice.uniform(0.4, 1.6), dice.uniform(0.4, 1.6), dice.uniform(0.3, 1.0)
    return _place_built(stage, length, height, depth, lambda frame: build_machine(frame, length, height, depth))


def _place_built(
    stage: Stage, length: float, height: float, depth: float, build: Callable[[Frame], None]
) -> Subject | None:
    scene, yaw = stage.scene, stage.scene.dice.angle()
    half_x, half_z = half_extents(length, depth, yaw)
    spot = stage.find_spot(half_x, half_z)
    if spot is None:
        return None
    x, z = spot
    build(Frame(scene, x, z, yaw))
    occupy(scene, (x - half_x, x + half_x), height, (z - half_z, z + half_z))
    return Subject(x, z, length, height)


def place_car(stage: Stage) -> Subject | None:
    """A car, where the pack has one."""
    spot = stage.find_spot(2.3, 2.3)
    if spot is None:
        return None
    add_car(stage.scene, spot[0], 0, spot[1], stage.scene.dice.angle())
    return Subject(*spot, 4.2, 1.5)


def place_growth(stage: Stage) -> Subject | None:
    """A bush or a small tree."""
    scene, dice = stage.scene, stage.scene.dice
    spot = stage.find_spot(0.8, 0.8)
    if spot is None:
        return None
    x, z = spot
    if dice.chance(0.5):
        add_bush(scene, x, 0, z)
        return Subject(x, z, 1.4, 1.2)
    height = dice.uniform(2.5, 7)
    add_tree(scene, x, -0.05, z, height)
    return Subject(x, z, height * 0.7, height)


INSIDE: tuple[PlaceSubject, ...] = (place_person, place_person, place_model, place_two_wheeler, place_machine)
OUTSIDE: tuple[PlaceSubject, ...] = (
    *(place_person, place_person, place_model, place_two_wheeler),
    *(place_car, place_growth),
)


def view_subject(stage: Stage, subjects: list[Subject], dice: Dice) -> Viewpoint | None:
    """As far away as the lens needs to show the subject in 0.25 to 1.1 of the picture."""
    for _ in range(40 if subjects else 0):
        subject = dice.pick(subjects)
        field_of_view = dice.log_uniform(NARROWEST_DEGREES, WIDEST_DEGREES)
        shown = max(subject.width, subject.height / PICTURE_ASPECT) / dice.uniform(0.25, 1.1)
        distance = max(0.4, shown / 2 / math.tan(math.radians(field_of_view) / 2))
        angle = dice.angle()
        x, z = subject.x + distance * math.cos(angle), subject.z + distance * math.sin(angle)
        y = dice.uniform(0.3, 1.75) if dice.chance(0.8) else subject.height * dice.uniform(0.3, 1.2)
        is_outside = abs(x) > stage.half_x or abs(z) > stage.half_z
        if is_outside or stage.scene.is_blocked(x, y, z, 0.15):
            continue
        yaw = math.atan2(subject.x - x, -(subject.z - z)) + dice.normal() * 0.12 * math.radians(field_of_view)
        rise = subject.height * dice.uniform(0.3, 0.85) - y
        pitch = math.degrees(math.atan2(rise, distance)) + dice.normal() * 0.06 * field_of_view
        return (x, y, z), yaw, pitch, field_of_view
    return None
