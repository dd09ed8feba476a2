"""Cameras: where they stand, how they look, and how they expose."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fathom_training.scenes.dice import Dice
from fathom_training.scenes.scene import Scene

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Lens:
    """A lens in place of the scene's own for that share of the cameras: of any field of view between the two.

    Horizontal, in degrees; each octave is as likely. With a share of 0 no random number is drawn for it, so that the
    pictures of a seed stay the same.
    """

    share: float
    narrowest_degrees: float
    widest_degrees: float


SCENES_OWN = Lens(0.0, 38.0, 102.0)


@dataclass
class Camera:
    """A pinhole camera with square pixels and the principal point in the middle.

    position [3] in world metres; rotation [3, 3], whose rows are the camera's x (right), y (up) and z (backwards) in
    the world; focals in pixels.
    """

    position: Array
    rotation: Array
    fx: float
    fy: float
    exposure: tuple[float, float, float, float]
    """White balance of red, green and blue, and the factor of brightness."""
    tone: tuple[float, float, float, float]
    """Which curve, how much of it, vignette, noise."""
    saturation: float
    noise_seed: float


def phone_field_of_view(dice: Dice) -> float:
    """Horizontal, in degrees."""
    return dice.uniform(54, 76)


def draw_camera(rng: np.random.Generator, scene: Scene, width_px: int, lens: Lens = SCENES_OWN) -> Camera | None:
    """A camera somewhere sensible in the scene, or None where no place was found."""
    dice = Dice(rng)
    viewpoint = scene.draw_viewpoint(dice)
    if viewpoint is None:
        return None
    position, yaw, pitch_degrees, field_of_view = viewpoint
    narrowest, widest = scene.fields_of_view
    field_of_view = min(max(field_of_view, narrowest), widest)
    if lens.share and dice.chance(lens.share):
        field_of_view = dice.log_uniform(lens.narrowest_degrees, lens.widest_degrees)
    focal_px = width_px / 2 / math.tan(math.radians(field_of_view) / 2)
    is_usual = dice.chance(0.8)
    roll = math.radians(float(np.clip(dice.normal() * 1.8, -6, 6)) if is_usual else dice.uniform(-6, 6))
    white_balance = np.exp(rng.normal(size=3) * 0.06)
    brightness = float(2 ** np.clip(dice.normal() * 0.45, -1.1, 1.1))
    curve = float(dice.chance(0.5)), dice.uniform(0.3, 1), dice.uniform(0, 0.5)
    noise = dice.uniform(0, 0.02) if dice.chance(0.6) else 0.003
    red, green, blue = (float(value) for value in white_balance / white_balance.mean())
    return Camera(
        position=np.asarray(position, float),
        rotation=_rotation(yaw, math.radians(pitch_degrees), roll),
        fx=focal_px,
        fy=focal_px,
        exposure=(red, green, blue, brightness),
        tone=(*curve, noise),
        saturation=scene.saturation,
        noise_seed=dice.uniform(0, 10),
    )


def _rotation(yaw: float, pitch: float, roll: float) -> Array:
    forward = np.array([math.sin(yaw) * math.cos(pitch), math.sin(pitch), -math.cos(yaw) * math.cos(pitch)])
    right = np.cross(forward, (0, 1, 0))
    right /= max(float(np.linalg.norm(right)), 1e-9)
    up = np.cross(right, forward)
    rolled_right = right * math.cos(roll) + up * math.sin(roll)
    rolled_up = up * math.cos(roll) - right * math.sin(roll)
    return np.stack([rolled_right, rolled_up, -forward])
