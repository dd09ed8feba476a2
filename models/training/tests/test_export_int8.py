"""The int8 file, calibrated on next to nothing."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import helper, numpy_helper

from fathom_training.canonical import MAX_DEPTH, MIN_DEPTH
from fathom_training.evaluation.metrics import Array
from fathom_training.evaluation.yardstick import HELD_OUT_SEED, YARDSTICK_SEED
from fathom_training.export.bias_correction import correct_biases, mean_shift
from fathom_training.export.calibration import CALIBRATION_SEED
from fathom_training.export.int8_file import FLOAT32_PARTS, export_int8
from fathom_training.export.onnx_file import METADATA, OUTPUTS
from fathom_training.network import DepthNet
from tests.test_export import seasoned, signature


@pytest.fixture(scope="module")
def model() -> DepthNet:
    network = seasoned(DepthNet(up="convex"))
    # Depth that varies over a picture, as a trained network's does.
    torch.nn.init.normal_(network.head.weight, std=1)
    return network


@pytest.fixture(scope="module")
def file(model: DepthNet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("int8") / "int8.onnx"
    export_int8(model, [picture(seed) for seed in range(2)], path)
    return path


def picture(seed: int, height: int = 96, width: int = 128) -> Array:
    """Stripes of three colours."""
    phases = np.random.default_rng(seed).random((3, 1, 1)) * 6
    wave = np.sin(np.arange(width) / 9 + phases) + np.cos(np.arange(height)[:, None] / 7 - phases)
    return (127.5 + 60 * wave)[None].astype(np.float32)


def test_it_runs_at_sizes_it_was_not_calibrated_at(file: Path) -> None:
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    depth, confidence, normal = session.run(list(OUTPUTS), {"image": picture(9, 64, 160)})
    assert (depth.shape, confidence.shape, normal.shape) == ((1, 1, 64, 160), (1, 1, 64, 160), (1, 3, 64, 160))
    assert np.isfinite(depth).all()
    assert MIN_DEPTH * 0.999 < depth.min() <= depth.max() < MAX_DEPTH * 1.001
    assert 0 <= confidence.min() <= confidence.max() <= 1
    assert np.abs(np.linalg.norm(normal, axis=1) - 1).max() < 1e-3


def test_its_depth_follows_the_network(model: DepthNet, file: Path) -> None:
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    fed = picture(9)
    with torch.no_grad():
        expected = model(torch.from_numpy(fed))[0].numpy()
    given = session.run(["depth"], {"image": fed})[0]
    assert np.abs(given - expected).mean() < 0.15 * expected.std()


def test_it_has_the_contract_of_the_float32_file(file: Path, shipped: Path) -> None:
    ours, theirs = signature(file), signature(shipped)
    assert ours["values"] == {
        "image": (onnx.TensorProto.FLOAT, ["batch", 3, "height", "width"]),
        "depth": (onnx.TensorProto.FLOAT, ["batch", 1, "height", "width"]),
        "confidence": (onnx.TensorProto.FLOAT, ["batch", 1, "height", "width"]),
        "normal": (onnx.TensorProto.FLOAT, ["batch", 3, "height", "width"]),
    }
    assert (ours["inputs"], ours["outputs"]) == (theirs["inputs"], theirs["outputs"])
    assert ours["metadata"] == METADATA


def test_the_convolutions_are_int8_but_for_the_parts_kept(file: Path) -> None:
    graph = onnx.load(file).graph
    producer = {output: node.op_type for node in graph.node for output in node.output}
    for node in graph.node:
        if node.op_type == "Conv":
            weights = "Cast" if node.name.startswith(FLOAT32_PARTS) else "DequantizeLinear"
            assert producer[node.input[1]] == weights, node.name


def test_the_shift_of_a_layer_is_what_its_mean_input_makes_of_the_change() -> None:
    """Of two outputs of three inputs, and of a depthwise layer of two."""
    change = np.array([[1.0, 0.0, -2.0], [0.5, 0.5, 0.5]])
    assert mean_shift(change, np.array([3.0, 4.0, 1.0])).tolist() == [1.0, 4.0]
    assert mean_shift(np.array([[0.5], [-1.0]]), np.array([4.0, 3.0])).tolist() == [2.0, -3.0]


def test_a_corrected_layer_has_the_mean_of_the_unrounded_one() -> None:
    """A 1x1 convolution of two channels whose int8 stands for weights that are off by a tenth and by a fifth."""
    weight, rounded, bias = np.array([[1.0, 2.0]]), np.array([[1.1, 1.8]]), np.array([0.3], np.float32)

    def layer(weights: Array, is_int8: bool) -> onnx.ModelProto:
        values = weights.astype(np.float32).reshape(1, 2, 1, 1)
        steps = np.array([0.1], np.float32)
        whole = np.round(values / steps).astype(np.int8)
        nodes = [helper.make_node("Conv", ["image", "scaled" if is_int8 else "weight", "bias"], ["out"], name="conv")]
        kept = [numpy_helper.from_array(bias, "bias")]
        if is_int8:
            nodes.insert(0, helper.make_node("DequantizeLinear", ["whole", "steps", "zero"], ["scaled"], axis=0))
            named: dict[str, Array] = {"whole": whole, "steps": steps, "zero": np.zeros(1, np.int8)}
            kept += [numpy_helper.from_array(value, name) for name, value in named.items()]
        else:
            kept.append(numpy_helper.from_array(values, "weight"))
        fed = helper.make_tensor_value_info("image", onnx.TensorProto.FLOAT, [1, 2, 4, 4])
        given = helper.make_tensor_value_info("out", onnx.TensorProto.FLOAT, [1, 1, 4, 4])
        graph = helper.make_graph(nodes, "layer", [fed], [given], initializer=kept)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)

    pictures = [np.random.default_rng(seed).random((1, 2, 4, 4), np.float32) + seed for seed in range(3)]
    corrected = layer(weight, is_int8=False)
    correct_biases(corrected, layer(rounded, is_int8=True), pictures)
    new_bias = next(numpy_helper.to_array(one) for one in corrected.graph.initializer if one.name == "bias")
    inputs = np.mean([picture.mean((0, 2, 3)) for picture in pictures], 0)
    assert (rounded @ inputs + new_bias).item() == pytest.approx((weight @ inputs + bias).item(), abs=1e-5)
    assert abs(float(new_bias[0] - bias[0])) > 0.05


def test_nothing_is_left_unused(file: Path) -> None:
    graph = onnx.load(file).graph
    used = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
    assert [node.name for node in graph.node if not used & set(node.output)] == []
    assert [tensor.name for tensor in graph.initializer if tensor.name not in used] == []


def test_no_picture_that_a_model_is_scored_by_is_calibrated_on() -> None:
    assert len({CALIBRATION_SEED, YARDSTICK_SEED, HELD_OUT_SEED}) == 3
