"""Trained weights as float16 in one .npz or several, small enough to be kept in a repository."""

import json
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from fathom_training.network import DepthNet

PART_LIMIT_BYTES = 15 << 20
CONFIGURATION_KEY = "__cfg__"


def save_weights(model: DepthNet, stem: Path, limit_bytes: int = PART_LIMIT_BYTES) -> list[Path]:
    """Writes STEM.0.npz, STEM.1.npz, ... of at most `limit_bytes` each and returns their paths.

    Running means and variances stay float32: they reach past float16's range.
    """
    parts: list[dict[str, npt.NDArray[np.generic]]] = [{}]
    size = 0
    for key, value in model.state_dict().items():
        if key.endswith("num_batches_tracked"):
            continue
        kind = np.float32 if key.endswith(("running_mean", "running_var")) else np.float16
        array = value.detach().float().cpu().numpy().astype(kind)
        if size + array.nbytes + 512 > limit_bytes:
            parts.append({})
            size = 0
        parts[-1][key] = array
        size += array.nbytes + 512
    parts[0][CONFIGURATION_KEY] = np.frombuffer(json.dumps(model.cfg).encode(), np.uint8)
    paths = []
    for index, part in enumerate(parts):
        path = Path(f"{stem}.{index}.npz")
        partial = Path(f"{stem}.partial.npz")
        np.savez(partial, **part)  # type: ignore[arg-type]
        os.replace(partial, path)
        paths.append(path)
    return paths


def load_weights(stem: Path, device: torch.device | str = "cpu") -> DepthNet:
    """The network that `save_weights` wrote under this stem.

    Raises FileNotFoundError where there is no part, ValueError where the weights fit no DepthNet.
    """
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for path in sorted(stem.parent.glob(f"{stem.name}.[0-9]*.npz")):
        with np.load(path) as part:
            arrays.update({key: part[key] for key in part.files})
    if not arrays:
        raise FileNotFoundError(f"{stem}.0.npz: there are no weights here; give the stem without .0.npz")
    model = DepthNet(**json.loads(arrays.pop(CONFIGURATION_KEY).tobytes().decode()))
    state = {key: torch.from_numpy(value.astype(np.float32)) for key, value in arrays.items()}
    keys = model.load_state_dict(state, strict=False)
    missing = [key for key in keys.missing_keys if not key.endswith("num_batches_tracked")]
    if missing or keys.unexpected_keys:
        raise ValueError(f"{stem}: the weights do not fit the network: {(missing + list(keys.unexpected_keys))[:4]}")
    return model.to(device)
