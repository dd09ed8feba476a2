"""The same graph in a newer operator set.

Convolutions of bfloat16 need opset 22, which torch's tracing exporter cannot write: it stops at 20. So the graph is
traced at 17, the shipped file's, and converted by ONNX's own converter.

What that changes, found by comparing both graphs and ONNX's schemas: of the network's operators 13 have a newer
version. ReduceMean (18) takes its axes as an input, where it had an attribute; the converter adds one constant. Split
(18) needs its sizes or their number given, and the network always gives the sizes. Resize (18, 19), Pad (18, 19) and
Reshape (19) gained options whose defaults are the old behaviour. The others (Cast, Constant, ConstantOfShape, Conv,
Shape, Squeeze, Transpose, Unsqueeze) only admit more types. So no operator changes its meaning, and ONNX Runtime gives
the same outputs to the last bit on the CPU, which a test holds.
"""

from typing import Any

from onnx import helper, version_converter

TRACED_OPSET = 17
OPSETS = (TRACED_OPSET, 22)


def convert_opset(model: Any, opset: int) -> Any:
    """A model of that operator set, of the file format's version that goes with it."""
    if opset == TRACED_OPSET:
        return model
    converted = version_converter.convert_version(model, opset)
    converted.ir_version = helper.find_min_ir_version_for(converted.opset_import)
    return converted
