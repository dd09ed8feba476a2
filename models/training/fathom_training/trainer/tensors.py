"""Random numbers are drawn with numpy on the CPU and copied over, so that the GPU never waits for one."""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

Array = npt.NDArray[Any]


def to_device(values: Array, device: torch.device) -> Tensor:
    """A float32 copy on the device."""
    return _copied(torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32)), device)


def indices_to_device(indices: Array, device: torch.device) -> Tensor:
    """A copy of whole numbers on the device."""
    return _copied(torch.from_numpy(indices), device)


def _copied(tensor: Tensor, device: torch.device) -> Tensor:
    return tensor.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else tensor
