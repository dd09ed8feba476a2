"""The depth network: EfficientNet-Lite2 encoder, attention over the coarsest grid, and an FPN decoder.

The names of its parts are the keys of the stored weights, so they stay as they are.
"""

import math
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fathom_training.canonical import CANONICAL_FOCAL_PX, LOG_MAX_DEPTH, LOG_MIN_DEPTH
from fathom_training.encoder import LiteEncoder

COARSEST_STRIDE_PX = 32
HEAD_DIMENSION = 32
NEW_PIXELS, NEIGHBOURS = 4, 9
LARGEST_LOGIT = 7.0

Upsampling = Literal["bilinear", "convex"]
"""The last step of depth. Weights that do not say had the bilinear one."""


class ConvBN(nn.Sequential):
    """Convolution and batch norm, with a ReLU unless told otherwise."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 3, activate: bool = True) -> None:
        convolution = nn.Conv2d(inputs, outputs, kernel, 1, kernel // 2, bias=False)
        layers: list[nn.Module] = [convolution, nn.BatchNorm2d(outputs, momentum=0.03)]
        if activate:
            layers.append(nn.ReLU(inplace=True))
        super().__init__(*layers)


class ResidualUnit(nn.Module):
    """Two 3x3 convolutions about a skip, which start close to the identity."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.a = ConvBN(channels, channels)
        self.b = ConvBN(channels, channels, activate=False)
        norm = self.b[1]
        assert isinstance(norm, nn.BatchNorm2d)
        nn.init.constant_(norm.weight, 0.2)

    def forward(self, x: Tensor) -> Tensor:
        """[b, channels, h, w], the same out."""
        return F.relu(x + self.b(self.a(x)), inplace=True)


def double_size(x: Tensor) -> Tensor:
    """Bilinear x2 with pixel centres at half-integers."""
    if torch.compiler.is_compiling():
        # The compiler's own gradient of interpolate adds up by atomics, which took a tenth of a training step.
        return double_size_in_slices(x)
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


def double_size_in_slices(x: Tensor) -> Tensor:
    """What `double_size` gives, of operations that a compiler fuses both ways."""
    rows = _between(x, torch.cat([x[:, :, :1], x[:, :, :-1]], 2), torch.cat([x[:, :, 1:], x[:, :, -1:]], 2), 2)
    before, after = torch.cat([rows[..., :1], rows[..., :-1]], 3), torch.cat([rows[..., 1:], rows[..., -1:]], 3)
    return _between(rows, before, after, 3)


def _between(x: Tensor, before: Tensor, after: Tensor, axis: int) -> Tensor:
    """Twice as many along the axis, each a quarter of the way to a neighbour."""
    return torch.stack([0.75 * x + 0.25 * before, 0.75 * x + 0.25 * after], axis + 1).flatten(axis, axis + 1)


