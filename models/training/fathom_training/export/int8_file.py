"""The ONNX file in int8, for CPUs: most convolutions compute in 8 bits, inputs and outputs stay float32.

Quantised by ONNX Runtime, statically: each layer's range is what calibration pictures showed, less its rarest values.
Activations are uint8, weights int8 by output channel and of 7 bits only, since CPUs without VNNI add pairs of products
in 16 bits, which the eighth would overflow. What that rounding adds to each layer in the mean is taken out of its bias
first.
"""

import copy
import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import onnx
from onnx import helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

from fathom_training.evaluation.metrics import Array
from fathom_training.export.bias_correction import correct_biases
from fathom_training.export.onnx_file import INPUT, METADATA, build_graph, keep_as_float16, write_model
from fathom_training.network import DepthNet

FLOAT32_PARTS = ("/enc/stem/", *(f"/enc/blocks.{block}/" for block in range(11)), "/ctx.", "/head/", "/up/")
"""Of the graph's nodes. The encoder's first half brings most of the error in a picture's scale and holds few of the
weights; the last layers are depth itself; attention and its norms have outliers."""
RANGE_PERCENTILE = 99.99
"""Of a layer's values: the rest is clipped, for a finer step."""
QUANTISED_OPERATORS = ("Conv", "Clip", "Relu")
"""Clip and Relu vanish into the range of the convolution before them."""
SCALING_OPERATORS = ("QuantizeLinear", "DequantizeLinear")


def export_int8(model: DepthNet, pictures: Sequence[Array], path: Path) -> None:
    """Calibrates on the pictures, RGB 0-255, float32 [1, 3, h, w], sides multiples of 32, and writes the file."""
    graph = build_graph(model)
    kept = [node.name for node in graph.graph.node if node.name.startswith(FLOAT32_PARTS)]
    # Weights are rounded whatever the pictures show, so the first time one of them will do.
    correct_biases(graph, _quantise(graph, kept, pictures[:1]), pictures)
    quantised = _quantise(graph, kept, pictures)
    _drop_unused_constants(quantised.graph)
    _drop_notes_of_quantiser(quantised)
    keep_as_float16(quantised.graph, except_names=_scales(quantised.graph))
    write_model(quantised, path)


class _Pictures(CalibrationDataReader):
    """Hands ONNX Runtime one picture after the other, of a range that it sets."""

    def __init__(self, pictures: Sequence[Array]) -> None:
        self._pictures = pictures
        self._left = iter(pictures)

    def __len__(self) -> int:
        return len(self._pictures)

    def set_range(self, start_index: int, end_index: int) -> None:
        """What is handed out next."""
        self._left = iter(self._pictures[start_index:end_index])

    def get_next(self) -> dict[str, Array] | None:
        """What to feed next, None at the end."""
        picture = next(self._left, None)
        return None if picture is None else {INPUT: picture}


def _quantise(graph: Any, kept: list[str], pictures: Sequence[Array]) -> Any:
    with tempfile.TemporaryDirectory() as folder, _no_advice():
        file = Path(folder) / "int8.onnx"
        quantize_static(
            # It moves the weights of the model that it is given into files of its own.
            copy.deepcopy(graph),
            file,
            _Pictures(pictures),
            calibrate_method=CalibrationMethod.Percentile,
            # Despite its name the second is how many pictures' values are kept at a time, a quarter of a GB each.
            extra_options={"CalibPercentile": RANGE_PERCENTILE, "CalibStridedMinMax": 1},
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=list(QUANTISED_OPERATORS),
            nodes_to_exclude=kept,
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
        return onnx.load(file)


@contextmanager
def _no_advice() -> Iterator[None]:
    """ONNX Runtime advises to fold batch norms first, which has been done, and prints how far it is."""
    logging.disable(logging.WARNING)
    try:
        with redirect_stdout(StringIO()):
            yield
    finally:
        logging.disable(logging.NOTSET)


def _drop_unused_constants(graph: Any) -> None:
    """The limits of each Clip that vanished, of which ONNX Runtime would warn whenever it loads the file."""
    used = {name for node in graph.node for name in node.input}
    nodes = [node for node in graph.node if node.op_type != "Constant" or node.output[0] in used]
    del graph.node[:]
    graph.node.extend(nodes)


def _drop_notes_of_quantiser(model: Any) -> None:
    """What it wrote for itself: the inferred shapes, and that it did infer them."""
    del model.graph.value_info[:]
    helper.set_model_props(model, METADATA)


def _scales(graph: Any) -> set[str]:
    """Steps and zero points, which ONNX Runtime must find as they are to compute in int8."""
    return {name for node in graph.node if node.op_type in SCALING_OPERATORS for name in node.input}
