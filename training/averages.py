"""Exponential moving averages of weights."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor


@torch.no_grad()
def move_towards(average: Mapping[str, Tensor], values: Mapping[str, Tensor], decay: float) -> None:
    """Moves averaged tensors in place by 1 - `decay` of the way to `values`; whole numbers are copied."""
    for name, value in values.items():
        if value.dtype.is_floating_point:
            average[name].lerp_(value, 1 - decay)
        else:
            average[name].copy_(value)
