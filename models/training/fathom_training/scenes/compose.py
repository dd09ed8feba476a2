"""Which kinds of scene there are, how often each comes, and who composes it."""

from collections.abc import Callable, Mapping

import numpy as np

from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.scenes.dice import Dice
from fathom_training.scenes.indoor import compose_indoor
from fathom_training.scenes.road import compose_road
from fathom_training.scenes.scene import Scene
from fathom_training.scenes.skyline import compose_skyline
from fathom_training.scenes.square import compose_square
from fathom_training.scenes.subject import compose_subject
from fathom_training.scenes.tabletop import compose_tabletop
from fathom_training.scenes.track import compose_track, tracks_of
from fathom_training.scenes.workshop import compose_workshop

SHARES = {
    "indoor": 0.23,
    "road": 0.15,
    "street": 0.13,
    "tabletop": 0.11,
    "workshop": 0.12,
    "skyline": 0.11,
    "subject": 0.15,
}
"""Of each kind in training."""
KINDS = tuple(SHARES)
"""Pictures to score are seeded by a kind's place in this list, so new kinds come last."""
TRACK_SHARE = 0.33
"""Of the roads, where the pack has any tracks."""

COMPOSERS: dict[str, Callable[[Scene], None]] = {
    "indoor": compose_indoor,
    "skyline": compose_skyline,
    "street": compose_square,
    "subject": compose_subject,
    "tabletop": compose_tabletop,
    "workshop": compose_workshop,
}


def compose_scene(
    rng: np.random.Generator, kind: str | None, pack: AssetPack, shares: Mapping[str, float] = SHARES
) -> Scene:
    """A finished scene of that kind, or of any, as often as `shares` says."""
    if kind is None:
        kind = str(rng.choice(list(shares), p=list(shares.values())))
    if kind not in KINDS:
        raise ValueError(f"there is no kind of scene called {kind}; there are {', '.join(KINDS)}")
    scene = Scene(kind, Dice(rng), pack)
    if kind == "road":
        is_track = rng.random() < TRACK_SHARE and bool(tracks_of(pack))
        (compose_track if is_track else compose_road)(scene)
    else:
        COMPOSERS[kind](scene)
    return scene.finish()
