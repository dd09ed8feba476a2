"""Endless samples: random scenes, a few cameras in each, and a look at what came out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from fathom_training.renderer.renderer import Array, Renderer, Rendering
from fathom_training.scenes.camera import SCENES_OWN, Lens, draw_camera
from fathom_training.scenes.compose import SHARES, compose_scene
from fathom_training.scenes.scene import Scene

MOST_SCENES = 400
STRIDE = 8
"""Acceptance looks at every 8th pixel of every 8th row."""
FLAT_RATIO = 1.12
"""Of the farthest twentieth of depth to the nearest, below which a view shows a single wall."""


@dataclass(frozen=True)
class Views:
    """What a sampler looks at: kinds of scene by share, its lens, and how many of the single walls it keeps."""

    shares: Mapping[str, float] = field(default_factory=lambda: SHARES)
    lens: Lens = SCENES_OWN
    flat_share: float = 0.0


TRAINING_VIEWS = Views(lens=Lens(0.2, 18.0, 120.0), flat_share=0.5)
"""Lenses that few photos have, but every user's some; and walls, which are no sky."""


@dataclass
class Sample:
    """A rendered picture: RGB uint8 [h, w, 3], planar depth in metres float32 [h, w] (0: none), focals in pixels."""

    rgb: Array
    depth: Array
    fx: float
    fy: float
    kind: str


class Sampler:
    """Draws samples from a seeded stream. The same seed, pack and renderer give the same samples."""

    def __init__(self, renderer: Renderer, seed: int | list[int], views: Views | None = None) -> None:
        self.renderer = renderer
        self._views = views or Views()
        self.rejected = 0
        self.restart(seed)

    def restart(self, seed: int | list[int]) -> None:
        """Begins the stream of another seed."""
        self._rng = np.random.default_rng(seed)
        self._pending: list[Sample] = []

    def next(self, kind: str | None = None) -> Sample:
        """The next sample, of one kind of scene or of any. Its arrays are good until the next call."""
        for _ in range(MOST_SCENES):
            while self._pending:
                sample = self._pending.pop()
                if kind is None or sample.kind == kind:
                    return sample
            self._render_scene(kind)
        raise RuntimeError(f"{MOST_SCENES} scenes in a row gave no acceptable view: is the asset pack complete?")

    def _render_scene(self, kind: str | None) -> None:
        renderer = self.renderer
        views = self._views
        scene = compose_scene(self._rng, kind, renderer.pack, views.shares)
        renderer.load_scene(scene)
        drawn = [draw_camera(self._rng, scene, renderer.width, views.lens) for _ in range(renderer.views)]
        cameras = [camera for camera in drawn if camera is not None]
        for camera, rendering in zip(cameras, renderer.render(cameras) if cameras else [], strict=True):
            known = _known_depth(rendering)
            if _is_acceptable(rendering, known, scene) and (self._keeps_flat() or not _is_flat(known)):
                self._pending.append(Sample(rendering.rgb, rendering.depth, camera.fx, camera.fy, scene.kind))
            else:
                self.rejected += 1
        self._rng.shuffle(self._pending)

    def _keeps_flat(self) -> bool:
        share = self._views.flat_share
        return share > 0 and float(self._rng.random()) < share


def _known_depth(rendering: Rendering) -> Array:
    """What acceptance looks at of its depth, without what has none, in rising order."""
    depth = rendering.depth[::STRIDE, ::STRIDE]
    return np.sort(depth[depth > 0])


def _is_acceptable(rendering: Rendering, known: Array, scene: Scene) -> bool:
    """Enough of it has depth, little is under 15 cm, it is exposed, and not all close by."""
    seen = rendering.rgb[::STRIDE, ::STRIDE]
    count = known.size
    if count < scene.least_depth_share * seen[..., 0].size or np.searchsorted(known, 0.15) > 0.02 * count:
        return False
    if not 8 < seen.mean() < 246:
        return False
    return not (scene.near_limit and np.searchsorted(known, scene.near_limit) > 0.45 * count)


def _is_flat(known: Array) -> bool:
    return bool(known[int(known.size * 0.95)] < FLAT_RATIO * known[int(known.size * 0.05)])
