"""InceptionV3 (Szegedy et al. 2016) up to its modules `mixed7` or `mixed8`.

The names, the order and the paddings are those of Keras, so that its weights fit. Later modules
serve the classes of the network that the weights come from.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from .convolutions import ConvNorm, Convolution, Sides
from .network import FilmEncoder


@dataclass(frozen=True)
class Conv:
    """One convolution of the table: `channels` out, kernel (height, width); `valid`: not padded."""

    channels: int
    kernel: Sides = 1
    stride: int = 1
    valid: bool = False


@dataclass(frozen=True)
class Branch:
    """Convolutions one after the other, behind a pool where there is one: `average` over 3x3 with
    stride 1, or `max` over 3x3 with stride 2."""

    name: str
    convs: tuple[Conv, ...] = ()
    pool: str | None = None


STEM: tuple[Conv | str, ...] = (
    Conv(32, 3, 2, valid=True),
    Conv(32, 3, valid=True),
    Conv(64, 3),
    "max",
    Conv(80, valid=True),
    Conv(192, 3, valid=True),
    "max",
)


def _fine(pooled: int) -> tuple[Branch, ...]:
    """35x35 cells."""
    return (
        Branch("branch1x1", (Conv(64),)),
        Branch("branch5x5", (Conv(48), Conv(64, 5))),
        Branch("branch3x3", (Conv(64), Conv(96, 3), Conv(96, 3))),
        Branch("pooled", (Conv(pooled),), "average"),
    )


def _medium(width: int) -> tuple[Branch, ...]:
    """17x17 cells."""
    across, down = (1, 7), (7, 1)
    twice = (Conv(width), Conv(width, down), Conv(width, across), Conv(width, down))
    return (
        Branch("branch1x1", (Conv(192),)),
        Branch("branch7x7", (Conv(width), Conv(width, across), Conv(192, down))),
        Branch("branch7x7twice", (*twice, Conv(192, across))),
        Branch("pooled", (Conv(192),), "average"),
    )


MODULES: tuple[tuple[Branch, ...], ...] = (
    _fine(32),
    _fine(64),
    _fine(64),
    (
        Branch("branch3x3", (Conv(384, 3, 2, valid=True),)),
        Branch("branch3x3twice", (Conv(64), Conv(96, 3), Conv(96, 3, 2, valid=True))),
        Branch("pooled", (), "max"),
    ),
    _medium(128),
    _medium(160),
    _medium(160),
    _medium(192),
    (
        Branch("branch3x3", (Conv(192), Conv(320, 3, 2, valid=True))),
        Branch(
            "branch7x7",
            (Conv(192), Conv(192, (1, 7)), Conv(192, (7, 1)), Conv(192, 3, 2, valid=True)),
        ),
        Branch("pooled", (), "max"),
    ),
)
"""`mixed0` .. `mixed8`."""

CUTS = {"mixed7": 8, "mixed8": 9}
"""Where the network may end, and how many modules that leaves: 17x17x768 or 8x8x1280."""


def _convs(cin: int, convs: tuple[Conv, ...], thin: int) -> nn.Sequential:
    layers = []
    for conv in convs:
        cout = max(2, conv.channels // thin)
        layers.append(ConvNorm(cin, cout, conv.kernel, conv.stride, 1, "relu", conv.valid))
        cin = cout
    return nn.Sequential(*layers)


class Stem(nn.Module):
    """Five convolutions and two pools: 299 -> 35 cells."""

    def __init__(self, thin: int):
        super().__init__()
        convs = tuple(step for step in STEM if isinstance(step, Conv))
        self.convs = _convs(1, convs, thin)
        self.channels = self.convs[-1].conv.out_channels

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        convs = iter(self.convs)
        for step in STEM:
            x = functional.max_pool2d(x, 3, 2) if step == "max" else next(convs)(x)
        return x


class Mixed(nn.Module):
    """Branches side by side, their maps one behind the other."""

    def __init__(self, cin: int, branches: tuple[Branch, ...], thin: int):
        super().__init__()
        self.table = branches
        self.branches = nn.ModuleList(_convs(cin, branch.convs, thin) for branch in branches)
        widths = [branch[-1].conv.out_channels if len(branch) else cin for branch in self.branches]
        self.channels = sum(widths)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat(
            [
                convs(_pool(x, branch.pool))
                for branch, convs in zip(self.table, self.branches, strict=True)
            ],
            dim=1,
        )


def _pool(x: torch.Tensor, kind: str | None) -> torch.Tensor:
    if kind == "max":
        return functional.max_pool2d(x, 3, 2)
    if kind == "average":
        # TensorFlow's SAME: cells beyond the border do not count
        return functional.avg_pool2d(x, 3, 1, padding=1, count_include_pad=False)
    return x


@dataclass(frozen=True)
class MapPool:
    """The mean over windows that makes the map smaller: 3 and 2 make 17x17 cells 8x8."""

    size: int = 3
    stride: int = 2


class Inception(FilmEncoder):
    """The encoder, for films of 299 px (75 at least). `thin` divides all widths, for tests."""

    kind = "inception-v3"
    exact = ("stem", "mixed0.", "mixed1.", "mixed2.")
    """Early kernels, a tenth of the weights: an error there goes through all later layers."""

    def __init__(
        self,
        cut: str = "mixed8",
        map_pool: MapPool | None = None,
        thin: int = 1,
        dropout: float = 0.2,
    ):
        super().__init__()
        self.cut, self.map_pool = cut, map_pool
        self.stem = Stem(thin)
        cin, modules = self.stem.channels, []
        for branches in MODULES[: CUTS[cut]]:
            modules.append(Mixed(cin, branches, thin))
            cin = modules[-1].channels
        self.mixed = nn.ModuleList(modules)
        self.pool = nn.AvgPool2d(map_pool.size, map_pool.stride) if map_pool else None
        self.add_heads(cin, dropout)

    def settings(self) -> dict[str, Any]:
        """Where the network ends, and the pool behind it."""
        pool = {"mapPool": asdict(self.map_pool)} if self.map_pool else {}
        return {"cut": self.cut, **pool}

    def parts(self) -> list[tuple[str, nn.Module]]:
        """`stem`, `mixed0` .. `mixed8`, and `pool` where the map is made smaller."""
        modules = [(f"mixed{index}", module) for index, module in enumerate(self.mixed)]
        pool = [("pool", self.pool)] if self.pool else []
        return [("stem", self.stem), *modules, *pool]

    def convolutions(self) -> list[tuple[str, Convolution]]:
        """Every convolution by pack name, in the order in which they run."""
        found = [(f"stem.conv{index}", conv) for index, conv in enumerate(self.stem.convs)]
        for name, part in self.parts()[1:]:
            if isinstance(part, Mixed):
                for branch, convs in zip(part.table, part.branches, strict=True):
                    found += [
                        (f"{name}.{branch.name}.conv{index}", conv)
                        for index, conv in enumerate(convs)
                    ]
        return found
