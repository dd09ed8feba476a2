"""Metric depth of a photo, from the ONNX file or from weights."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import torch

from fathom_training.canonical import CANONICAL_FOCAL_PX, input_size
from fathom_training.evaluation.metrics import Array
from fathom_training.weights import load_weights

Model = Callable[[Array], Array]
"""RGB 0-255, float32 [1, 3, h, w] -> canonical depth in metres [1, 1, h, w]."""


def load_model(path: Path, threads: int = 2) -> Model:
    """An .onnx file, or the stem of weights."""
    if path.suffix == ".onnx":
        return _onnx_model(path, threads)
    network = load_weights(path).eval()
    torch.set_num_threads(threads)

    def run(image: Array) -> Array:
        with torch.no_grad():
            depth, _, _ = network(torch.from_numpy(image))
        return depth.numpy()

    return run


def _onnx_model(path: Path, threads: int) -> Model:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(image: Array) -> Array:
        depth: Array = session.run(["depth"], {"image": image})[0]
        return depth

    return run


def as_input(rgb: Array) -> Array:
    """RGB uint8 [h, w, 3] as a model takes it: 0-255, float32 [1, 3, h, w]."""
    return np.ascontiguousarray(rgb.transpose(2, 0, 1)[None].astype(np.float32))


def predict_metres(model: Model, rgb: Array, fx: float, fy: float) -> Array:
    """Depth in metres [h, w] of RGB uint8 [h, w, 3] whose focals are given in its pixels."""
    height, width = rgb.shape[:2]
    fed_height, fed_width = input_size(height, width)
    shrinks = fed_height < height
    fed = cv2.resize(rgb, (fed_width, fed_height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    canonical = model(as_input(fed))
    focal = 0.5 * (fx * fed_width / width + fy * fed_height / height)
    metres = canonical[0, 0] * (focal / CANONICAL_FOCAL_PX)
    return np.asarray(cv2.resize(metres, (width, height), interpolation=cv2.INTER_LINEAR))
