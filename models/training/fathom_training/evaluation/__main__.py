"""Scores a model.

python -m fathom_training.evaluation yardstick --model fathom-s.onnx --pack work/pack --out runs/NAME.json
python -m fathom_training.evaluation motorcycle --model fathom-s.onnx
"""

import argparse
import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from fathom_training.evaluation.motorcycle import score_motorcycle
from fathom_training.evaluation.predictor import load_model
from fathom_training.evaluation.yardstick import PICTURES_PER_KIND, About, as_table, run_yardstick


def _about(model: Path, pack: Path) -> About:
    file = model if model.suffix == ".onnx" else Path(f"{model}.0.npz")
    manifest = json.loads((pack / "manifest.json").read_text())
    return About(hashlib.sha256(file.read_bytes()).hexdigest(), manifest["sha256"], manifest["copyleft"])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m fathom_training.evaluation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", choices=["yardstick", "motorcycle"])
    parser.add_argument("--model", type=Path, required=True, help="an .onnx file, or the stem of weights")
    parser.add_argument("--pack", type=Path, default=Path("work/pack"), help="the asset pack to render from")
    parser.add_argument("--out", type=Path, default=Path("work/yardstick.json"), help="figures; a run goes on from it")
    parser.add_argument("--per-kind", type=int, default=PICTURES_PER_KIND, help="pictures of each kind of scene")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    model = load_model(arguments.model, arguments.threads)
    if arguments.what == "motorcycle":
        print(json.dumps(asdict(score_motorcycle(model)), indent=1))
        return
    about = _about(arguments.model, arguments.pack)
    print(as_table(run_yardstick(model, arguments.pack, about, arguments.per_kind, arguments.out)))


if __name__ == "__main__":
    main()
