"""What the steps of furnishing a room share."""

from dataclasses import dataclass, field

from fathom_training.scenes.dice import Dice
from fathom_training.scenes.room import Room
from fathom_training.scenes.scene import (
    Scene,
)


@dataclass(frozen=True)
class Surface:
    """Something to put things on: a rectangle of half extents about (x, z), at height y."""

    x: float
    z: float
    half_width: float
    half_depth: float
    y: float
    yaw: float


@dataclass
class Furnishing:
    """A room while it is furnished, and the surfaces that there are so far."""

    scene: Scene
    room: Room
    style: str
    density: float
    is_messy: bool
    categories: tuple[str, ...] | None
    surfaces: list[Surface] = field(default_factory=list)

    @property
    def dice(self) -> Dice:
        """The scene's."""
        return self.scene.dice

    @property
    def area(self) -> float:
        """Of the floor, in square metres."""
        return self.room.width * self.room.depth
