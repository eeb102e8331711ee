"""The loss of teacher forcing as a module, so that DDP can hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from training.distributed import ALONE, World
from training.text.vocabulary import UNK

if TYPE_CHECKING:
    from training.decoders.attention_gru import AttentionGru
    from training.decoders.batches import Batch


def weighted_loss(logits: Tensor, batch: Batch, smoothing: float, world: World = ALONE) -> Tensor:
    """Mean cross entropy a word, weighted; <unk> targets do not count.

    The weights are counted over all processes; the mean of their values is the loss.
    """
    losses = torch.nn.functional.cross_entropy(
        logits.flatten(0, 1), batch.targets.flatten(), reduction="none", label_smoothing=smoothing
    )
    weights = (batch.weights * (batch.targets != UNK)).flatten()
    return world.size * (losses * weights).sum() / world.total(weights.sum())


class taught_loss(nn.Module):
    """Batch -> loss of the model on its words."""

    def __init__(self, model: AttentionGru, smoothing: float, world: World = ALONE) -> None:
        super().__init__()
        self.model, self.smoothing, self.world = model, smoothing, world

    def forward(self, batch: Batch) -> Tensor:
        slots = self.model.slots(batch.frontal, batch.lateral, batch.findings)
        return weighted_loss(self.model(batch.words, slots), batch, self.smoothing, self.world)
