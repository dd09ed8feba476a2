"""Exports trained weights, and writes the attributions of an asset pack into a model card.

python -m fathom_training.export onnx --weights work/out/weights --out fathom-s.onnx
python -m fathom_training.export card --pack work/pack --card ../fathom-s.md
"""

import argparse
import hashlib
import json
from pathlib import Path

from fathom_training.export.attributions import attribution_section, replace_section
from fathom_training.export.onnx_file import export_onnx
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
    card = steps.add_parser("card", help="write the attributions into the card")
    card.add_argument("--pack", type=Path, default=Path("work/pack"), help="the pack that the model was trained on")
    card.add_argument("--card", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.step == "onnx":
        export_onnx(load_weights(arguments.weights), arguments.out, store_float16=not arguments.float32)
        content = arguments.out.read_bytes()
        print(f"{arguments.out}: {len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")
    else:
        manifest = json.loads((arguments.pack / "manifest.json").read_text())
        text = replace_section(arguments.card.read_text(), attribution_section(manifest))
        arguments.card.write_text(text)
        print(f"{arguments.card}: attributions of {len(manifest['sources'])} sources written")


if __name__ == "__main__":
    main()
