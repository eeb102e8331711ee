"""The decoder's loss as a module, so that DDP can hold it, and a process's part of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from training.decoders.batches import Batch
from training.decoders.critical import Critic, critical_loss
from training.decoders.decoding import Rules
from training.distributed import ALONE, World
from training.text.vocabulary import UNK

if TYPE_CHECKING:
    from training.decoders.attention_decoder import AttentionDecoder

TAUGHT_SHARE = 0.2
"""Weight of teacher forcing beside the self-critical loss."""


def rows_of(batch: Batch, world: World) -> Batch:
    """This process's rows of a batch. Without one of its own it gets the first row at weight 0."""
    if world.size == 1:
        return batch
    rows = world.rows(len(batch.words)).tolist()
    weights = batch.weights[rows] if rows else torch.zeros_like(batch.weights[:1])
    rows = rows or [0]
    return Batch(
        [batch.examples[row] for row in rows] if batch.examples else [],
        batch.frontal[rows],
        None if batch.lateral is None else batch.lateral[rows],
        batch.findings[rows],
        batch.words[rows],
        batch.targets[rows],
        weights,
    )


def weighted_loss(logits: Tensor, batch: Batch, smoothing: float, world: World = ALONE) -> Tensor:
    """Mean cross entropy a word, weighted; <unk> targets do not count.

    The weights are counted over all processes; the mean of their values is the loss.
    """
    losses = torch.nn.functional.cross_entropy(
        logits.flatten(0, 1), batch.targets.flatten(), reduction="none", label_smoothing=smoothing
    )
    weights = (batch.weights * (batch.targets != UNK)).flatten()
    return world.size * (losses * weights).sum() / world.total(weights.sum())


class DecoderLoss(nn.Module):
    """Batch -> loss of the model: teacher forcing, or self-critical with a critic.

    The self-critical loss is a mean over a process's own reports, so with several processes it is
    the mean of their means.
    """

    def __init__(self, model: AttentionDecoder, smoothing: float, world: World = ALONE) -> None:
        super().__init__()
        self.model, self.smoothing, self.world = model, smoothing, world

    def forward(
        self, batch: Batch, rules: Rules | None = None, critic: Critic | None = None
    ) -> Tensor:
        slots = self.model.slots(batch.frontal, batch.lateral, batch.findings)
        logits = self.model(batch.words, slots)
        taught = weighted_loss(logits, batch, self.smoothing, self.world)
        if rules is None or critic is None:
            return taught
        return critical_loss(self.model, batch, rules, critic) + TAUGHT_SHARE * taught
