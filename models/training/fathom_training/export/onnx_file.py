"""The ONNX file: one graph in float32, its weights stored as float32 or, as shipped, as float16.

Input   image       float32 [batch, 3, height, width], RGB 0-255, sides multiples of 32
Outputs depth       float32 [batch, 1, height, width], canonical metres: metres = depth x f / 500, f of the fed image
        confidence  float32 [batch, 1, height, width], 0-1
        normal      float32 [batch, 3, height, width], unit, of the canonical scene
"""

import copy
import io
import os
import warnings
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from fathom_training.canonical import CANONICAL_FOCAL_PX, SIZE_MULTIPLE_PX
from fathom_training.encoder import SameConv
from fathom_training.export.opset import TRACED_OPSET, convert_opset
from fathom_training.network import ConvBN, DepthNet

INPUT = "image"
OUTPUTS = ("depth", "confidence", "normal")
STRIDED_CONVOLUTIONS = 5
FEWEST_VALUES_AS_FLOAT16 = 64
LARGEST_FLOAT16 = 6e4
METADATA = {
    "license": "weights trained for this project; encoder initialised from EfficientNet-Lite (Apache-2.0)",
    "f_canonical": f"{CANONICAL_FOCAL_PX:.0f}",
    "multiple_of": str(SIZE_MULTIPLE_PX),
}


def export_onnx(model: DepthNet, path: Path, store_float16: bool, opset: int = TRACED_OPSET) -> None:
    """Writes the file, or nothing where the graph is not what it should be (ValueError)."""
    graph = build_graph(model)
    if store_float16:
        keep_as_float16(graph.graph)
    write_model(convert_opset(graph, opset), path)


def build_graph(model: DepthNet) -> Any:
    """The ONNX model, weights as float32. ValueError where the graph is not what it should be."""
    graph = _trace(model)
    changed = _restore_uneven_padding(graph.graph)
    if changed != STRIDED_CONVOLUTIONS:
        raise ValueError(f"the graph has {changed} convolutions of stride 2, not {STRIDED_CONVOLUTIONS}")
    for key, value in METADATA.items():
        graph.metadata_props.add(key=key, value=value)
    return graph


def write_model(model: Any, path: Path) -> None:
    """Checks the model and writes it, whole or not at all."""
    onnx.checker.check_model(model, full_check=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    onnx.save(model, partial)
    os.replace(partial, path)


def _trace(model: DepthNet) -> Any:
    fused = _fuse_batch_norms(copy.deepcopy(model).cpu().float().eval())
    _pad_evenly(fused)
    example = torch.rand(1, 3, 384, 512, generator=torch.Generator().manual_seed(0)) * 255
    dynamic = {0: "batch", 2: "height", 3: "width"}
    stream = io.BytesIO()
    with torch.no_grad(), warnings.catch_warnings():
        # The tracer warns that it fixes sizes, which here it does not: the cells' rays are made of the shape itself.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            fused,
            (example,),
            stream,  # type: ignore[arg-type]
            input_names=[INPUT],
            output_names=list(OUTPUTS),
            dynamic_axes={name: dynamic for name in (INPUT, *OUTPUTS)},
            opset_version=TRACED_OPSET,
            dynamo=False,
            do_constant_folding=True,
        )
    return onnx.load_model_from_string(stream.getvalue())


def _fuse_batch_norms(model: DepthNet) -> DepthNet:
    """Folds the decoder's batch norms into their convolutions."""
    for block in list(model.modules()):
        if isinstance(block, ConvBN) and isinstance(block[1], nn.BatchNorm2d):
            convolution = block[0]
            assert isinstance(convolution, nn.Conv2d)
            block[0] = fuse_conv_bn_eval(convolution, block[1])
            block[1] = nn.Identity()
    return model


def _pad_evenly(model: DepthNet) -> None:
    """Exports uneven padding as even, which `_restore_uneven_padding` undoes: the graph then has no Pad nodes."""
    for layer in model.modules():
        if isinstance(layer, SameConv) and layer.uneven_padding:
            layer.uneven_padding = None
            layer.padding = (layer.kernel_size[0] // 2, layer.kernel_size[0] // 2)


def _restore_uneven_padding(graph: Any) -> int:
    changed = 0
    for node in graph.node:
        attributes = {attribute.name: attribute for attribute in node.attribute}
        if node.op_type == "Conv" and list(attributes["strides"].ints) == [2, 2]:
            total = attributes["kernel_shape"].ints[0] - 2
            before, after = total // 2, total - total // 2
            node.attribute.remove(attributes["pads"])
            node.attribute.append(helper.make_attribute("pads", [before, before, after, after]))
            changed += 1
    return changed


def keep_as_float16(graph: Any, except_names: Collection[str] = ()) -> None:
    """Keeps weights as float16 with a Cast behind each, which ONNX Runtime folds when it loads the session."""
    casts = []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or tensor.name in except_names:
            continue
        values = numpy_helper.to_array(tensor)
        if values.size < FEWEST_VALUES_AS_FLOAT16 or np.abs(values).max() > LARGEST_FLOAT16:
            continue
        stored = f"{tensor.name}_h"
        casts.append(
            helper.make_node("Cast", [stored], [tensor.name], name=f"cast_{tensor.name}", to=TensorProto.FLOAT)
        )
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), stored))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)
