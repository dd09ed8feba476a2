"""Depth of a box, worked out by hand, through the renderer."""

import numpy as np

from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.renderer.renderer import Renderer
from fathom_training.scenes.camera import Camera
from fathom_training.scenes.dice import Dice
from fathom_training.scenes.scene import Array, Material, Scene

FOCAL = 100.0
BOX_FRONT = 2.0
WALL = 5.0


def camera(position: Array, rotation: Array) -> Camera:
    return Camera(position, rotation, FOCAL, FOCAL, (1, 1, 1, 1), (0, 1, 0, 0), 1.0, 0.0)


def box_before_wall(pack: AssetPack) -> Scene:
    """A box of 1 x 1 x 1 m whose front is 2 m ahead of the origin, before a wall 5 m ahead; y up, looking along -z."""
    scene = Scene("indoor", Dice(np.random.default_rng(0)), pack)
    scene.box((-0.5, 0.5), (-0.5, 0.5), (-BOX_FRONT - 1, -BOX_FRONT), Material(tint=(0.8, 0.2, 0.2)))
    scene.box((-3, 3), (-20, 0.9), (-WALL - 1, -WALL), Material())
    return scene.finish()


def expected_depth(width: int, height: int) -> Array:
    """Planar depth: the box's front, the wall up to 0.9 m, sky above."""
    x = (np.arange(width) + 0.5 - width / 2) / FOCAL
    y = -(np.arange(height) + 0.5 - height / 2) / FOCAL
    rays_x, rays_y = np.meshgrid(x, y)
    is_box = (np.abs(rays_x * BOX_FRONT) < 0.5) & (np.abs(rays_y * BOX_FRONT) < 0.5)
    is_wall = (rays_y * WALL < 0.9) & (np.abs(rays_x * WALL) < 3)
    return np.where(is_box, BOX_FRONT, np.where(is_wall, WALL, 0.0))


def test_depth_is_planar_and_exact_at_pixel_centres(renderer: Renderer, pack: AssetPack) -> None:
    renderer.load_scene(box_before_wall(pack))
    (view,) = renderer.render([camera(np.zeros(3), np.eye(3))])
    expected = expected_depth(renderer.width, renderer.height)
    assert set(np.unique(expected)) == {0.0, BOX_FRONT, WALL}
    assert np.abs(view.depth - expected).max() < 1e-4


def test_a_moved_and_turned_camera_sees_the_box_where_it_is(renderer: Renderer, pack: AssetPack) -> None:
    """From 2 m behind the origin and turned by 180 degrees there is nothing; not turned, all is 2 m farther."""
    renderer.load_scene(box_before_wall(pack))
    about_face = np.diag([-1.0, 1.0, -1.0])
    behind = np.array([0, 0, 2.0])
    ahead, back = renderer.render([camera(behind, np.eye(3)), camera(behind, about_face)])
    middle = ahead.depth[renderer.height // 2, renderer.width // 2]
    assert abs(middle - (BOX_FRONT + 2)) < 1e-4
    assert not back.depth.any()


def test_colour_belongs_to_depth(renderer: Renderer, pack: AssetPack) -> None:
    """The red box is red where its depth is, and only there."""
    renderer.load_scene(box_before_wall(pack))
    (view,) = renderer.render([camera(np.zeros(3), np.eye(3))])
    redness = view.rgb[..., 0].astype(int) - view.rgb[..., 2]
    is_box = np.abs(view.depth - BOX_FRONT) < 1e-3
    assert np.median(redness[is_box]) > 40 + np.median(redness[np.abs(view.depth - WALL) < 1e-3])
