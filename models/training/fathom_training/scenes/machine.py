"""Machines and vehicles of two wheels, made of many small parts: thin, dark, shiny, seen through."""

import math
from dataclasses import dataclass

from fathom_training.scenes.dice import Dice, hsv
from fathom_training.scenes.scene import Material, Scene, offset

PARTS = ("box", "box", "cyl", "cyl", "tube", "sphere", "cone", "ring", "dome")


@dataclass(frozen=True)
class Frame:
    """A place on the floor with its own axes: `along`, up and `across`, in metres."""

    scene: Scene
    x: float
    z: float
    yaw: float
    y: float = 0.0

    def point(self, along: float, up: float, across: float = 0.0) -> tuple[float, float, float]:
        """In the world."""
        x, z = offset(self.x, self.z, along, across, self.yaw)
        return x, self.y + up, z

    def rod(self, start: tuple[float, ...], end: tuple[float, ...], width: float, material: Material) -> None:
        """A bar between two points given as (along, up, across)."""
        self.scene.rod(self.point(*start), self.point(*end), width, material)

    def part(self, shape: str, at: tuple[float, ...], size: tuple[float, float, float], material: Material) -> None:
        """An upright primitive about a point given as (along, up) or (along, up, across)."""
        self.scene.shape(shape, *self.point(*at), *size, self.yaw, material)

    def wheel(self, shape: str, at: tuple[float, ...], diameter: float, width: float, material: Material) -> None:
        """A wheel that rolls along."""
        angles = (math.pi / 2, self.yaw, 0.0)
        self.scene.tilted(shape, self.point(*at), (diameter, width, diameter), angles, material)


def metal(dice: Dice) -> Material:
    """Bare, blackened or painted."""
    tint = dice.grey(0.03, 0.85) if dice.chance(0.65) else hsv(dice.fraction(), dice.uniform(0.3, 0.9), 0.6)
    return Material(tint=tint, roughness=dice.uniform(0.1, 0.7), bump=dice.uniform(0, 0.2))


def build_machine(frame: Frame, length: float, height: float, depth: float) -> None:
    """A heap of shafts, drums, boxes and pipes that fills about that volume."""
    scene, dice = frame.scene, frame.scene.dice
    colours = [metal(dice) for _ in range(dice.whole(2, 6))]
    if dice.chance(0.8):
        base = dice.uniform(0.05, 0.5) * height
        frame.part("box", (0, base / 2), (length * 0.9, base, depth * 0.9), dice.pick(colours))
    for _ in range(dice.whole(8, 45)):
        at = (dice.uniform(-0.5, 0.5) * length, dice.uniform(0.05, 1) * height, dice.uniform(-0.5, 0.5) * depth)
        width = dice.uniform(0.02, 0.3) * max(length, height)
        size = (width * dice.uniform(0.3, 1.2), width * dice.uniform(0.3, 1.2), width * dice.uniform(0.3, 1.2))
        material = dice.pick(colours) if dice.chance(0.85) else scene.any_material()
        if dice.chance(0.4):
            angles = (dice.pick((0.0, math.pi / 2)), frame.yaw, dice.pick((0.0, math.pi / 2, dice.angle())))
            scene.tilted(dice.pick(PARTS), frame.point(*at), size, angles, material)
        else:
            frame.part(dice.pick(PARTS), at, size, material)
    for _ in range(dice.whole(3, 16)):
        ends = [
            (dice.uniform(-0.6, 0.6) * length, dice.uniform(0, 1.1) * height, dice.uniform(-0.55, 0.55) * depth)
            for _ in range(2)
        ]
        frame.rod(ends[0], ends[1], dice.uniform(0.006, 0.05), dice.pick(colours))


def build_two_wheeler(frame: Frame) -> None:
    """A bicycle or a motorcycle, 1.5 to 2.3 m long."""
    dice = frame.scene.dice
    paint, steel, rubber = metal(dice), metal(dice), Material(tint=dice.grey(0.02, 0.12), roughness=0.9)
    has_motor = dice.chance(0.6)
    wheelbase = dice.uniform(1.2, 1.55) if has_motor else dice.uniform(0.9, 1.1)
    diameter, width = (dice.uniform(0.55, 0.68), dice.uniform(0.6, 1.6)) if has_motor else (dice.uniform(0.6, 0.7), 0.5)
    half, axle, seat = wheelbase / 2, diameter / 2, dice.uniform(0.72, 0.95)
    for end in (-half, half):
        frame.wheel("wheel", (end, axle), diameter * 0.94, width, steel)
        if has_motor:
            frame.wheel("ring", (end, axle), diameter, dice.uniform(0.35, 0.6), rubber)
    bar = dice.uniform(0.85, 1.15)
    head = (half * dice.uniform(0.55, 0.75), bar - 0.1, 0.0)
    tube = dice.uniform(0.03, 0.06)
    for side in (-0.09, 0.09) if has_motor else (-0.05, 0.05):
        frame.rod((half, axle, side), (head[0], bar, side), tube, steel)
        frame.rod((-half, axle, side), (-half * 0.3, axle + 0.05, side), tube * 0.7, paint)
        frame.rod((-half, axle, side), (-half * 0.5, seat, side), tube * 0.7, paint)
    frame.rod(head, (-half * 0.4, seat - 0.08, 0), tube, paint)
    frame.rod(head, (0, axle, 0), tube, paint)
    frame.rod((0, axle, 0), (-half * 0.4, seat, 0), tube, paint)
    reach = dice.uniform(0.25, 0.42)
    frame.rod((head[0], bar, -reach), (head[0], bar, reach), 0.03, steel)
    frame.part("box", (-half * 0.45, seat), (dice.uniform(0.25, 0.75) if has_motor else 0.25, 0.07, 0.2), rubber)
    if has_motor:
        _fit_motor(frame, half, axle, seat, paint, steel)
    else:
        frame.wheel("wheel", (0, axle - 0.03, 0.06), 0.18, 0.3, steel)
        for side in (-1, 1):
            frame.rod((0, axle, 0.1 * side), (0.17 * side, axle, 0.12 * side), 0.02, steel)


def _fit_motor(frame: Frame, half: float, axle: float, seat: float, paint: Material, steel: Material) -> None:
    dice = frame.scene.dice
    block = Frame(frame.scene, *frame.point(0, 0)[::2], frame.yaw, frame.y + axle * 0.6)
    build_machine(block, half * 0.9, seat - axle * 0.8, 0.32)
    frame.part("sphere", (half * 0.1, seat + 0.03), (half * 0.8, 0.26, 0.3), paint)
    frame.part("sphere", (half * 0.75, seat + 0.1), (0.18, 0.2, 0.2), steel)
    for side in (-0.16, 0.16):
        if dice.chance(0.7):
            frame.rod((half * 0.2, axle * 0.9, side), (-half * 1.2, axle * dice.uniform(0.8, 1.3), side), 0.08, steel)
    for end in (-half, half):
        if dice.chance(0.7):
            frame.part("dome", (end, axle * 1.95), (axle * 1.5, axle * 0.4, 0.16), paint)
