"""The network, its running average, the optimiser and the schedule: everything a step changes and a resume needs."""

import math
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from fathom_training.network import DepthNet
from fathom_training.trainer.compiled import compile_where_faster
from fathom_training.trainer.geometry import Targets, draw_view
from fathom_training.trainer.losses import losses
from fathom_training.trainer.photometric import degrade
from fathom_training.trainer.replay import Pictures, ReplayBuffer

Shape = tuple[int, int]
WARM_UP_STEPS = 300
ENCODER_FADE_STEPS = 400
FINAL_RATE = 0.01
"""Share of the learning rate that is left at the end."""
CLIP_NORM = 1.0


@dataclass(frozen=True)
class Settings:
    """What decides a run besides its pictures; stored in its checkpoints."""

    seed: int = 0
    steps: int = 7785
    seconds: float | None = None
    """Where given, the schedule follows the clock and not the steps, for a machine that is lent for a while."""
    batch: int = 96
    """At the rendered size; smaller shapes take more."""
    learning_rate: float = 8e-4
    encoder_rate: float = 0.2
    weight_decay: float = 0.02
    average_decay: float = 0.999
    frozen_steps: int = 250
    """Before the encoder learns too."""
    augmentation: float = 1.0
    shapes: tuple[tuple[Shape, float], ...] = (
        ((384, 512), 5),
        ((320, 512), 2),
        ((288, 512), 2),
        ((384, 384), 2),
        ((384, 288), 2),
    )
    """Height and width of the network's input, and how often each comes."""
    small_share: float = 0.35
    """Of the schedule: at first on smaller inputs, which are so many more."""
    small_shapes: tuple[tuple[Shape, float], ...] = (
        ((256, 320), 4),
        ((192, 320), 2),
        ((256, 256), 2),
        ((256, 192), 2),
        ((384, 512), 1),
    )


