"""Scores of depth maps that are worked out by hand."""

import numpy as np
import pytest

from fathom_training.canonical import input_size
from fathom_training.evaluation.metrics import boundary_f1, score, sky_found


def step_edge(column: int) -> np.ndarray:
    """1 m to the left of a column, 2 m from it on."""
    depth = np.ones((20, 20))
    depth[:, column:] = 2
    return depth


def test_a_perfect_map() -> None:
    scores = score(step_edge(7), step_edge(7))
    assert (scores.delta1, scores.abs_rel, scores.boundary_f1, scores.median_ratio) == (1, 0, 1, 1)


def test_a_scaled_map_keeps_its_boundaries() -> None:
    scores = score(step_edge(7) * 1.3, step_edge(7))
    assert scores.delta1 == 0
    assert scores.abs_rel == pytest.approx(0.3)
    assert scores.boundary_f1 == 1
    assert scores.median_ratio == pytest.approx(1.3)


def test_a_shifted_boundary_is_missed() -> None:
    assert boundary_f1(step_edge(8), step_edge(7)) == 0


def test_one_boundary_of_two() -> None:
    """Precision 1 and recall 1/2: F1 is 2/3 at every ratio."""
    true = step_edge(7)
    true[:, 14:] = 4
    assert boundary_f1(step_edge(7), true) == pytest.approx(2 / 3)


def test_the_side_that_is_in_front_counts() -> None:
    assert boundary_f1(3 - step_edge(7), step_edge(7)) == 0


def test_unknown_depth_counts_for_nothing() -> None:
    true, predicted = step_edge(7), step_edge(7)
    true[:, 10:] = 0
    predicted[:, 10:] = 77
    scores = score(predicted, true)
    assert scores.abs_rel == 0
    assert scores.boundary_f1 == 1


def test_a_sky_that_is_taken_for_a_wall_is_not_found() -> None:
    true, predicted = step_edge(7), step_edge(7)
    true[:, 10:] = 0
    predicted[:, 15:] = 90
    assert sky_found(predicted, true) == pytest.approx(0.5)


def test_a_picture_without_sky_has_no_share_of_it_found() -> None:
    assert np.isnan(sky_found(step_edge(7), step_edge(7)))


def test_a_picture_without_depth_is_refused() -> None:
    with pytest.raises(ValueError, match="known depth"):
        score(np.ones((20, 20)), np.zeros((20, 20)))


@pytest.mark.parametrize(
    ("photo", "fed"), [((480, 640), (384, 512)), ((375, 1242), (256, 800)), ((40, 4000), (64, 4448))]
)
def test_photos_are_fed_near_one_area(photo: tuple[int, int], fed: tuple[int, int]) -> None:
    assert input_size(*photo) == fed
