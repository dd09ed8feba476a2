"""Takes out of each bias what rounding the weights adds to the layer's output in the mean.

Weights rounded to seven bits are off by a fixed amount each, and as inputs of one sign do not average out, so is the
output of every channel; over fifty layers that shifts the scale of a whole picture. With the mean E[x] of each input
channel over calibration pictures the shift of output channel o is the sum over input channels and kernel of
(rounded weight - weight) E[x], and is subtracted from the bias (Nagel et al., Data-free quantization through weight
equalization and bias correction, ICCV 2019).
"""

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from fathom_training.evaluation.metrics import Array

MEAN_SUFFIX = "_mean"


def correct_biases(graph: Any, quantised: Any, pictures: Sequence[Array]) -> None:
    """Changes the biases of a float32 model's convolutions that `quantised`, made of it, computes in int8.

    pictures: RGB 0-255, float32 [1, 3, h, w]; borders, where a kernel sees padding, count as the rest.
    """
    rounded = _rounded_weights(quantised.graph)
    initialisers = {tensor.name: tensor for tensor in graph.graph.initializer}
    layers = [node for node in graph.graph.node if node.name in rounded]
    means = _channel_means(graph, sorted({node.input[0] for node in layers}), pictures)
    for node in layers:
        weight, bias = (initialisers[name] for name in node.input[1:3])
        change = (rounded[node.name] - numpy_helper.to_array(weight)).sum((2, 3))
        shift = mean_shift(change, means[node.input[0]])
        bias.CopyFrom(numpy_helper.from_array((numpy_helper.to_array(bias) - shift).astype(np.float32), bias.name))


def mean_shift(change: Array, input_means: Array) -> Array:
    """Of the outputs [o], from the change of the weights summed over the kernel [o, i] and the inputs' means [i].

    A depthwise convolution has i = 1 in its weights, and as many input means as outputs.
    """
    return change[:, 0] * input_means if change.shape[1] == 1 else change @ input_means


def _rounded_weights(graph: Any) -> dict[str, Array]:
    """By convolution, the weights [o, i, kh, kw] that int8 stands for."""
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    scaled = {node.output[0]: node for node in graph.node if node.op_type == "DequantizeLinear"}
    found = {}
    for node in graph.node:
        if node.op_type == "Conv" and node.input[1] in scaled:
            whole, scale = (values[name] for name in scaled[node.input[1]].input[:2])
            found[node.name] = whole.astype(np.float32) * scale.reshape(-1, 1, 1, 1)
    return found


def _channel_means(model: Any, names: list[str], pictures: Sequence[Array]) -> dict[str, Array]:
    """The mean of each channel [c] of those tensors over the pictures."""
    measuring = copy.deepcopy(model)
    outputs = [f"{name}{MEAN_SUFFIX}" for name in names]
    for name, output in zip(names, outputs, strict=True):
        measuring.graph.node.append(helper.make_node("ReduceMean", [name], [output], axes=[0, 2, 3], keepdims=0))
        measuring.graph.output.append(helper.make_tensor_value_info(output, TensorProto.FLOAT, [None]))
    session = onnxruntime.InferenceSession(measuring.SerializeToString(), providers=["CPUExecutionProvider"])
    image = session.get_inputs()[0].name
    runs = [session.run(outputs, {image: picture}) for picture in pictures]
    return {name: np.mean([run[index] for run in runs], 0) for index, name in enumerate(names)}
