"""The encoder's weights under their pack names: TensorFlow layouts, batch norms folded in."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ..packs.weights import PackWeight
from .efficientnet_lite import ConvNorm, EfficientNetLite

CONV_AXIS = 3
DENSE_AXIS = 1
EXACT_BLOCKS = 9
"""Blocks kept in float16 with the stem and every depthwise kernel. They are a ninth of the weights
and gave most of the error: with all kernels in int8 the feature map was 18 % off (root mean square,
IU validation films), with these in float16 4 %."""


def layers(model: EfficientNetLite) -> list[tuple[str, ConvNorm]]:
    """The convolutions from input to output, by pack name."""
    found = [("stem", model.stem)]
    for index, block in enumerate(model.blocks):
        if block.expand is not None:
            found.append((f"block{index}.expand", block.expand))
        found.append((f"block{index}.depthwise", block.depthwise))
        found.append((f"block{index}.project", block.project))
    return [*found, ("top", model.top)]


def _heads(model: EfficientNetLite) -> list[tuple[str, nn.Linear]]:
    return [
        ("head.findings", model.findings),
        ("head.view", model.view),
        ("head.orientation", model.orientation),
    ]


def _depthwise(layer: ConvNorm) -> bool:
    return layer.conv.groups > 1


def _kernel_axis(name: str, layer: ConvNorm) -> int | None:
    """The axis of the int8 scales; None for a kernel that stays float16."""
    early = any(name.startswith(f"block{index}.") for index in range(EXACT_BLOCKS))
    return None if early or name == "stem" or _depthwise(layer) else CONV_AXIS


@torch.no_grad()
def folded_weights(model: EfficientNetLite) -> dict[str, PackWeight]:
    """All weights by pack name: kernels HWIO (depthwise [kh, kw, C, 1]) or [in, out], biases."""
    weights: dict[str, PackWeight] = {}
    for name, layer in layers(model):
        norm = layer.norm
        gain = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
        kernel = layer.conv.weight.double() * gain[:, None, None, None]
        bias = norm.bias.double() - norm.running_mean.double() * gain
        order = (2, 3, 0, 1) if _depthwise(layer) else (2, 3, 1, 0)
        values = np.ascontiguousarray(kernel.permute(order).float().numpy())
        weights[f"{name}.kernel"] = PackWeight(values, _kernel_axis(name, layer))
        weights[f"{name}.bias"] = PackWeight(bias.float().numpy(), None)
    for name, head in _heads(model):
        values = np.ascontiguousarray(head.weight.T.float().numpy())
        weights[f"{name}.kernel"] = PackWeight(values, DENSE_AXIS)
        weights[f"{name}.bias"] = PackWeight(head.bias.float().numpy(), None)
    return weights


@torch.no_grad()
def set_weights(model: EfficientNetLite, values: dict[str, np.ndarray]) -> None:
    """Load folded arrays by pack name (for example dequantised ones), batch norms becoming plain
    biases. Raises ValueError when a shape differs, KeyError when a name is missing."""

    def put(target: torch.Tensor, array: np.ndarray, name: str) -> None:
        source = torch.from_numpy(np.array(array, np.float32, order="C"))
        if source.shape != target.shape:
            raise ValueError(f"{name}: shape {tuple(source.shape)}, not {tuple(target.shape)}")
        target.copy_(source)

    for name, layer in layers(model):
        order = (2, 3, 0, 1) if _depthwise(layer) else (3, 2, 0, 1)
        put(layer.conv.weight, values[f"{name}.kernel"].transpose(order), name)
        put(layer.norm.bias, values[f"{name}.bias"], name)
        layer.norm.weight.fill_(1.0)
        layer.norm.running_mean.zero_()
        layer.norm.running_var.fill_(1.0 - layer.norm.eps)
    for name, head in _heads(model):
        put(head.weight, values[f"{name}.kernel"].T, name)
        put(head.bias, values[f"{name}.bias"], name)
