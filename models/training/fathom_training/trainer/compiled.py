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
MOST_DRIFT = 0.02
"""Of log depth in the mean, by which bfloat16 may differ from itself when its operations are fused."""

Encode = Callable[[Tensor], list[Tensor]]
Decode = Callable[[Tensor, Tensor, list[Tensor]], RawOutput]
Shape = tuple[int, int, int]
"""Pictures, height, width."""


def compile_where_faster(model: nn.Module, shapes: Sequence[Shape], device: torch.device) -> None:
    """Replaces the model's `encode` and `decode`, each where that works, is right and makes steps faster.

    Prints what it did. Weights and running means stay as they are.
    """
    kept = {key: value.clone() for key, value in model.state_dict().items()}
    picture = _random_pictures(shapes[0], device)
    expected = _log_depth(model, picture)
    compiled = {"encode": _compiled_encode(model.encode), "decode": _compiled_decode(model.decode)}  # type: ignore[arg-type]
    for name in PARTS:
        eager, before = getattr(model, name), _step_seconds(model, shapes, device)
        setattr(model, name, compiled[name])
        began = time.monotonic()
        try:
            after = _step_seconds(model, shapes, device)
            said = f"{after * 1e3:.0f} ms a step compiled, {before * 1e3:.0f} as it was"
            drift = float((_log_depth(model, picture) - expected).abs().mean())
            if not drift < MOST_DRIFT:
                after, said = math.inf, f"compiled, log depth is off by {drift:.3f}"
        except RuntimeError as error:
            after, said = math.inf, f"does not compile: {next(iter(str(error).strip().splitlines()), repr(error))}"
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
    for shape in shapes:
        image = _random_pictures(shape, device)
        _pass_both_ways(model, image)
        began = _now(device)
        for _ in range(TIMED_STEPS):
            _pass_both_ways(model, image)
        total += (_now(device) - began) / TIMED_STEPS
    return total


def _random_pictures(shape: Shape, device: torch.device) -> Tensor:
    """From a stream of their own: the run's goes on as if nothing had been tried."""
    count, height, width = shape
    stream = torch.Generator(device).manual_seed(0)
    pictures = torch.rand((count, 3, height, width), generator=stream, device=device) * 255
    return pictures.to(memory_format=torch.channels_last)


def _pass_both_ways(model: nn.Module, image: Tensor) -> None:
    torch.stack([part.float().mean() for part in _raw(model, image)]).sum().backward()


def _log_depth(model: nn.Module, image: Tensor) -> Tensor:
    model.train()
    return _raw(model, image).log_depth.detach().float()


def _raw(model: nn.Module, image: Tensor) -> RawOutput:
    with torch.autocast(image.device.type, torch.bfloat16, enabled=image.device.type == "cuda"):
        raw: RawOutput = model.raw(image)  # type: ignore[operator]
        return raw


def _now(device: torch.device) -> float:
    if device.type == "cuda":
        torch.cuda.synchronize()
    return time.monotonic()