class Training:
    """One run. The same settings and pictures give the same weights, on the same device."""

    def __init__(self, model: DepthNet, settings: Settings, device: torch.device) -> None:
        self.settings, self.device = settings, device
        self.step = 0
        self.elapsed_seconds = 0.0
        self._last_step_at: float | None = None
        self.rng = np.random.default_rng(settings.seed)
        torch.manual_seed(settings.seed)
        self.model = model.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = DepthNet(**model.cfg).to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average.load_state_dict(self.model.state_dict())
        self.average.requires_grad_(False)
        self.average.eval()
        self.optimiser = self._make_optimiser()

    def compile(self) -> None:
        """Makes steps faster on a GPU, at the price of a minute or two; see `trainer.compiled`."""
        shapes = [weighted[0][0] for weighted in (self.settings.shapes, self.settings.small_shapes)]
        rendered = self.settings.shapes[0][0]
        sizes = [(self._batch_size(shape, rendered), *shape) for shape in shapes]
        compile_where_faster(self.model, sizes, self.device)

    @property
    def progress(self) -> float:
        """How far the schedule is, 0 to 1."""
        settings = self.settings
        done = self.step / settings.steps if settings.seconds is None else self.elapsed_seconds / settings.seconds
        return min(1.0, done)

    def draw_batch(self, buffer: ReplayBuffer) -> tuple[Tensor, Targets]:
        """A batch of one random shape: pictures [b, 3, h, w], RGB 0-255, and targets."""
        settings = self.settings
        weighted = settings.small_shapes if self.progress < settings.small_share else settings.shapes
        shapes = [shape for shape, _ in weighted]
        shares = np.array([share for _, share in weighted])
        shape = shapes[self.rng.choice(len(shapes), p=shares / shares.sum())]
        return self.make_views(buffer.sample(self.rng, self._batch_size(shape, settings.shapes[0][0])), shape)

    def make_views(self, pictures: Pictures, shape: Shape) -> tuple[Tensor, Targets]:
        """Augmented views of rendered pictures."""
        with torch.no_grad():
            rgb, targets = draw_view(self.rng, pictures.rgb, pictures.depth_code, pictures.focal_px, shape)
            rgb = degrade(self.rng, rgb, targets.metres, self.settings.augmentation)
        return rgb.contiguous(memory_format=torch.channels_last), targets

    def train_step(self, rgb: Tensor, targets: Targets) -> dict[str, Tensor]:
        """One step on one batch. Returns the losses, left on the device."""
        self._set_rates()
        self.model.train()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            raw = self.model.raw(rgb)
        total, parts = losses(raw, targets)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        trained = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        norm = nn.utils.clip_grad_norm_(trained, CLIP_NORM)
        # The fused optimiser skips a step that is not finite by itself, without waiting for the GPU.
        self.optimiser.found_inf = (~torch.isfinite(norm)).float()  # type: ignore[attr-defined]
        self.optimiser.step()
        self._average()
        self.step += 1
        self._count_time()
        return {"loss": total.detach(), "gradient_norm": norm, **{name: part.detach() for name, part in parts.items()}}

    def save(self, path: Path) -> None:
        """Writes everything that a resume needs."""
        state = {
            "settings": asdict(self.settings),
            "step": self.step,
            "elapsed_seconds": self.elapsed_seconds,
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "rng": self.rng.bit_generator.state,
            "torch_rng": torch.get_rng_state(),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        os.replace(partial, path)

    def resume(self, path: Path) -> None:
        """Goes on from a checkpoint. Raises ValueError where it was made with other settings."""
        # Not weights only: the optimiser's and the random stream's states are plain Python. The file is the user's own.
        state: dict[str, Any] = torch.load(path, map_location=self.device, weights_only=False)
        if state["settings"] != asdict(self.settings):
            raise ValueError(
                f"{path}: was made with other settings: {state['settings']}. Give those, or another --out."
            )
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = state["step"]
        self.elapsed_seconds = state["elapsed_seconds"]
        self.rng.bit_generator.state = state["rng"]
        torch.set_rng_state(state["torch_rng"].cpu())

    def _count_time(self) -> None:
        now = time.monotonic()
        if self._last_step_at is not None:
            self.elapsed_seconds += now - self._last_step_at
        self._last_step_at = now

    def _batch_size(self, shape: Shape, rendered: Shape) -> int:
        batch = self.settings.batch
        equal_work = int(batch * (rendered[0] * rendered[1]) / (shape[0] * shape[1]))
        # A multiple of 8 where there are so many: tensor cores work on eights.
        rounded = max(1, equal_work // 8 * 8)
        return min(rounded, batch * 3 // 2)

    def _make_optimiser(self) -> torch.optim.AdamW:
        """The encoder's first block stays as it is; the rest of its front half learns slowest, the decoder fastest."""
        settings, encoder = self.settings, self.model.enc
        for part in (encoder.stem, encoder.blocks[0]):
            part.requires_grad_(False)
        front_blocks = encoder.taps[2] + 1
        groups: dict[str, list[nn.Parameter]] = {"front": [], "back": [], "decoder": [], "vectors": []}
        for name, parameter in self.model.named_parameters():
            if not parameter.requires_grad:
                continue
            if name.startswith("enc."):
                groups["front" if int(name.split(".")[2]) < front_blocks else "back"].append(parameter)
            else:
                groups["vectors" if parameter.ndim < 2 else "decoder"].append(parameter)
        rates = {"front": 0.5 * settings.encoder_rate, "back": settings.encoder_rate, "decoder": 1.0, "vectors": 1.0}
        described = [
            {
                "params": parameters,
                "rate": rates[name],
                "is_encoder": name in ("front", "back"),
                "weight_decay": settings.weight_decay if name == "decoder" else 0.0,
            }
            for name, parameters in groups.items()
        ]
        return torch.optim.AdamW(described, lr=settings.learning_rate, betas=(0.9, 0.98), eps=1e-8, fused=True)

    def _set_rates(self) -> None:
        """Cosine with a warm-up; the encoder's share fades in."""
        settings = self.settings
        cosine = 0.5 * (1 + math.cos(math.pi * self.progress)) * (1 - FINAL_RATE) + FINAL_RATE
        rate = settings.learning_rate * cosine * min(1.0, (self.step + 1) / WARM_UP_STEPS)
        fade = min(1.0, max(0.0, (self.step - settings.frozen_steps) / ENCODER_FADE_STEPS))
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group["rate"] * (fade if group["is_encoder"] else 1.0)

    @torch.no_grad()
    def _average(self) -> None:
        decay = min(self.settings.average_decay, (1 + self.step) / (10 + self.step))
        pairs = zip(self.average.parameters(), self.model.parameters(), strict=True)
        for mean, value in pairs:
            mean.lerp_(value, 1 - decay)
        for mean, value in zip(self.average.buffers(), self.model.buffers(), strict=True):
            mean.copy_(value)
