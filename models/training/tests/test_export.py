"""The ONNX file against the network, and the shipped one against its contract."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from fathom_training.canonical import MAX_DEPTH, MIN_DEPTH
from fathom_training.encoder import LiteEncoder
from fathom_training.export.attributions import attribution_section, replace_section
from fathom_training.export.onnx_file import METADATA, OUTPUTS, export_onnx
from fathom_training.export.opset import TRACED_OPSET
from fathom_training.network import DepthNet
from fathom_training.weights import load_weights, save_weights

FLOAT32_TOLERANCE, FLOAT16_TOLERANCE = 1e-4, 2e-3
SHAPES = ((1, 96, 128), (2, 64, 160))


@pytest.fixture(scope="module", params=["bilinear", "convex"])
def model(request: pytest.FixtureRequest) -> DepthNet:
    """A network with weights of a trained one's size, whose batch norms are not the identity."""
    return seasoned(DepthNet(up=request.param))


@pytest.fixture(scope="module")
def model_like_the_shipped() -> DepthNet:
    return seasoned(DepthNet(up="convex"))


def seasoned(network: DepthNet) -> DepthNet:
    torch.manual_seed(3)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_mean, -0.1, 0.1)  # type: ignore[arg-type]
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)  # type: ignore[arg-type]
    with torch.no_grad():
        for parameter in network.parameters():
            # No two tensors alike: the exporter stores equal ones once.
            parameter.add_(torch.randn_like(parameter) * 0.01)
    return network.eval()


def image(batch: int, height: int, width: int) -> torch.Tensor:
    return torch.rand(batch, 3, height, width, generator=torch.Generator().manual_seed(1)) * 255


def largest_difference(model: DepthNet, file: Path, shape: tuple[int, int, int]) -> float:
    """Of depth, relative; of confidence and normals, absolute."""
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    fed = image(*shape)
    with torch.no_grad():
        expected = [output.numpy() for output in model(fed)]
    given = session.run(list(OUTPUTS), {"image": fed.numpy()})
    differences = [np.abs(one - other) for one, other in zip(given, expected, strict=True)]
    return max(float((differences[0] / expected[0]).max()), *(float(part.max()) for part in differences[1:]))


@pytest.mark.parametrize("shape", SHAPES)
def test_float32_equals_torch(model: DepthNet, tmp_path: Path, shape: tuple[int, int, int]) -> None:
    export_onnx(model, tmp_path / "model.onnx", store_float16=False)
    assert largest_difference(model, tmp_path / "model.onnx", shape) < FLOAT32_TOLERANCE


def test_float16_weights_stay_close_to_torch(model: DepthNet, tmp_path: Path) -> None:
    export_onnx(model, tmp_path / "model.onnx", store_float16=True)
    assert largest_difference(model, tmp_path / "model.onnx", SHAPES[0]) < FLOAT16_TOLERANCE


@pytest.mark.parametrize("shape", SHAPES)
def test_opset_22_gives_the_same_outputs_to_the_last_bit(
    model: DepthNet, tmp_path: Path, shape: tuple[int, int, int]
) -> None:
    fed = {"image": image(*shape).numpy()}
    outputs = []
    for opset in (TRACED_OPSET, 22):
        file = tmp_path / f"{opset}.onnx"
        export_onnx(model, file, store_float16=True, opset=opset)
        assert [(one.domain, one.version) for one in onnx.load(file).opset_import] == [("", opset)]
        session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        outputs.append(session.run(list(OUTPUTS), fed))
    for traced, converted in zip(*outputs, strict=True):
        assert np.array_equal(traced, converted)


def signature(file: Path) -> dict[str, object]:
    graph = onnx.load(file)
    values = {
        value.name: (
            value.type.tensor_type.elem_type,
            [dimension.dim_param or dimension.dim_value for dimension in value.type.tensor_type.shape.dim],
        )
        for value in [*graph.graph.input, *graph.graph.output]
    }
    return {
        "inputs": [value.name for value in graph.graph.input],
        "outputs": [value.name for value in graph.graph.output],
        "values": values,
        "opset": [(one.domain, one.version) for one in graph.opset_import],
        "metadata": {one.key: one.value for one in graph.metadata_props},
    }


