"""Convolutions as the TypeScript engine computes them: TensorFlow's paddings, norms beside them."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

Sides = int | tuple[int, int]


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
        if self.kernel_size == (1, 1):
            return super().forward(x)
        top, bottom = same_padding(x.shape[2], self.kernel_size[0], self.stride[0])
        left, right = same_padding(x.shape[3], self.kernel_size[1], self.stride[1])
        if top == bottom and left == right:
            weight, bias = self.weight, self.bias
            return functional.conv2d(x, weight, bias, self.stride, (top, left), 1, self.groups)
        return super().forward(functional.pad(x, (left, right, top, bottom)))


def same_padding(side: int, kernel: int, stride: int) -> tuple[int, int]:
    """Cells that SAME adds before and after a side; the odd one comes after."""
    total = max((-(-side // stride) - 1) * stride + kernel - side, 0)
    return total // 2, total - total // 2


def same_max_pool(x: torch.Tensor, kernel: int, stride: int) -> torch.Tensor:
    """Maximum over windows, SAME padding; `x` [n, C, h, w]."""
    top, bottom = same_padding(x.shape[2], kernel, stride)
    left, right = same_padding(x.shape[3], kernel, stride)
    padded = functional.pad(x, (left, right, top, bottom), value=float("-inf"))
    return functional.max_pool2d(padded, kernel, stride)


def affine_of(norm: nn.BatchNorm2d) -> tuple[torch.Tensor, torch.Tensor]:
    """Scale and offset [C] that a norm is in evaluation, by its running statistics, float64."""
    scale = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
    return scale, norm.bias.double() - norm.running_mean.double() * scale


class ConvNorm(nn.Module):
    """Convolution, batch norm and activation (`relu6`, `relu` or None).

    A pack holds it as one kernel and one bias. With `valid` nothing is padded.
    """

    def __init__(
        self,
        cin: int,
        cout: int,
        kernel: Sides,
        stride: int,
        groups: int,
        activation: str | None,
        valid: bool = False,
    ):
        super().__init__()
        convolution = nn.Conv2d if valid else SameConv
        self.conv = convolution(cin, cout, kernel, stride, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(cout, eps=1e-3, momentum=0.03)
        self.activation = activation

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.norm(self.conv(x))
        if self.activation == "relu6":
            return functional.relu6(x, inplace=True)
        return functional.relu(x, inplace=True) if self.activation == "relu" else x

    @property
    def depthwise(self) -> bool:
        """True when every channel has a kernel of its own."""
        return self.conv.groups > 1

    @property
    def summed(self) -> nn.Module:
        """The part whose output is kernel and bias applied, before the activation."""
        return self.norm

    @property
    def bias(self) -> torch.Tensor:
        """What moves that output by a constant for each channel."""
        return self.norm.bias

    def folded(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Kernel [out, in, kh, kw] and bias [out] with the running statistics folded in, float64."""
        gain, offset = affine_of(self.norm)
        return self.conv.weight.double() * gain[:, None, None, None], offset

    def unfold(self) -> None:
        """Makes the norm add its bias and do nothing else: for a kernel that was folded."""
        self.norm.weight.fill_(1.0)
        self.norm.running_mean.zero_()
        self.norm.running_var.fill_(1.0 - self.norm.eps)


class PlainConv(nn.Module):
    """Convolution with a bias and no norm behind it."""

    depthwise = False

    def __init__(self, cin: int, cout: int, kernel: Sides):
        super().__init__()
        self.conv = SameConv(cin, cout, kernel)
        nn.init.kaiming_normal_(self.conv.weight)
        nn.init.zeros_(self.conv.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.conv(x)

    @property
    def summed(self) -> nn.Module:
        """The part whose output is kernel and bias applied."""
        return self.conv

    @property
    def bias(self) -> torch.Tensor:
        """What moves that output by a constant for each channel."""
        return self.conv.bias

    def folded(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Kernel [out, in, kh, kw] and bias [out], float64."""
        return self.conv.weight.double(), self.conv.bias.double()

    def unfold(self) -> None:
        """Nothing was folded."""


class NormRelu(nn.Module):
    """Batch norm and ReLU in front of a convolution: they cannot be folded, as a ReLU stands between
    them and the next kernel, and several norms read the same maps."""

    def __init__(self, channels: int):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.relu(self.norm(x), inplace=True)

    def affine(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Scale and offset [C] of the running statistics, float64."""
        return affine_of(self.norm)

    def set_affine(self, scale: torch.Tensor, offset: torch.Tensor) -> None:
        """Makes the norm this scale and offset."""
        self.norm.weight.copy_(scale)
        self.norm.bias.copy_(offset)
        self.norm.running_mean.zero_()
        self.norm.running_var.fill_(1.0 - self.norm.eps)


Convolution = ConvNorm | PlainConv
