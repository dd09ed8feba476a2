"""Bars, wheels, machines and subjects stand where they are put, and lenses and walls come as often as asked."""

import math

import numpy as np
import pytest

from fathom_training.renderer import sampler as sampler_module
from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.renderer.renderer import Renderer
from fathom_training.renderer.sampler import Sampler, Views
from fathom_training.scenes.camera import Lens, draw_camera
from fathom_training.scenes.compose import compose_scene
from fathom_training.scenes.dice import Dice
from fathom_training.scenes.machine import Frame, build_machine, build_two_wheeler
from fathom_training.scenes.scene import Array, Material, Scene
from fathom_training.scenes.subject import Stage, place_machine, place_person, place_two_wheeler, view_subject


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


def test_a_subject_is_in_the_middle_of_what_its_lens_shows(scene: Scene) -> None:
    stage = Stage(scene, 12, 12)
    placed = [place(stage) for place in (place_two_wheeler, place_machine, place_person) * 2]
    subjects = [subject for subject in placed if subject]
    assert len(subjects) > 3
    scene.finish()
    views = [view for _ in range(60) if (view := view_subject(stage, subjects, scene.dice))]
    assert len(views) > 40
    shown = []
    for (x, y, z), yaw, _, field_of_view in views:
        assert 18 <= field_of_view <= 85
        assert not scene.is_blocked(x, y, z, 0.15)
        away = [np.array([subject.x - x, subject.z - z]) for subject in subjects]
        angles = [np.arccos(one @ (math.sin(yaw), -math.cos(yaw)) / np.linalg.norm(one)) for one in away]
        nearest = int(np.argmin(angles))
        assert math.degrees(angles[nearest]) < field_of_view / 2
        width = 2 * float(np.linalg.norm(away[nearest])) * math.tan(math.radians(field_of_view) / 2)
        shown.append(max(subjects[nearest].width, subjects[nearest].height) / width)
    assert 0.3 < float(np.median(shown)) < 0.9


def test_a_lens_of_no_share_changes_no_picture_and_one_of_all_every_picture(pack: AssetPack) -> None:
    def cameras(*lens: Lens) -> list[float]:
        scene = compose_scene(np.random.default_rng(7), "skyline", pack)
        rng = np.random.default_rng(8)
        drawn = [draw_camera(rng, scene, 512, *lens) for _ in range(20)]
        return [math.degrees(2 * math.atan(256 / camera.fx)) for camera in drawn if camera]

    assert cameras() == cameras(Lens(0.0, 20, 30))
    narrow = cameras(Lens(1.0, 20, 30))
    assert len(narrow) > 10
    assert 20 <= min(narrow) < max(narrow) <= 30.001


def test_single_walls_are_kept_as_often_as_asked(
    pack: AssetPack, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compose_wall(*_: object) -> Scene:
        scene = Scene("indoor", Dice(np.random.default_rng(1)), pack)
        scene.box((-9, 9), (-9, 9), (-2.1, -2), Material(tint=(0.5, 0.5, 0.5)))
        scene.ambient_up = scene.ambient_down = np.ones(3)
        scene.draw_viewpoint = lambda _: ((0.0, 0.0, 0.0), 0.0, 0.0, 50.0)
        return scene.finish()

    monkeypatch.setattr(sampler_module, "compose_scene", compose_wall)
    monkeypatch.setattr(sampler_module, "MOST_SCENES", 3)
    depth = Sampler(renderer, 5, Views(flat_share=1.0)).next().depth
    assert np.abs(depth - 2).max() < 0.5
    with pytest.raises(RuntimeError, match="no acceptable view"):
        Sampler(renderer, 5, Views(flat_share=0.0)).next()
