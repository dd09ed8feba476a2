"""Counts what converters to float16 keep in float32, and how far their graphs drift on the CPU.

Usage: compare.py NAME FLOAT32.onnx OURS_RANGE.onnx OURS_ALL.onnx ...: prints rows of a Markdown table.
"""

import importlib.abc
import importlib.machinery
import os
import sys
import tempfile
import warnings
from collections import Counter
from types import ModuleType
from unittest.mock import MagicMock

import numpy as np
import onnx
import onnxruntime as ort

warnings.filterwarnings("ignore")
FLOAT, FLOAT16 = onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16
SIZES = {
    "metric3d-vit-small": (616, 1064),
    "moge-2-vits-normal": (196, 252),
    "depth-anything-v2-metric-small": (518, 686),
    "fathom-s": (192, 256),
}


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gigabytes of packages that ModelOpt imports and AutoCast does not call."""

    absent = {"torch", "pulp", "omegaconf", "ninja", "pynvml", "regex", "safetensors", "yaml", "cppimport"}

    def find_spec(self, name: str, path=None, target=None):
        if name.split(".")[0] not in self.absent:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec) -> ModuleType:
        module = MagicMock(name=spec.name, __path__=[], __version__="2.8.0")
        return module

    def exec_module(self, module) -> None:
        pass


def by_onnxconverter_common(file: str) -> onnx.ModelProto:
    from onnxconverter_common import float16

    return float16.convert_float_to_float16(onnx.load(file), keep_io_types=True)


def by_autocast(file: str, name: str) -> onnx.ModelProto:
    stand_ins = StandIns()
    sys.meta_path.append(stand_ins)
    from modelopt.onnx import autocast

    # What looks for these packages later has to see that they are not there.
    sys.meta_path.remove(stand_ins)
    for absent in [n for n in sys.modules if n.split(".")[0] in StandIns.absent]:
        del sys.modules[absent]
    with tempfile.TemporaryDirectory() as folder:
        seen = os.path.join(folder, "feeds.npz")
        np.savez(seen, **feeds_for(open_session(file), name))
        return autocast.convert_to_mixed_precision(
            file, low_precision_type="fp16", keep_io_types=True, calibration_data=seen
        )


def kept(model: onnx.ModelProto) -> tuple[int, int, int]:
    """Nodes that give float32, nodes that give float16, and casts between the two."""
    typed = onnx.shape_inference.infer_shapes(model)
    types = {i.name: i.type.tensor_type.elem_type for i in [*typed.graph.value_info, *typed.graph.output]}
    nodes = [n for n in model.graph.node if n.op_type not in ("Cast", "Constant")]
    made = Counter(types.get(n.output[0]) for n in nodes)
    casts = sum(n.op_type == "Cast" and types.get(n.output[0]) in (FLOAT, FLOAT16) for n in model.graph.node)
    return made[FLOAT], made[FLOAT16], casts


def open_session(file: str) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 2
    options.log_severity_level = 4
    return ort.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def feeds_for(session: ort.InferenceSession, name: str) -> dict[str, np.ndarray]:
    height, width = SIZES[name]
    middle = 120 if name.startswith("metric3d") else 0.5
    wave = middle * (1 + np.sin(np.arange(3 * height * width) / 100))
    picture = wave.astype(np.float32).reshape(1, 3, height, width)
    tokens = np.array(256, dtype=np.int64)
    return {i.name: tokens if i.name == "num_tokens" else picture for i in session.get_inputs()}


def run(file: str, name: str) -> dict[str, np.ndarray]:
    session = open_session(file)
    outputs = session.run(None, feeds_for(session, name))
    return dict(zip([o.name for o in session.get_outputs()], outputs, strict=True))


def drift(exact: dict[str, np.ndarray], half: dict[str, np.ndarray]) -> float:
    """The worst output's mean difference over its mean magnitude."""
    return max(float(np.abs(exact[k] - half[k]).mean() / np.abs(exact[k]).mean()) for k in exact)


def short(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:110].replace("|", "\\|")


def main(name: str, exact_file: str, *ours: str) -> None:
    exact = run(exact_file, name)

    def row(how: str, make) -> None:
        try:
            model = make()
            counts = kept(model)
        except BaseException as error:  # noqa: BLE001 - whatever a converter throws is its result
            print(f"| {name} | {how} | – | – | – | does not convert: {short(error)} |", flush=True)
            return
        told = " | ".join(str(count) for count in counts)
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "half.onnx")
            onnx.save(model, file)
            try:
                found = f"{drift(exact, run(file, name)):.2g}"
            except Exception as error:  # noqa: BLE001
                found = f"does not load or run: {short(error)}"
        print(f"| {name} | {how} | {told} | {found} |", flush=True)

    for file in ours:
        row("Fathom, " + os.path.basename(file).split(".fp16-")[1].split("-")[0], lambda file=file: onnx.load(file))
    row("onnxconverter-common", lambda: by_onnxconverter_common(exact_file))
    row("ModelOpt AutoCast", lambda: by_autocast(exact_file, name))


if __name__ == "__main__":
    main(*sys.argv[1:])