class ConvexUpsampling(nn.Module):
    """Doubles a map: each new pixel is a weighted mean of the 3x3 old ones about it, with weights of its own.

    So an edge between two surfaces need not be mixed, and a flat surface stays flat (RAFT, Teed and Deng, ECCV 2020).
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        self.logits = nn.Conv2d(features, NEW_PIXELS * NEIGHBOURS, 1)
        nn.init.normal_(self.logits.weight, std=0.01)
        near, far = (1.0, 3.0, 0.0), (0.0, 3.0, 1.0)
        bilinear = torch.tensor(
            [[y * x for y in rows for x in columns] for rows in (near, far) for columns in (near, far)]
        )
        with torch.no_grad():
            assert self.logits.bias is not None
            self.logits.bias.copy_(torch.log(bilinear.clamp(min=0.1)).flatten())

    def forward(self, coarse: Tensor, features: Tensor) -> Tensor:
        """[b, 1, h, w] and what decides the weights, [b, features, h, w] -> [b, 1, 2h, 2w]."""
        padded = F.pad(coarse, (1, 1, 1, 1), mode="replicate")
        ends = (slice(None, -2), slice(1, -1), slice(2, None))
        around = torch.cat([padded[:, :, rows, columns] for rows in ends for columns in ends], 1)
        # Exponentials that float16 can hold and add up.
        weights = torch.exp(self.logits(features).clamp(-LARGEST_LOGIT, LARGEST_LOGIT)).chunk(NEW_PIXELS, 1)
        means = [(own * around).sum(1, keepdim=True) / own.sum(1, keepdim=True) for own in weights]
        return F.pixel_shuffle(torch.cat(means, 1), 2)


class RawOutput(NamedTuple):
    """What the network gives before it is made readable."""

    log_depth: Tensor
    """Log of canonical depth in metres [b, 1, h, w]."""
    confidence: Tensor
    """Logit [b, 1, h/2, w/2]."""
    normal: Tensor
    """Of any length [b, 3, h/2, w/2]."""


class GlobalBlock(nn.Module):
    """Pre-norm self-attention over the stride-32 grid; a depthwise convolution gives it position."""

    def __init__(self, channels: int, expansion: int = 3) -> None:
        super().__init__()
        self.heads = channels // HEAD_DIMENSION
        self.pos = nn.Conv2d(channels, channels, 3, 1, 1, groups=channels)
        self.n1, self.n2 = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.proj = nn.Linear(channels, channels)
        self.f1, self.f2 = nn.Linear(channels, expansion * channels), nn.Linear(expansion * channels, channels)
        for layer in (self.proj, self.f2):
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.zeros_(layer.bias)

    def forward(self, x: Tensor) -> Tensor:
        """[b, channels, h, w], the same out."""
        x = x + self.pos(x)
        batch, channels, height, width = x.shape
        tokens = x.flatten(2).transpose(1, 2)
        split = self.qkv(self.n1(tokens)).reshape(batch, -1, 3, self.heads, HEAD_DIMENSION)
        query, key, value = split.permute(2, 0, 3, 1, 4).unbind(0)
        attention = torch.softmax((query * HEAD_DIMENSION**-0.5) @ key.transpose(-2, -1), dim=-1)
        tokens = tokens + self.proj((attention @ value).transpose(1, 2).reshape(batch, -1, channels))
        tokens = tokens + self.f2(F.relu(self.f1(self.n2(tokens))))
        return tokens.transpose(1, 2).reshape(batch, channels, height, width)


class DepthNet(nn.Module):
    """Depth, confidence and normals from one picture. `cfg` holds what rebuilds it."""

    def __init__(
        self,
        enc: str = "lite2",
        ctx: int = 256,
        dims: Sequence[int] = (160, 96, 64, 32),
        blocks: int = 3,
        up: Upsampling = "bilinear",
    ) -> None:
        super().__init__()
        self.cfg: dict[str, Any] = {"enc": enc, "ctx": ctx, "dims": tuple(dims), "blocks": blocks, "up": up}
        self.enc = LiteEncoder(enc)
        stride2, stride4, stride8, stride16, stride32 = self.enc.channels
        self.inp = ConvBN(stride32, ctx, 1)
        self.coord = nn.Parameter(torch.randn(ctx, 4, 1) * 0.5)
        self.ctx = nn.ModuleList([GlobalBlock(ctx) for _ in range(blocks)])
        self.outn = ConvBN(ctx, ctx, 1)
        self.scale = nn.Sequential(nn.Linear(ctx, 96), nn.ReLU(), nn.Linear(96, 1))
        widths = [ctx, *dims]
        skips = (stride16, stride8, stride4, stride2)
        self.down = nn.ModuleList([ConvBN(widths[i], widths[i + 1], 1, activate=False) for i in range(4)])
        self.lat = nn.ModuleList([ConvBN(skip, widths[i + 1], 1, activate=False) for i, skip in enumerate(skips)])
        self.res = nn.ModuleList([ResidualUnit(widths[i + 1]) for i in range(4)])
        self.pre = ConvBN(widths[4], widths[4], 3)
        self.head = nn.Conv2d(widths[4], 5, 1)
        self.up = ConvexUpsampling(widths[4]) if up == "convex" else None
        self._initialise_heads()

    def _initialise_heads(self) -> None:
        """Starts at 4 m everywhere, with normals that face the camera."""
        last_of_scale = self.scale[2]
        assert isinstance(last_of_scale, nn.Linear) and self.head.bias is not None
        nn.init.normal_(self.head.weight, std=0.01)
        nn.init.zeros_(self.head.bias)
        with torch.no_grad():
            self.head.bias[0] = math.log(4.0)
            self.head.bias[4] = -1.0
            last_of_scale.weight.mul_(0.1)
            last_of_scale.bias.zero_()

    def _ray_features(self, height: int, width: int, device: torch.device) -> Tensor:
        """Where each cell of the coarsest grid looks through the canonical camera, and how far the picture reaches.

        Returns [1, ctx, height, width], float32: a learned mix of the ray's x and y and of the picture's extent.
        """
        step = COARSEST_STRIDE_PX / CANONICAL_FOCAL_PX
        ray_y = (torch.arange(height, device=device, dtype=torch.float32) - (height - 1) * 0.5) * step
        ray_x = (torch.arange(width, device=device, dtype=torch.float32) - (width - 1) * 0.5) * step
        extent_y, extent_x = ray_y[-1:], ray_x[-1:]
        mix = self.coord.unsqueeze(0).float()
        extent = mix[:, :, 2:3] * extent_x.view(1, 1, 1, 1) + mix[:, :, 3:4] * extent_y.view(1, 1, 1, 1)
        return mix[:, :, 0:1] * ray_x.view(1, 1, 1, -1) + mix[:, :, 1:2] * ray_y.view(1, 1, -1, 1) + extent

    def raw(self, image: Tensor) -> RawOutput:
        """RGB 0-255, [b, 3, h, w]."""
        features = self.encode(image)
        return self.decode(*self._see_whole(features[4]), features)

    def encode(self, image: Tensor) -> list[Tensor]:
        """RGB 0-255, [b, 3, h, w] -> features at strides 2, 4, 8, 16 and 32."""
        features: list[Tensor] = self.enc((image - 127.0) * (1.0 / 128.0))
        return features

    def _see_whole(self, coarsest: Tensor) -> tuple[Tensor, Tensor]:
        """What each cell of the coarsest grid makes of all others [b, ctx, h/32, w/32], and the log of scale [b, 1]."""
        x = self.inp(coarsest)
        x = x + self._ray_features(x.shape[2], x.shape[3], x.device).to(x.dtype)
        for block in self.ctx:
            x = block(x)
        x = self.outn(x)
        # bfloat16 would round log depth to about 1 %.
        with torch.autocast(x.device.type, enabled=False):
            return x, self.scale(x.float().mean((2, 3)))

    def decode(self, x: Tensor, log_scale: Tensor, features: list[Tensor]) -> RawOutput:
        """What `_see_whole` gives, and the encoder's features -> what `raw` gives."""
        coarse, fine = self._decode_coarse(x, log_scale, features)
        return RawOutput(self._log_depth(coarse, fine), coarse[:, 1:2], coarse[:, 2:5])

    def _decode_coarse(self, x: Tensor, log_scale: Tensor, features: list[Tensor]) -> tuple[Tensor, Tensor]:
        """At half size: log canonical depth, confidence logit and unnormalised normal [b, 5], and their features."""
        for i in range(4):
            x = F.relu(double_size(self.down[i](x)) + self.lat[i](features[3 - i]), inplace=True)
            x = self.res[i](x)
        x = self.pre(x)
        with torch.autocast(x.device.type, enabled=False):
            x = x.float()
            out = self.head(x)
            return torch.cat([out[:, :1] + log_scale.view(-1, 1, 1, 1), out[:, 1:]], 1), x

    def _log_depth(self, coarse: Tensor, features: Tensor) -> Tensor:
        with torch.autocast(coarse.device.type, enabled=False):
            return self.up(coarse[:, :1], features) if self.up else double_size(coarse[:, :1])

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """RGB 0-255, [b, 3, h, w], sides multiples of 32 -> what the ONNX file gives.

        Canonical depth in metres [b, 1, h, w]; confidence 0-1 [b, 1, h, w], 0 in the sky; unit normals [b, 3, h, w]
        of the canonical scene, x right, y down, z forward, facing the camera.
        """
        features = self.encode(image)
        coarse, fine = self._decode_coarse(*self._see_whole(features[4]), features)
        out = double_size(coarse)
        log_depth = self._log_depth(coarse, fine) if self.up else out[:, 0:1]
        depth = torch.exp(torch.clamp(log_depth, LOG_MIN_DEPTH, LOG_MAX_DEPTH))
        confidence = torch.sigmoid(out[:, 1:2])
        normal = out[:, 2:5]
        normal = normal / torch.clamp(torch.sqrt((normal * normal).sum(1, keepdim=True)), min=1e-4)
        return depth, confidence, normal


def parameters_and_macs(model: DepthNet, height_px: int = 384, width_px: int = 512) -> tuple[int, int]:
    """Parameters, and multiply-accumulates of convolutions, linear layers and attention for one picture."""
    total = 0

    def count(layer: nn.Module, _inputs: Any, output: Tensor) -> None:
        nonlocal total
        assert isinstance(layer, nn.Conv2d | nn.Linear)
        per_value = layer.weight[0].numel() if isinstance(layer, nn.Conv2d) else layer.in_features
        total += output.numel() // output.shape[0] * per_value

    layers = [layer for layer in model.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    device = next(model.parameters()).device
    with torch.no_grad():
        model.eval()(torch.zeros(1, 3, height_px, width_px, device=device))
    for hook in hooks:
        hook.remove()
    cells = (height_px // COARSEST_STRIDE_PX) * (width_px // COARSEST_STRIDE_PX)
    attention = 2 * cells * cells * model.cfg["ctx"] * model.cfg["blocks"]
    return sum(parameter.numel() for parameter in model.parameters()), total + attention
