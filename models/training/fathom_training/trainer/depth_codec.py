"""Depth in 16 bits: what the replay buffer holds."""

import math

import torch
from torch import Tensor

MIN_METRES, MAX_METRES = 0.05, 400.0
LOG_MIN, LOG_MAX = math.log(MIN_METRES), math.log(MAX_METRES)
INVALID = -32768
STEPS = 65534.0


def encode_depth(metres: Tensor) -> Tensor:
    """Float metres, 0 for sky or unknown -> int16 of log depth, in steps of 0.014 %: fine enough for normals."""
    code = (torch.log(metres.clamp(MIN_METRES, MAX_METRES)) - LOG_MIN) * (STEPS / (LOG_MAX - LOG_MIN)) - 32767.0
    code = code.round().to(torch.int16)
    return torch.where(torch.isfinite(metres) & (metres > 0.01), code, torch.full_like(code, INVALID))


def decode_inverse_depth(code: Tensor) -> Tensor:
    """What `encode_depth` gave -> inverse depth in 1/m, 0 where there is none."""
    log_depth = (code.float() + 32767.0) * ((LOG_MAX - LOG_MIN) / STEPS) + LOG_MIN
    return torch.where(code == INVALID, torch.zeros_like(log_depth), torch.exp(-log_depth))
