"""Training on a scene of which the depth is known, on the CPU."""

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from fathom_training.network import (
    LARGEST_LOGIT,
    ConvexUpsampling,
    DepthNet,
    RawOutput,
    double_size,
    double_size_in_slices,
)
from fathom_training.renderer.pool import Batch
from fathom_training.trainer.compiled import compile_where_faster
from fathom_training.trainer.depth_codec import decode_inverse_depth, encode_depth
from fathom_training.trainer.geometry import SMALLEST_CROP, draw_view
from fathom_training.trainer.photometric import blur_out_of_focus
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


SIZES = [(4, 8, 12), (3, 12, 8)]


class TwoParts(torch.nn.Module):
    """As little as can be compiled in the two parts that a DepthNet has; its decoder may be made to fail or to err."""

    def __init__(self, fault: str) -> None:
        super().__init__()
        self.gain = torch.nn.Parameter(torch.rand(3, 1, 1))
        self.fault = fault

    def encode(self, image: Tensor) -> list[Tensor]:
        return [torch.relu(image * self.gain / 255 - 0.2)]

    def decode(self, x: Tensor, log_scale: Tensor, features: list[Tensor]) -> RawOutput:
        # A size that something depends on, which is what made the attention fail.
        if self.fault == "does not compile" and x.shape[2] == 8:
            x = x + 0
        if self.fault == "is off" and torch.compiler.is_compiling():
            log_scale = log_scale + 0.1
        depth = double_size(features[0]).mean(1, keepdim=True) + log_scale.view(-1, 1, 1, 1)
        return RawOutput(depth, depth, depth)

    def raw(self, image: Tensor) -> RawOutput:
        features = self.encode(image)
        return self.decode(features[0], features[0].mean((1, 2, 3))[:, None], features)


@pytest.mark.skipif(shutil.which("g++") is None, reason="PyTorch compiles for the CPU with g++, which is not here")
@pytest.mark.parametrize("fault", ["none", "does not compile", "is off"])
def test_compiling_changes_no_result_and_gives_up_what_fails(fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    model = TwoParts(fault)
    images = [torch.rand(count, 3, height, width) * 255 for count, height, width in SIZES]
    before, gain = [model.raw(image).log_depth for image in images], model.gain.clone()
    compile_where_faster(model, SIZES, CPU)
    assert torch.equal(model.gain, gain)
    for image, expected in zip(images, before, strict=True):
        assert torch.allclose(model.raw(image).log_depth, expected, atol=1e-5)
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == ["encode", "decode"]
    assert (fault in said[1]) == (fault != "none")


def test_doubling_in_slices_is_bilinear() -> None:
    x = torch.rand(2, 3, 5, 7)
    assert torch.allclose(double_size_in_slices(x), double_size(x), atol=1e-6)


def test_what_is_in_focus_stays_sharp_and_what_is_far_behind_does_not() -> None:
    """Noise in a picture whose left half is a metre away and whose right half is forty."""
    picture = torch.rand(1, 3, 64, 96)
    metres = torch.full((1, 1, 64, 96), 1.0)
    metres[..., 48:] = 40.0
    blurred = blur_out_of_focus(picture, metres, torch.tensor([[[[1.0]]]]), torch.tensor([[[[12.0]]]]))
    left, right = blurred[..., :40], blurred[..., 60:]
    assert torch.equal(left, picture[..., :40])
    assert float(right.std()) < 0.3 * float(picture.std())
    assert float((right.mean() - picture[..., 60:].mean()).abs()) < 0.02
