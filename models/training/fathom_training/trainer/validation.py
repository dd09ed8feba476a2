"""Scores on rendered pictures that are never trained on."""

import torch

from fathom_training.canonical import CANONICAL_FOCAL_PX
from fathom_training.evaluation.metrics import Scores, mean_scores, score
from fathom_training.network import DepthNet
from fathom_training.renderer.pool import Batch


@torch.no_grad()
def validate(model: DepthNet, pictures: Batch, device: torch.device) -> Scores:
    """The mean over the pictures, fed as rendered."""
    model.eval()
    scores = []
    for rgb, true, focal_px in zip(pictures.rgb, pictures.depth, pictures.fx, strict=True):
        image = torch.from_numpy(rgb).to(device).permute(2, 0, 1)[None].float()
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            canonical, _, _ = model(image)
        scores.append(score(canonical[0, 0].float().cpu().numpy() * (focal_px / CANONICAL_FOCAL_PX), true))
    return mean_scores(scores)
