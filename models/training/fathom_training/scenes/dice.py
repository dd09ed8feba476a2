"""Random draws by name. One seeded stream makes a scene, so the order of draws is part of what a seed means."""

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Choice = TypeVar("Choice")
Colour = tuple[float, float, float]


class Dice:
    """A random stream with the draws that scenes are made of."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def fraction(self) -> float:
        """Uniform in [0, 1)."""
        return float(self.rng.random())

    def chance(self, probability: float) -> bool:
        """True with that probability."""
        return bool(self.rng.random() < probability)

    def uniform(self, low: float, high: float) -> float:
        """Uniform between the two."""
        return float(low + (high - low) * self.rng.random())

    def log_uniform(self, low: float, high: float) -> float:
        """Between the two, as likely in each octave."""
        return low * (high / low) ** float(self.rng.random())

    def angle(self) -> float:
        """A whole turn, in radians."""
        return float(self.rng.random() * 6.28)

    def normal(self) -> float:
        """Of mean 0 and deviation 1."""
        return float(self.rng.normal())

    def whole(self, low: int, high: int) -> int:
        """A whole number, `high` excluded."""
        return int(self.rng.integers(low, high))

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """One of them."""
        return choices[int(self.rng.integers(len(choices)))]

    def side(self) -> int:
        """-1 or 1."""
        return self.pick((-1, 1))

    def jittered_tint(self, spread: float, low: float, high: float) -> Colour:
        """A factor for each channel, about 1."""
        red, green, blue = np.clip(1 + spread * self.rng.normal(size=3), low, high)
        return float(red), float(green), float(blue)

    def grey(self, low: float, high: float) -> Colour:
        """A grey of that range."""
        value = self.uniform(low, high)
        return value, value, value


def hsv(hue: float, saturation: float, value: float) -> Colour:
    """RGB of a hue (in turns), saturation and value."""
    sector = (hue % 1) * 6
    whole = int(sector)
    rest = sector - whole
    low = value * (1 - saturation)
    falling, rising = value * (1 - saturation * rest), value * (1 - saturation * (1 - rest))
    return (
        (value, rising, low),
        (falling, value, low),
        (low, value, rising),
        (low, falling, value),
        (rising, low, value),
        (value, low, falling),
    )[whole % 6]


def sun_direction(elevation: float, azimuth: float) -> tuple[float, float, float]:
    """Unit vector towards the sun, angles in radians."""
    across = math.cos(elevation)
    return across * math.cos(azimuth), math.sin(elevation), across * math.sin(azimuth)