def test_the_export_has_the_shipped_contract(model_like_the_shipped: DepthNet, shipped: Path, tmp_path: Path) -> None:
    export_onnx(model_like_the_shipped, tmp_path / "model.onnx", store_float16=True)
    ours, theirs = signature(tmp_path / "model.onnx"), signature(shipped)
    assert ours == theirs
    assert ours["inputs"] == ["image"]
    assert ours["outputs"] == list(OUTPUTS)
    assert ours["opset"] == [("", TRACED_OPSET)]
    assert ours["metadata"] == METADATA


def test_the_shipped_outputs_have_their_shapes_and_ranges(shipped: Path) -> None:
    session = onnxruntime.InferenceSession(str(shipped), providers=["CPUExecutionProvider"])
    depth, confidence, normal = session.run(list(OUTPUTS), {"image": image(2, 64, 96).numpy()})
    assert (depth.shape, confidence.shape, normal.shape) == ((2, 1, 64, 96), (2, 1, 64, 96), (2, 3, 64, 96))
    assert {depth.dtype, confidence.dtype, normal.dtype} == {np.dtype(np.float32)}
    assert MIN_DEPTH * 0.999 < depth.min() <= depth.max() < MAX_DEPTH * 1.001
    assert 0 <= confidence.min() <= confidence.max() <= 1
    assert np.abs(np.linalg.norm(normal, axis=1) - 1).max() < 1e-3


def test_the_shipped_graph_is_this_network(model_like_the_shipped: DepthNet, shipped: Path, tmp_path: Path) -> None:
    """The same operations on weights of the same names and shapes: only the numbers differ."""
    export_onnx(model_like_the_shipped, tmp_path / "model.onnx", store_float16=True)
    ours, theirs = (onnx.load(file).graph for file in (tmp_path / "model.onnx", shipped))
    assert [node.op_type for node in ours.node] == [node.op_type for node in theirs.node]
    assert [list(one.dims) for one in ours.initializer] == [list(one.dims) for one in theirs.initializer]


def test_the_shipped_file_is_the_kept_weights(shipped: Path) -> None:
    """Who goes on from runs/ goes on from what users have."""
    kept = load_weights(shipped.parent / "training" / "runs" / "fathom-s-6.weights").eval()
    assert largest_difference(kept, shipped, SHAPES[0]) < FLOAT16_TOLERANCE


def test_weights_come_back(model: DepthNet, tmp_path: Path) -> None:
    paths = save_weights(model, tmp_path / "weights", limit_bytes=4 << 20)
    assert sorted(tmp_path.iterdir()) == paths
    assert len(paths) > 1
    loaded = load_weights(tmp_path / "weights").eval()
    with torch.no_grad():
        depth, again = model(image(*SHAPES[0]))[0], loaded(image(*SHAPES[0]))[0]
    assert float(((depth - again) / depth).abs().max()) < FLOAT16_TOLERANCE


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.0\.npz"):
        load_weights(tmp_path / "nothing")


def test_the_encoder_halves_five_times() -> None:
    features = LiteEncoder()(torch.zeros(1, 3, 64, 96))
    assert [tuple(feature.shape[2:]) for feature in features] == [(32, 48), (16, 24), (8, 12), (4, 6), (2, 3)]


def test_the_card_names_every_source() -> None:
    source = {"what": "chairs", "package": "chairs", "version": "1.0", "credit": "A Carpenter", "licence": "CC BY 3.0"}
    section = attribution_section({"sources": [source], "modelCreators": ["Ada"], "copyleft": False})
    card = replace_section("# Model\n\n## Attribution\n\nold\n\n## Last\n\nend\n", section)
    assert "chairs (chairs 1.0): A Carpenter. CC BY 3.0." in card
    assert "No copyleft source is among them." in card
    assert "old" not in card
    assert card.endswith("## Last\n\nend\n")
