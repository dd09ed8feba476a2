"""Bars, wheels and machines stand where they are put."""

import numpy as np
import pytest

from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.renderer.renderer import Renderer
from fathom_training.renderer.sampler import Sampler
from fathom_training.scenes.compose import compose_scene
from fathom_training.scenes.dice import Dice
from fathom_training.scenes.machine import Frame, build_machine, build_two_wheeler
from fathom_training.scenes.scene import Array, Material, Scene


@pytest.fixture
def scene(pack: AssetPack) -> Scene:
    return Scene("workshop", Dice(np.random.default_rng(4)), pack)


def corners_of(scene: Scene) -> Array:
    """The corners [n, 8, 3] of every instance's bounds, in the world."""
    finished = scene.finish()
    low, high = scene.pack.low[finished.meshes], scene.pack.high[finished.meshes]
    picks = np.array([[(k >> axis) & 1 for axis in range(3)] for k in range(8)])
    corners = np.where(picks, high[:, None], low[:, None])
    transform = finished.instances["m"]
    return np.einsum("nij,nkj->nki", transform[..., :3], corners) + transform[:, None, :, 3]


@pytest.mark.parametrize("end", [(3, 0, 0), (0, -2, 0), (0.5, 1.5, -2.5), (-1, 0.001, 0)])
def test_a_rod_runs_from_end_to_end(scene: Scene, end: tuple[float, float, float]) -> None:
    start = (1, 2, 3)
    scene.rod(start, np.add(start, end).tolist(), 0.1, Material())
    (matrix,) = scene.finish().instances["m"]
    tips = [matrix[:, :3] @ (0, side, 0) + matrix[:, 3] for side in (-0.5, 0.5)]
    assert np.abs(np.array(tips) - [start, np.add(start, end)]).max() < 1e-5
    across = matrix[:, [0, 2]]
    assert np.linalg.norm(across, axis=0) == pytest.approx((0.1, 0.1), abs=1e-6)
    assert np.abs(across.T @ matrix[:, 1]).max() < 1e-5


def test_a_two_wheeler_stands_on_the_floor_in_its_true_size(scene: Scene) -> None:
    for _ in range(20):
        scene = Scene("workshop", Dice(scene.dice.rng), scene.pack)
        build_two_wheeler(Frame(scene, 0, 0, 0))
        corners = corners_of(scene)
        assert corners[..., 1].min() == pytest.approx(0, abs=0.05)
        assert 0.8 < corners[..., 1].max() < 1.4
        assert 1.4 < np.ptp(corners[..., 0]) < 2.6


def test_a_machine_stays_about_its_volume(scene: Scene) -> None:
    build_machine(Frame(scene, 10, 20, 0.7), 1.0, 0.8, 0.5)
    middles = corners_of(scene).mean(1)
    assert np.hypot(middles[:, 0] - 10, middles[:, 2] - 20).max() < 0.75
    assert middles[:, 1].min() >= 0
    assert middles[:, 1].max() <= 0.9


def test_what_stands_against_the_sky_stands_on_the_ground(pack: AssetPack) -> None:
    for seed in range(20):
        scene = compose_scene(np.random.default_rng(seed), "skyline", pack)
        _, _, bottom, top, _, _ = scene.solids[0]
        assert bottom == 0
        assert 3 < top < 90
        view = scene.draw_viewpoint(scene.dice)
        assert view is not None
        (x, y, z), *_ = view
        assert y > 0
        assert not scene.is_blocked(x, y, z, 0.5)


def test_a_skyline_may_be_mostly_sky(renderer: Renderer) -> None:
    sampler = Sampler(renderer, 3)
    shares = [float((sampler.next("skyline").depth > 0).mean()) for _ in range(12)]
    assert 0.05 < min(shares) < 0.25
