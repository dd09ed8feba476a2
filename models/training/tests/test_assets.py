"""Panoramas looked up by angles worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from fathom_training.assets.panoramas import HIGHEST_SKY, LOWEST_SKY, SKY_TURN, sky_of, view_of
from fathom_training.assets.sources import SOURCES, Unpacked, fetch

WIDTH, HEIGHT = 720, 360


@pytest.fixture
def angles() -> np.ndarray:
    """A panorama that holds its own angles: red is yaw, 0 to a whole turn, and green elevation, down to up, of 250."""
    panorama = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    panorama[..., 0] = (np.arange(WIDTH) + 0.5) / WIDTH * 250
    panorama[..., 1] = (1 - (np.arange(HEIGHT) + 0.5) / HEIGHT)[:, None] * 250
    return panorama


def test_a_view_looks_where_it_is_turned(angles: np.ndarray) -> None:
    view = np.asarray(view_of(angles, yaw=np.pi, pitch=np.radians(18))).astype(float)
    middle = len(view) // 2
    assert view[middle, middle, :2] == pytest.approx((125, 250 * (90 + 18) / 180), abs=1.5)
    # Half of 90 degrees to either side, on the horizon of a level view.
    level = np.asarray(view_of(angles, yaw=np.pi, pitch=0.0)).astype(float)
    assert level[middle, [0, -1], 0] == pytest.approx((250 * 135 / 360, 250 * 225 / 360), abs=1.5)
    assert level[0, middle, 1] == pytest.approx(250 * 135 / 180, abs=1.5)


def test_a_sky_is_a_third_of_the_horizon_there_and_back(angles: np.ndarray) -> None:
    sky = np.asarray(sky_of(angles, yaw=0.5)).astype(float)
    middle = len(sky) // 2
    assert sky[middle, [0, -1], 0] == pytest.approx((250 * 0.5 / (2 * np.pi),) * 2, abs=2)
    assert sky[middle, middle, 0] == pytest.approx(250 * (0.5 + SKY_TURN) / (2 * np.pi), abs=2)
    low, high = (250 * (0.5 + np.arcsin(sine) / np.pi) for sine in (LOWEST_SKY, HIGHEST_SKY))
    assert sky[[-1, 0], middle, 1] == pytest.approx((low, high), abs=1.5)


def test_an_archive_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    for source in SOURCES.values():
        if source.registry == "Debian":
            (tmp_path / f"{source.package}_{source.version}_all.deb").write_bytes(b"something else")
    with pytest.raises(SystemExit, match=r"its SHA-256 is .*, not that of .*Delete it and fetch anew"):
        fetch(tmp_path, with_copyleft=False)


def test_a_source_that_is_not_there_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"fathom_training\.assets fetch"):
        Unpacked(tmp_path, with_copyleft=False).root("panoramas")
