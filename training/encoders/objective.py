"""Settings of an encoder's training, and its loss over the three heads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from ..data.film import Film
from ..distributed import ALONE, World
from .architectures import DEFAULT
from .batches import IGNORED, Batch
from .network import EncoderOutput


@dataclass
class TrainOptions:
    """Settings of a training run; `plan` lists the film side of each epoch."""

    plan: tuple[int, ...] = (128, 160, 160, 192, 224, 224)
    frozen: tuple[int, ...] = ()
    """Blocks left as they are, for each epoch of the plan; epochs not listed train everything."""
    batch: int = 48
    head_rate: float = 1e-3
    body_rate: float = 4e-4
    mixup: float = 0.3
    """Both parameters of mixup's Beta distribution (Zhang et al. 2018); 0: films are not mixed."""
    weight_decay: float = 0.05
    warmup_steps: int = 150
    ema_decay: float = 0.998
    view_loss: float = 0.15
    orientation_loss: float = 0.15
    seed: int = 20
    bf16: bool = True
    """Where the machine has instructions for it (`precision.py`)."""
    architecture: str = DEFAULT
    """Name of the network, kept in its checkpoints."""
    teacher: str | None = None
    """Name of the network that it is distilled from, kept there too."""
    opinions: tuple[str, ...] = ()
    """Names of the encoders whose pooled opinions were among the labels of this run or of one that it
    goes on from, kept there too."""
    earlier: tuple[int, ...] = ()
    """Epochs of the runs that this one goes on from, the first one first; kept there too."""
    pack: str | None = None
    """Name and version of the pack that the first of these runs went on from; kept there too."""


def positive_weights(films: list[Film]) -> torch.Tensor:
    """float32 [17]: the square root of negatives over positives, from 1 to 4."""
    labels = np.stack([film.labels for film in films])
    known = np.stack([film.weights for film in films])
    positives = (labels * known).sum(axis=0)
    negatives = ((1 - labels) * known).sum(axis=0)
    return torch.from_numpy(np.sqrt(negatives / np.maximum(positives, 1)).clip(1, 4)).float()


def losses(
    output: EncoderOutput,
    batch: Batch,
    positive_weight: torch.Tensor,
    options: TrainOptions,
    world: World = ALONE,
) -> torch.Tensor:
    """Weighted sum of the masked losses of the three heads.

    Each is divided by the count over all processes; the mean of their values is the loss.
    """
    findings = functional.binary_cross_entropy_with_logits(
        output.findings.float(), batch.labels, reduction="none", pos_weight=positive_weight
    )
    count = world.total(batch.weights.sum()).clamp(min=1)
    total = (findings * batch.weights).sum() / count
    for logits, truth, weight in (
        (output.view, batch.view, options.view_loss),
        (output.orientation, batch.orientation, options.orientation_loss),
    ):
        count = world.total((truth != IGNORED).sum()).clamp(min=1)
        total = total + weight / count * functional.cross_entropy(
            logits.float(), truth, ignore_index=IGNORED, reduction="sum"
        )
    return total * world.size
