"""Trains the network on pictures as they are rendered. Can be stopped at any time; the same command goes on.

python -m fathom_training.trainer --pack work/pack --encoder work/encoder.npz --out work/out
"""

import argparse
import json
import subprocess
import time
from dataclasses import asdict
from pathlib import Path

import torch

from fathom_training.evaluation.yardstick import render_held_out
from fathom_training.network import DepthNet
from fathom_training.renderer.pool import Batch, RenderPool
from fathom_training.trainer.replay import Feeder, ReplayBuffer
from fathom_training.trainer.training import Settings, Training
from fathom_training.trainer.validation import validate
from fathom_training.weights import load_weights, save_weights

WIDTH_PX, HEIGHT_PX = 512, 384
FETCHED = 32
LOG_EVERY_SECONDS, SAVE_EVERY_SECONDS = 10.0, 120.0
FIRST_PICTURE_SECONDS = 240.0
WORKER_SEED_STEP = 1_000_003
"""Between the renderer's seeds of two commands: the second renders new scenes."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m fathom_training.trainer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pack", type=Path, default=Path("work/pack"))
    parser.add_argument("--encoder", type=Path, default=Path("work/encoder.npz"), help="from fathom_training.encoder")
    parser.add_argument("--weights", type=Path, help="stem of trained weights to begin with, in place of --encoder")
    parser.add_argument("--up", choices=["bilinear", "convex"], default="convex", help="the last step of depth")
    parser.add_argument("--out", type=Path, default=Path("work/out"), help="checkpoint, weights, log and figures")
    parser.add_argument("--steps", type=int, default=Settings.steps, help="of the whole run")
    parser.add_argument(
        "--seconds", type=float, help="of the whole run, in place of --steps; not to be repeated exactly"
    )
    parser.add_argument("--batch", type=int, default=Settings.batch)
    parser.add_argument("--seed", type=int, default=Settings.seed)
    parser.add_argument("--workers", type=int, default=13, help="renderers")
    parser.add_argument("--buffer", type=int, default=60000, help="pictures kept on the device")
    parser.add_argument("--min-fill", type=int, default=3000, help="pictures before the first step")
    parser.add_argument("--reuse", type=float, default=3.0, help="times that each rendered picture is trained on")
    parser.add_argument("--compile", action="store_true", help="worth its minute or two on a GPU, in a long run")
    parser.add_argument("--validation", type=int, default=96, help="pictures held out")
    parser.add_argument("--stop-after", type=float, default=float("inf"), help="seconds; a checkpoint is left")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    settings = Settings(seed=arguments.seed, steps=arguments.steps, seconds=arguments.seconds, batch=arguments.batch)
    training = _start_or_resume(settings, arguments, device)
    if arguments.compile:
        training.compile()
    validation = render_held_out(arguments.pack, arguments.validation)
    seed = arguments.seed + WORKER_SEED_STEP * (training.step + 1)
    pool = RenderPool(arguments.pack, arguments.workers, WIDTH_PX, HEIGHT_PX, seed)
    feeder = Feeder(pool, FETCHED, device)
    feeder.start()
    try:
        buffer = ReplayBuffer(arguments.buffer, HEIGHT_PX, WIDTH_PX, device)
        _fill(buffer, feeder, min(arguments.min_fill, arguments.buffer))
        _train(training, buffer, feeder, validation, arguments)
    finally:
        feeder.stop()
        pool.close()


def _start_or_resume(settings: Settings, arguments: argparse.Namespace, device: torch.device) -> Training:
    checkpoint = arguments.out / "checkpoint.pt"
    torch.manual_seed(settings.seed)
    model = load_weights(arguments.weights) if arguments.weights else DepthNet(up=arguments.up)
    if not checkpoint.exists() and not arguments.weights:
        model.enc.load_imagenet(arguments.encoder)
    training = Training(model, settings, device)
    if checkpoint.exists():
        training.resume(checkpoint)
        print(f"resumed at step {training.step} of {settings.steps}")
    return training


def _fill(buffer: ReplayBuffer, feeder: Feeder, least: int) -> None:
    while buffer.count < least:
        pictures = feeder.take(FIRST_PICTURE_SECONDS)
        if pictures is None:
            raise RuntimeError(f"the renderer gave no picture for {FIRST_PICTURE_SECONDS:.0f} s")
        buffer.add(pictures)


def _train(
    training: Training, buffer: ReplayBuffer, feeder: Feeder, validation: Batch, arguments: argparse.Namespace
) -> None:
    began = logged = saved = time.monotonic()
    first_step, trained, received = training.step, 0, buffer.received
    while training.progress < 1 and time.monotonic() - began < arguments.stop_after:
        # The renderer shares the GPU, and is held back to what training needs.
        if trained >= arguments.reuse * (buffer.received - received):
            pictures = feeder.take(0)
            if pictures is not None:
                buffer.add(pictures)
        rgb, targets = training.draw_batch(buffer)
        parts = training.train_step(rgb, targets)
        trained += len(rgb)
        now = time.monotonic()
        if now - logged >= LOG_EVERY_SECONDS:
            logged = now
            rate = (training.step - first_step) / (now - began)
            _log(arguments.out, {"step": training.step, "stepsPerSecond": rate, "rendered": buffer.received}, parts)
        if now - saved >= SAVE_EVERY_SECONDS:
            saved = now
            _save(training, arguments.out)
    paths = _save(training, arguments.out)
    scores = asdict(validate(training.average, validation, training.device))
    record = {
        "step": training.step,
        "settings": asdict(training.settings),
        "commit": _commit(),
        "pack": json.loads((arguments.pack / "manifest.json").read_text())["sha256"],
        "seconds": round(time.monotonic() - began),
        "rendered": buffer.received,
        "heldOut": scores,
    }
    (arguments.out / "run.json").write_text(json.dumps(record, indent=1) + "\n")
    print(f"step {training.step}: {', '.join(map(str, paths))}; held out {scores}")


def _save(training: Training, out: Path) -> list[Path]:
    """What a resume needs, and the weights so far: a lent machine may be gone before the end."""
    training.save(out / "checkpoint.pt")
    return save_weights(training.average, out / "weights")


def _log(out: Path, about: dict[str, float], parts: dict[str, torch.Tensor]) -> None:
    losses = {name: float(value) for name, value in parts.items()}
    values = {name: round(value, 4) for name, value in {**about, **losses}.items()}
    if values["loss"] != values["loss"]:
        raise RuntimeError(f"the loss is not a number at step {about['step']:.0f}; the last checkpoint is still good")
    line = json.dumps(values)
    print(line, flush=True)
    with (out / "log.jsonl").open("a") as log:
        log.write(line + "\n")


def _commit() -> str:
    found = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
