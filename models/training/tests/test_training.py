"""Training on a scene of which the depth is known, on the CPU."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from fathom_training.network import LARGEST_LOGIT, ConvexUpsampling, DepthNet, double_size
from fathom_training.renderer.pool import Batch
from fathom_training.trainer.depth_codec import decode_inverse_depth, encode_depth
from fathom_training.trainer.geometry import SMALLEST_CROP, draw_view
from fathom_training.trainer.replay import Pictures, ReplayBuffer, on_device
from fathom_training.trainer.training import Settings, Training

HEIGHT, WIDTH = 96, 128
# So high a rate because a run's first steps warm up from almost nothing.
SETTINGS = Settings(batch=2, steps=1000, learning_rate=0.1, augmentation=0.0, shapes=(((64, 64), 1.0),))
CPU = torch.device("cpu")


def slanted_plane(count: int) -> Batch:
    """Grounds of different heights seen by level cameras: depth = focal x height / (row below the horizon)."""
    rng = np.random.default_rng(0)
    rows = np.arange(HEIGHT) + 0.5 - HEIGHT / 2
    focal = np.full(count, 100.0, "f4")
    heights = np.linspace(0.5, 2, count)
    with np.errstate(divide="ignore"):
        depth = np.where(rows > 2, 100.0 * heights[:, None] / rows, 0.0)
    depth = np.repeat(depth[:, :, None], WIDTH, 2).astype("f4")
    rgb = (np.clip(1 - depth / 20, 0, 1)[..., None] * 200 + rng.integers(0, 40, (count, HEIGHT, WIDTH, 3))).astype("u1")
    return Batch(rgb, depth, focal, focal, ["road"] * count)


def make_training() -> tuple[Training, ReplayBuffer]:
    torch.manual_seed(0)
    training = Training(DepthNet(up="convex"), SETTINGS, CPU)
    buffer = ReplayBuffer(8, HEIGHT, WIDTH, CPU)
    buffer.add(on_device(slanted_plane(4), CPU))
    return training, buffer


def test_the_loss_falls_on_one_batch() -> None:
    training, buffer = make_training()
    batch = training.draw_batch(buffer)
    first = float(training.train_step(*batch)["loss"])
    for _ in range(8):
        last = float(training.train_step(*batch)["loss"])
    assert last < 0.75 * first


def test_a_resumed_run_ends_with_the_same_weights(tmp_path: Path) -> None:
    straight, buffer = make_training()
    straight.train_step(*straight.draw_batch(buffer))
    straight.save(tmp_path / "checkpoint.pt")
    straight.train_step(*straight.draw_batch(buffer))
    resumed = Training(DepthNet(up="convex"), SETTINGS, CPU)
    resumed.resume(tmp_path / "checkpoint.pt")
    resumed.train_step(*resumed.draw_batch(buffer))
    assert resumed.step == straight.step == 2
    for mine, theirs in ((resumed.model, straight.model), (resumed.average, straight.average)):
        for name, value in mine.state_dict().items():
            assert torch.equal(value, theirs.state_dict()[name]), name


def test_other_settings_do_not_resume(tmp_path: Path) -> None:
    training, _ = make_training()
    training.save(tmp_path / "checkpoint.pt")
    other = Training(DepthNet(), dataclasses.replace(SETTINGS, batch=4), CPU)
    with pytest.raises(ValueError, match="other settings"):
        other.resume(tmp_path / "checkpoint.pt")


def test_depth_survives_its_16_bits() -> None:
    metres = torch.tensor([0.0, 0.06, 1.0, 37.5, 399.0])
    inverse = decode_inverse_depth(encode_depth(metres))
    assert inverse[0] == 0
    assert torch.allclose(1 / inverse[1:], metres[1:], rtol=2e-4)


def test_a_zoomed_view_keeps_canonical_depth() -> None:
    """A wall has depth x 500 / focal everywhere, and a view with k source pixels per pixel has a focal of f / k."""
    wall = torch.full((4, HEIGHT, WIDTH), 3.0)
    pictures = Pictures(
        torch.zeros((4, HEIGHT, WIDTH, 3), dtype=torch.uint8), encode_depth(wall), torch.full((4,), 100.0)
    )
    rng = np.random.default_rng(1)
    _, targets = draw_view(rng, pictures.rgb, pictures.depth_code, pictures.focal_px, (64, 64))
    canonical = targets.log_depth.exp()
    ratios = [float(one[mask].median()) / 15.0 for one, mask in zip(canonical, targets.valid, strict=True)]
    assert all(SMALLEST_CROP * 1.5 - 1e-3 < ratio < 1.5 + 1e-3 for ratio in ratios)
    assert len({round(ratio, 3) for ratio in ratios}) > 1
    for one, mask in zip(canonical, targets.valid, strict=True):
        assert float(one[mask].max() / one[mask].min()) < 1.001


def test_upsampling_keeps_a_wall_flat_and_can_keep_an_edge_sharp() -> None:
    upsampling = ConvexUpsampling(4)
    features = torch.randn(1, 4, 6, 8)
    assert torch.allclose(upsampling(torch.full((1, 1, 6, 8), 2.5), features), torch.full((1, 1, 12, 16), 2.5))
    step = torch.where(torch.arange(8) < 4, 0.0, 1.0).expand(1, 1, 6, 8)
    centre = 4
    with torch.no_grad():
        upsampling.logits.weight.zero_()
        assert upsampling.logits.bias is not None
        upsampling.logits.bias.view(4, 9)[:] = -LARGEST_LOGIT
        upsampling.logits.bias.view(4, 9)[:, centre] = LARGEST_LOGIT
        sharp = upsampling(step, features)
    assert torch.allclose(sharp, step.repeat_interleave(2, 2).repeat_interleave(2, 3), atol=1e-4)


def test_upsampling_starts_about_bilinear() -> None:
    coarse = torch.rand(1, 1, 6, 8)
    with torch.no_grad():
        difference = ConvexUpsampling(4)(coarse, torch.zeros(1, 4, 6, 8)) - double_size(coarse)
    assert float(difference.abs().max()) < 0.05
