"""Exports trained weights, as float32 or int8, and writes the attributions of an asset pack into a model card.

python -m fathom_training.export onnx --weights work/out/weights --out fathom-s.onnx
python -m fathom_training.export int8 --weights work/out/weights --pack work/pack --out fathom-s-int8.onnx
python -m fathom_training.export card --pack work/pack --card ../fathom-s.md
"""

import argparse
import hashlib
import json
from pathlib import Path

from fathom_training.export.attributions import attribution_section, replace_section
from fathom_training.export.calibration import PICTURES_PER_KIND as CALIBRATION_PER_KIND
from fathom_training.export.calibration import render_calibration
from fathom_training.export.int8_file import export_int8
from fathom_training.export.onnx_file import export_onnx
from fathom_training.export.opset import OPSETS, TRACED_OPSET
from fathom_training.weights import load_weights


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m fathom_training.export",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    steps = parser.add_subparsers(dest="step", required=True)
    onnx = steps.add_parser("onnx", help="write the ONNX file")
    onnx.add_argument("--weights", type=Path, required=True, help="stem of the weights, without .0.npz")
    onnx.add_argument("--out", type=Path, required=True)
    onnx.add_argument("--float32", action="store_true", help="store weights as float32: twice the size, to compare")
    onnx.add_argument("--opset", type=int, choices=OPSETS, default=TRACED_OPSET, help="22 admits bfloat16 convolutions")
    int8 = steps.add_parser("int8", help="write the ONNX file in int8, calibrated on rendered pictures")
    int8.add_argument("--weights", type=Path, required=True, help="stem of the weights, without .0.npz")
    int8.add_argument("--pack", type=Path, default=Path("work/pack"), help="the asset pack to render from")
    int8.add_argument("--out", type=Path, required=True)
    int8.add_argument("--per-kind", type=int, default=CALIBRATION_PER_KIND, help="pictures of each kind of scene")
    card = steps.add_parser("card", help="write the attributions into the card")
    card.add_argument("--pack", type=Path, default=Path("work/pack"), help="the pack that the model was trained on")
    card.add_argument("--card", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.step == "onnx":
        export_onnx(load_weights(arguments.weights), arguments.out, not arguments.float32, arguments.opset)
        print(_described(arguments.out))
    elif arguments.step == "int8":
        model = load_weights(arguments.weights)
        export_int8(model, render_calibration(arguments.pack, arguments.per_kind), arguments.out)
        print(_described(arguments.out))
    else:
        manifest = json.loads((arguments.pack / "manifest.json").read_text())
        text = replace_section(arguments.card.read_text(), attribution_section(manifest))
        arguments.card.write_text(text)
        print(f"{arguments.card}: attributions of {len(manifest['sources'])} sources written")


def _described(file: Path) -> str:
    content = file.read_bytes()
    return f"{file}: {len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"


if __name__ == "__main__":
    main()
