"""What every encoder is: parts one after the other to a feature map, and three heads on its mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from ..findings import FINDINGS, ORIENTATIONS, VIEWS
from .convolutions import Convolution, NormRelu


@dataclass
class EncoderOutput:
    """What the encoder gives: feature map [n, C, h, w] and the logits of the heads."""

    features: torch.Tensor
    findings: torch.Tensor
    view: torch.Tensor
    orientation: torch.Tensor


class FilmEncoder(nn.Module):
    """Input [n, 1, side, side], normalised as (x / 255 - 0.5) / 0.25.

    A network lists its `parts`, `convolutions` and `norms`, and calls `add_heads` when it is built.
    """

    kind: str
    """`architecture.kind` of the manifest."""
    exact: tuple[str, ...] = ()
    """Beginnings of the names of convolutions whose kernels a pack keeps in float16."""

    def __init__(self) -> None:
        super().__init__()
        self.frozen = 0

    def add_heads(self, channels: int, dropout: float) -> None:
        """The heads for findings, view and orientation; `channels` of the feature map."""
        self.dropout = nn.Dropout(dropout)
        self.findings = nn.Linear(channels, len(FINDINGS))
        self.view = nn.Linear(channels, len(VIEWS))
        self.orientation = nn.Linear(channels, len(ORIENTATIONS))
        for head in (self.findings, self.view, self.orientation):
            nn.init.normal_(head.weight, std=0.01)
            nn.init.zeros_(head.bias)

    @property
    def channels(self) -> int:
        """Channels of the feature map."""
        return self.findings.in_features

    def settings(self) -> dict[str, Any]:
        """What `architecture` of the manifest says besides kind, sides and channels of the map."""
        return {}

    def parts(self) -> list[tuple[str, nn.Module]]:
        """What runs one after the other, from the film to the feature map; the names are those of
        the taps in the TypeScript engine."""
        raise NotImplementedError

    def convolutions(self) -> list[tuple[str, Convolution]]:
        """Every convolution by pack name, in the order in which they run."""
        raise NotImplementedError

    def norms(self) -> list[tuple[str, NormRelu]]:
        """The norms that stand before a convolution, by pack name."""
        return []

    def freeze(self, count: int) -> None:
        """Keep the first part and `count` parts after it as they are (0: train everything).

        Their batch norms use the running statistics; no gradient is computed for them, which
        spares most of the cost of large films.
        """
        self.frozen = count
        if count:
            for _, part in self.parts()[: count + 1]:
                part.eval()

    def feature_map(self, x: torch.Tensor) -> torch.Tensor:
        """[n, 1, side, side] -> [n, C, h, w]."""
        parts = [part for _, part in self.parts()]
        kept = self.frozen + 1 if self.frozen else 0
        with torch.set_grad_enabled(torch.is_grad_enabled() and not kept):
            for part in parts[:kept]:
                x = part(x)
        for part in parts[kept:]:
            x = part(x)
        return x

    @torch.no_grad()
    def map_side(self, side: int) -> int:
        """Cells along a side of the feature map for films of `side` px; in evaluation mode."""
        return self.feature_map(torch.zeros(1, 1, side, side)).shape[2]

    def forward(self, x: torch.Tensor) -> EncoderOutput:
        features = self.feature_map(x)
        pooled = self.dropout(features.float().mean(dim=(2, 3)))
        return EncoderOutput(
            features, self.findings(pooled), self.view(pooled), self.orientation(pooled)
        )

    def head_parameters(self) -> list[nn.Parameter]:
        """Parameters that start from nothing."""
        heads = (self.findings, self.view, self.orientation)
        return [parameter for head in heads for parameter in head.parameters()]

    def body_parameters(self) -> list[nn.Parameter]:
        """Parameters of the parts, which may start from weights learned elsewhere."""
        heads = {id(parameter) for parameter in self.head_parameters()}
        return [parameter for parameter in self.parameters() if id(parameter) not in heads]
