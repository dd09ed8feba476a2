"""The yardstick: 50 rendered pictures of each kind of scene and of two lenses, always the same for the same pack.

A run can be stopped at any time and goes on where it was: its file is written after every picture.
"""

import json
import math
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from fathom_training.evaluation.metrics import Array, Scores, score, sky_found
from fathom_training.evaluation.predictor import Model, predict_metres
from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.renderer.pool import Batch
from fathom_training.renderer.renderer import Renderer
from fathom_training.renderer.sampler import Sample, Sampler, Views
from fathom_training.scenes.camera import Lens
from fathom_training.scenes.compose import KINDS

WIDTH_PX, HEIGHT_PX = 512, 384
PICTURES_PER_KIND = 50
YARDSTICK_SEED = 20261123
"""Never used in training, which seeds its renderers with one number, not with three."""
HELD_OUT_SEED = 20261124
SEEDS = tuple(range(PICTURES_PER_KIND))
LENSES = {"narrow lens": Lens(1.0, 20.0, 38.0), "wide lens": Lens(1.0, 95.0, 120.0)}
"""Scenes of all kinds by turns, through lenses that few cameras have. They are not part of the mean over all kinds."""
FIRST_LENS_SEED = 100
"""Where the kinds' own seeds, their places in the list, will not come."""
SKY_FOUND = "sky_found"
FIGURES = (*(field.name for field in fields(Scores)), SKY_FOUND)

Figures = dict[str, float | None]
"""Of one picture, by name; None where it has no such figure."""


@dataclass(frozen=True)
class About:
    """What a run's figures hold for. A run goes on only where this is the same."""

    model_sha256: str
    pack_sha256: dict[str, str]
    copyleft: bool


def run_yardstick(model: Model, pack: Path, about: About, per_kind: int, file: Path) -> dict[str, Any]:
    """Renders and scores what the file lacks, and returns its contents."""
    run = _resume(file, about)
    scored: dict[str, dict[str, Figures]] = run["pictures"]
    missing = [
        (name, seed)
        for name in (*KINDS, *LENSES)
        for seed in SEEDS[:per_kind]
        if str(seed) not in scored.setdefault(name, {})
    ]
    if missing:
        renderer = Renderer(AssetPack(pack), WIDTH_PX, HEIGHT_PX, views=1)
        run["renderer"] = renderer.description
        for name, seed in missing:
            sample = _render(renderer, name, seed)
            metres = predict_metres(model, sample.rgb, sample.fx, sample.fy)
            scored[name][str(seed)] = _figures(metres, sample.depth)
            _write(file, run)
            print(f"{name} {seed}: {scored[name][str(seed)]}", flush=True)
    run["kinds"] = {kind: _summary(list(scored[kind].values())) for kind in KINDS}
    run["lenses"] = {lens: _summary(list(scored[lens].values())) for lens in LENSES}
    run["all"] = _summary([scores for kind in KINDS for scores in scored[kind].values()])
    _write(file, run)
    return run


def _render(renderer: Renderer, name: str, seed: int) -> Sample:
    """The picture of that seed, of a kind of scene or through a lens."""
    if name in LENSES:
        sampler = Sampler(
            renderer, [YARDSTICK_SEED, FIRST_LENS_SEED + list(LENSES).index(name), seed], Views(lens=LENSES[name])
        )
        return sampler.next(KINDS[seed % len(KINDS)])
    return Sampler(renderer, [YARDSTICK_SEED, KINDS.index(name), seed]).next(name)


def render_held_out(pack: Path, count: int) -> Batch:
    """Pictures to validate a run by while it trains: one view of each of so many scenes, always the same.

    They are not the yardstick's, by which runs are compared.
    """
    sampler = Sampler(Renderer(AssetPack(pack), WIDTH_PX, HEIGHT_PX, views=1), 0)
    samples = []
    for seed in range(count):
        sampler.restart([HELD_OUT_SEED, seed])
        sample = sampler.next()
        samples.append(replace(sample, rgb=sample.rgb.copy(), depth=sample.depth.copy()))
    sampler.renderer.release()
    return Batch(
        np.stack([sample.rgb for sample in samples]),
        np.stack([sample.depth for sample in samples]),
        np.array([sample.fx for sample in samples], "f4"),
        np.array([sample.fy for sample in samples], "f4"),
        [sample.kind for sample in samples],
    )


def _resume(file: Path, about: About) -> dict[str, Any]:
    if not file.exists():
        return {"about": asdict(about), "pictures": {}}
    run: dict[str, Any] = json.loads(file.read_text())
    if run["about"] != asdict(about):
        raise SystemExit(f"{file}: holds the scores of another model or asset pack. Give another --out, or delete it.")
    return run


def _figures(metres: Array, true: Array) -> Figures:
    figures = {**asdict(score(metres, true)), SKY_FOUND: sky_found(metres, true)}
    return {name: None if math.isnan(value) else round(value, 5) for name, value in figures.items()}


def _summary(pictures: list[Figures]) -> dict[str, Any]:
    """Each figure's mean over the pictures that have it; null where none has."""
    summary: dict[str, Any] = {"pictures": len(pictures)}
    for name in FIGURES:
        known = [value for picture in pictures if (value := picture.get(name)) is not None]
        summary[name] = round(float(np.mean(known)), 4) if known else None
    return summary


def _write(file: Path, run: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    partial.write_text(json.dumps(run, indent=1) + "\n")
    os.replace(partial, file)


def as_table(run: dict[str, Any]) -> str:
    """The figures as Markdown."""
    lines = [
        "| scenes | pictures | δ1 | AbsRel | boundary F1 | predicted / true median | sky found |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, figures in [*run["kinds"].items(), ("all kinds", run["all"]), *run["lenses"].items()]:
        shown = " | ".join("–" if figures[name] is None else f"{figures[name]:.3f}" for name in FIGURES)
        lines.append(f"| {name} | {figures['pictures']} | {shown} |")
    return "\n".join(lines)
