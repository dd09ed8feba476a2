"""Pictures that tell the int8 export how large the values of each layer become."""

from pathlib import Path

from fathom_training.evaluation.metrics import Array
from fathom_training.evaluation.predictor import as_input
from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.renderer.renderer import Renderer
from fathom_training.renderer.sampler import Sampler
from fathom_training.scenes.compose import KINDS

WIDTH_PX, HEIGHT_PX = 512, 384
PICTURES_PER_KIND = 24
CALIBRATION_SEED = 20261126
"""Not the yardstick's, the held-out one or the samples': no picture that a model is scored by is calibrated on."""


def render_calibration(pack: Path, per_kind: int) -> list[Array]:
    """As many of each kind of scene, always the same for the same pack: RGB 0-255, float32 [1, 3, 384, 512].

    Equal shares, whatever the shares in training: the values of far outdoor scenes must not be rare.
    """
    renderer = Renderer(AssetPack(pack), WIDTH_PX, HEIGHT_PX, views=1)
    sampler = Sampler(renderer, 0)
    pictures = []
    for index, kind in enumerate(KINDS):
        for seed in range(per_kind):
            sampler.restart([CALIBRATION_SEED, index, seed])
            pictures.append(as_input(sampler.next(kind).rgb))
    renderer.release()
    return pictures
