"""DenseNet-121 (Huang et al. 2017), the backbone of CheXNet (Rajpurkar et al. 2017).

Padding follows TensorFlow's SAME, so the TypeScript engine computes the same numbers. Nothing is
loaded into it: no package ships ImageNet weights, it learns from films alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from .convolutions import ConvNorm, Convolution, NormRelu, PlainConv, same_max_pool
from .network import FilmEncoder


@dataclass(frozen=True)
class DenseSizes:
    """Layers of each dense block; channels of the stem; what a layer adds; width of a bottleneck."""

    blocks: tuple[int, ...] = (6, 12, 24, 16)
    stem: int = 64
    growth: int = 32
    bottleneck: int = 128


DENSENET121 = DenseSizes()
TINY_DENSENET = DenseSizes(stem=4, growth=3, bottleneck=6)
"""All layers, thin: for tests."""


class Stem(nn.Module):
    """Convolution 7x7 and maximum over 3x3, both with stride 2."""

    def __init__(self, channels: int):
        super().__init__()
        self.conv = ConvNorm(1, channels, 7, 2, 1, "relu")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return same_max_pool(self.conv(x), 3, 2)


class DenseLayer(nn.Module):
    """Norm, 1x1 bottleneck, 3x3: the maps it grows are put behind those it read."""

    def __init__(self, cin: int, bottleneck: int, growth: int):
        super().__init__()
        self.norm = NormRelu(cin)
        self.bottleneck = ConvNorm(cin, bottleneck, 1, 1, 1, "relu")
        self.grow = PlainConv(bottleneck, growth, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([x, self.grow(self.bottleneck(self.norm(x)))], dim=1)


class Transition(nn.Module):
    """Norm, 1x1 to half the channels, mean over 2x2."""

    def __init__(self, cin: int):
        super().__init__()
        self.norm = NormRelu(cin)
        self.conv = PlainConv(cin, cin // 2, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.avg_pool2d(self.conv(self.norm(x)), 2)


class DenseNet(FilmEncoder):
    """The encoder. The side of its films is a multiple of 32; the map a 32nd of it, 1024 channels."""

    kind = "densenet121"
    exact = ("stem", "block1.", "transition1.", "block2.")
    """Early kernels, under a fifth of the weights: an error there goes through all later layers."""

    def __init__(self, sizes: DenseSizes = DENSENET121, dropout: float = 0.2):
        super().__init__()
        self.stem = Stem(sizes.stem)
        blocks, transitions, cin = [], [], sizes.stem
        for index, count in enumerate(sizes.blocks):
            layers = [
                DenseLayer(cin + k * sizes.growth, sizes.bottleneck, sizes.growth)
                for k in range(count)
            ]
            blocks.append(nn.Sequential(*layers))
            cin += count * sizes.growth
            if index < len(sizes.blocks) - 1:
                transitions.append(Transition(cin))
                cin //= 2
        self.blocks = nn.ModuleList(blocks)
        self.transitions = nn.ModuleList(transitions)
        self.final = NormRelu(cin)
        self.add_heads(cin, dropout)

    def parts(self) -> list[tuple[str, nn.Module]]:
        """`stem`, `block1`, `transition1`, .. `block4`, `final`."""
        found: list[tuple[str, nn.Module]] = [("stem", self.stem)]
        for index, block in enumerate(self.blocks, start=1):
            found.append((f"block{index}", block))
            if index <= len(self.transitions):
                found.append((f"transition{index}", self.transitions[index - 1]))
        return [*found, ("final", self.final)]

    def convolutions(self) -> list[tuple[str, Convolution]]:
        """Every convolution by pack name, in the order in which they run."""
        found: list[tuple[str, Convolution]] = [("stem", self.stem.conv)]
        for name, part in self.parts():
            if isinstance(part, nn.Sequential):
                for index, layer in enumerate(part, start=1):
                    found.append((f"{name}.layer{index}.bottleneck", layer.bottleneck))
                    found.append((f"{name}.layer{index}.grow", layer.grow))
            elif isinstance(part, Transition):
                found.append((f"{name}.conv", part.conv))
        return found

    def norms(self) -> list[tuple[str, NormRelu]]:
        """`block1.layer1.norm` .., `transition1.norm` .., `final`."""
        found: list[tuple[str, NormRelu]] = []
        for name, part in self.parts():
            if isinstance(part, nn.Sequential):
                found += [(f"{name}.layer{i}.norm", layer.norm) for i, layer in enumerate(part, 1)]
            elif isinstance(part, Transition):
                found.append((f"{name}.norm", part.norm))
        return [*found, ("final", self.final)]
