"""Encoder and decoder fused by PyTorch's compiler, where that works and is faster.

On an H200 most of a step's time goes into reading and writing activations between many small operations, which the
compiler fuses. It must take every shape of input at once: compiling takes about a minute. The attention between the
two parts stays as it is: it is cheap, and the views in it fail to compile for more than one shape (PyTorch 2.8, 2.11).
"""

import math
import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from fathom_training.network import RawOutput

PARTS = ("encode", "decode")
TIMED_STEPS = 3

Encode = Callable[[Tensor], list[Tensor]]
Decode = Callable[[Tensor, Tensor, list[Tensor]], RawOutput]
Shape = tuple[int, int, int]
"""Pictures, height, width."""


def compile_where_faster(model: nn.Module, shapes: Sequence[Shape], device: torch.device) -> None:
    """Replaces the model's `encode` and `decode`, each where that works and a step on these shapes is faster.

    Prints what it did. Weights and running means stay as they are.
    """
    kept = {key: value.clone() for key, value in model.state_dict().items()}
    compiled = {"encode": _compiled_encode(model.encode), "decode": _compiled_decode(model.decode)}  # type: ignore[arg-type]
    for name in PARTS:
        eager, before = getattr(model, name), _step_seconds(model, shapes, device)
        setattr(model, name, compiled[name])
        began = time.monotonic()
        try:
            after = _step_seconds(model, shapes, device)
            said = f"{after * 1e3:.0f} ms a step compiled, {before * 1e3:.0f} as it was"
        except RuntimeError as error:
            after, said = math.inf, f"does not compile: {str(error).strip().splitlines()[0]}"
        if after >= before:
            setattr(model, name, eager)
        print(f"{name}: {said} (tried for {time.monotonic() - began:.0f} s)", flush=True)
    model.zero_grad(set_to_none=True)
    model.load_state_dict(kept)


def _compiled_encode(encode: Encode) -> Encode:
    fused = torch.compile(encode)
    return lambda image: fused(_of_any_size(image))


def _compiled_decode(decode: Decode) -> Decode:
    fused = torch.compile(decode)
    return lambda x, log_scale, features: fused(
        _of_any_size(x), _of_any_size(log_scale), [_of_any_size(part) for part in features]
    )


def _of_any_size(tensor: Tensor) -> Tensor:
    """Tells the compiler that only the channels are fixed, or it would take sizes that happen to agree for the same."""
    for axis in (0, 2, 3)[: tensor.dim() - 1]:
        torch._dynamo.mark_dynamic(tensor, axis)
    return tensor


def _step_seconds(model: nn.Module, shapes: Sequence[Shape], device: torch.device) -> float:
    """Of a forward and a backward pass on each of the shapes, the first of each not counted."""
    model.train()
    total = 0.0
    for count, height, width in shapes:
        image = (torch.rand((count, 3, height, width), device=device) * 255).to(memory_format=torch.channels_last)
        _pass_both_ways(model, image)
        began = _now(device)
        for _ in range(TIMED_STEPS):
            _pass_both_ways(model, image)
        total += (_now(device) - began) / TIMED_STEPS
    return total


def _pass_both_ways(model: nn.Module, image: Tensor) -> None:
    with torch.autocast(image.device.type, torch.bfloat16, enabled=image.device.type == "cuda"):
        raw = model.raw(image)  # type: ignore[operator]
    torch.stack([part.float().mean() for part in raw]).sum().backward()


def _now(device: torch.device) -> float:
    if device.type == "cuda":
        torch.cuda.synchronize()
    return time.monotonic()
