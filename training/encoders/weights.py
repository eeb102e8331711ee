"""The encoder's weights under their pack names: TensorFlow layouts, batch norms folded in."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ..packs.weights import PackWeight
from .efficientnet_lite import ConvNorm, EfficientNetLite

CONV_AXIS = 3
DEPTHWISE_AXIS = 2
DENSE_AXIS = 1


def _layers(model: EfficientNetLite) -> list[tuple[str, ConvNorm]]:
    layers = [("stem", model.stem)]
    for index, block in enumerate(model.blocks):
        if block.expand is not None:
            layers.append((f"block{index}.expand", block.expand))
        layers.append((f"block{index}.depthwise", block.depthwise))
        layers.append((f"block{index}.project", block.project))
    return [*layers, ("top", model.top)]


def _heads(model: EfficientNetLite) -> list[tuple[str, nn.Linear]]:
    return [
        ("head.findings", model.findings),
        ("head.view", model.view),
        ("head.orientation", model.orientation),
    ]


def _depthwise(layer: ConvNorm) -> bool:
    return layer.conv.groups > 1


@torch.no_grad()
def folded_weights(model: EfficientNetLite) -> dict[str, PackWeight]:
    """All weights by pack name: kernels HWIO (depthwise [kh, kw, C, 1]) or [in, out], biases."""
    weights: dict[str, PackWeight] = {}
    for name, layer in _layers(model):
        norm = layer.norm
        gain = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
        kernel = layer.conv.weight.double() * gain[:, None, None, None]
        bias = norm.bias.double() - norm.running_mean.double() * gain
        order = (2, 3, 0, 1) if _depthwise(layer) else (2, 3, 1, 0)
        values = np.ascontiguousarray(kernel.permute(order).float().numpy())
        axis = DEPTHWISE_AXIS if _depthwise(layer) else CONV_AXIS
        weights[f"{name}.kernel"] = PackWeight(values, axis)
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

    for name, layer in _layers(model):
        order = (2, 3, 0, 1) if _depthwise(layer) else (3, 2, 0, 1)
        put(layer.conv.weight, values[f"{name}.kernel"].transpose(order), name)
        put(layer.norm.bias, values[f"{name}.bias"], name)
        layer.norm.weight.fill_(1.0)
        layer.norm.running_mean.zero_()
        layer.norm.running_var.fill_(1.0 - layer.norm.eps)
    for name, head in _heads(model):
        put(head.weight, values[f"{name}.kernel"].T, name)
        put(head.bias, values[f"{name}.bias"], name)
