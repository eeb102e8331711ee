"""What the tagger is trained for, and how fast each part of it learns."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .crf import FORBIDDEN, allowed_starts, allowed_transitions, negative_log_likelihood
from .examples import Batch
from .network import Tagger


class Objective:
    """CRF loss of a batch, plus cross-entropy of the assertions for the report set."""

    def __init__(self, model: Tagger) -> None:
        self.model = model
        self.barred = {
            task: torch.from_numpy(np.where(allowed_transitions(tags), 0.0, FORBIDDEN)).float()
            for task, tags in model.tag_sets.items()
        }
        self.starts = {
            task: torch.from_numpy(np.where(allowed_starts(tags), 0.0, FORBIDDEN)).float()
            for task, tags in model.tag_sets.items()
        }

    def __call__(self, batch: Batch) -> Tensor:
        model, task = self.model, batch.task
        hidden = model.encode(batch.ids, batch.lengths, model.depth(task))
        index = batch.first_piece[:, :, None].expand(-1, -1, hidden.shape[2])
        at_words = model.dropout(hidden.gather(1, index))
        scores = model.heads[task](at_words)
        barred = self.barred[task]
        transitions = torch.where(barred < 0, barred, model.transitions[task])
        loss = negative_log_likelihood(
            scores, batch.tags, batch.word_counts, transitions, self.starts[task]
        )
        if batch.assertions:
            pooled = torch.stack(
                [at_words[b, first : last + 1].mean(0) for b, first, last, _ in batch.assertions]
            )
            target = torch.tensor([value for *_, value in batch.assertions])
            loss = loss + 0.2 * F.cross_entropy(
                model.assertion(pooled), target, label_smoothing=0.02
            )
        return loss


def parameter_groups(model: Tagger, rate: float, layer_decay: float) -> list[dict]:
    """Heads learn fastest, then each layer slower than the one above it; no decay on vectors."""
    top = len(model.layers)
    groups: dict[tuple[float, float], list] = {}
    for name, parameter in model.named_parameters():
        if name.startswith("transitions"):
            scale = 25.0
        elif name.startswith(("heads", "assertion")):
            scale = 5.0
        elif name.startswith("layers."):
            scale = layer_decay ** (top - 1 - int(name.split(".")[1]))
        else:
            scale = layer_decay**top
        decay = 0.01 if parameter.dim() > 1 and not name.startswith("transitions") else 0.0
        groups.setdefault((scale, decay), []).append(parameter)
    return [
        {"params": parameters, "lr": rate * scale, "peak": rate * scale, "weight_decay": decay}
        for (scale, decay), parameters in groups.items()
    ]
